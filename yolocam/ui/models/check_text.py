"""The doctor's report in words: for the labels of its window, and as plain text to be copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the window says what is in it, the model package makes it
    from yolocam.model.doctor import Diagnosis, HeadRow, LayerRow, Totals

SEVERITIES = {"error": "Error", "warning": "Warning", "note": "Note"}

HEADINGS = (
    "Layer", "Line", "Type", "Reads", "Filters", "Size", "Stride", "Output", "Parameters", "GFLOPs", "Sees",
)  # fmt: skip
"""What the cells of `layer_cells` are."""


def verdict(title: str, diagnosis: Diagnosis) -> str:
    """Return the whole report in one sentence."""
    if not diagnosis.fits:
        return f"{title} cannot be used: its files do not fit together"
    if any(finding.severity == "warning" for finding in diagnosis.findings):
        return f"{title} can be used, but look at the warnings"
    return f"{title} can be used: its files fit together"


def totals_text(totals: Totals) -> tuple[str, ...]:
    """Return the figures of the whole network, a line for each kind."""
    width, height, channels = totals.input
    size = str(width) if width == height else f"{width}×{height}"
    colours = {1: "grey", 3: "colour"}.get(channels, f"{channels} channels")
    network = (
        f"Input {size}, {colours}, {totals.fit}",
        _count(totals.classes, "class", "classes"),
        _count(totals.layers, "layer", "layers"),
        f"{totals.parameters:,} parameters",
        f"{totals.gflops:.3g} GFLOPs",
        f"{totals.rows:,} boxes",
    )
    return " · ".join(network), " · ".join(_weights(totals))


def head_text(head: HeadRow) -> str:
    """Return one detection layer in a sentence."""
    grid, stride = _by(head.grid_wh), _by(head.stride_wh)
    sees = "the whole picture" if head.receptive_wh is None else f"{_by(head.receptive_wh)} pixels"
    anchors = ", ".join(_by(anchor) for anchor in head.anchors)
    return (
        f"Layer {head.layer} ({head.type}): {grid} cells of {stride} pixels, each sees {sees}; "
        f"anchors {anchors}"
    )


def layer_cells(row: LayerRow) -> tuple[str, ...]:
    """Return what stands in the columns of `HEADINGS`."""
    return (
        str(row.number),
        str(row.line),
        row.type if row.groups in (None, 1) else f"{row.type} ({row.groups} groups)",
        ", ".join("image" if source < 0 else str(source) for source in row.sources),
        _number(row.filters),
        _number(row.size),
        "" if row.stride is None else _by(row.stride),
        "×".join(str(side) for side in row.output),
        f"{row.parameters:,}" if row.parameters else "",
        f"{row.gflops:.3f}" if row.gflops >= 0.0005 else "",
        "all" if row.receptive_wh is None else _by(row.receptive_wh),
    )


def report_text(title: str, diagnosis: Diagnosis) -> str:
    """Return the whole report as plain text, its table aligned with spaces."""
    lines = [verdict(title, diagnosis), ""]
    lines += [f"{SEVERITIES[finding.severity]}: {finding.text}" for finding in diagnosis.findings]
    if diagnosis.totals is not None:
        lines += ["", *totals_text(diagnosis.totals), *map(head_text, diagnosis.totals.heads)]
    if diagnosis.layers:
        lines += ["", *_table([HEADINGS, *map(layer_cells, diagnosis.layers)])]
    return "\n".join(lines) + "\n"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _weights(totals: Totals) -> list[str]:
    parts = [f"Weights: {totals.bytes_expected:,} bytes expected"]
    if totals.bytes_found is not None:
        parts.append(f"{totals.bytes_found:,} found")
    if totals.version is not None:
        parts.append(f"format {'.'.join(map(str, totals.version))}")
    if totals.seen is not None:
        parts.append(f"trained with {totals.seen:,} pictures")
    return parts


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _by(pair: tuple[float, float]) -> str:
    first, second = pair
    return f"{first:g}" if first == second else f"{first:g}×{second:g}"
