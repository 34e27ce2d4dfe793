"""Texts of a model's check report, for its window and as plain text to copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from yolocam.ui.translation import tr

if TYPE_CHECKING:
    from yolocam.model.doctor import Diagnosis, HeadRow, LayerRow, Totals


def severity_text(severity: str) -> str:
    """Return "error", "warning" or "note" in the language of the window."""
    return {"error": tr("Error"), "warning": tr("Warning"), "note": tr("Note")}[severity]


def headings() -> tuple[str, ...]:
    """Return the headings of the columns of `layer_cells`."""
    return (
        tr("Layer"), tr("cfg line"), tr("Type"), tr("Inputs"), tr("Filters"), tr("Size"), tr("Stride"),
        tr("Output"), tr("Parameters"), tr("GFLOPs"), tr("Receptive field"),
    )  # fmt: skip


def verdict(title: str, diagnosis: Diagnosis) -> str:
    """Return the result of the check in one sentence."""
    if not diagnosis.fits:
        text = tr("{model} cannot be used: its files do not fit together")
    elif any(finding.severity == "warning" for finding in diagnosis.findings):
        text = tr("{model} can be used, but see the warnings")
    else:
        text = tr("{model} can be used: its files fit together")
    return text.format(model=title)


def totals_text(totals: Totals) -> tuple[str, ...]:
    """Return the figures of the network, then those of its weights, one line each."""
    width, height, channels = totals.input
    size = str(width) if width == height else f"{width}×{height}"
    colours = {1: tr("greyscale"), 3: tr("colour")}
    kind = colours[channels] if channels in colours else tr("{count} channels").format(count=channels)
    network = (
        tr("Input {size}, {colours}, {fit}").format(size=size, colours=kind, fit=totals.fit),
        tr("%n classes", "1 class", number=totals.classes),
        tr("%n layers", "1 layer", number=totals.layers),
        tr("{count} parameters").format(count=f"{totals.parameters:,}"),
        tr("{count} GFLOPs").format(count=f"{totals.gflops:.3g}"),
        tr("{count} boxes").format(count=f"{totals.rows:,}"),
    )
    return " · ".join(network), " · ".join(_weights(totals))


def head_text(head: HeadRow) -> str:
    """Describe one detection layer in a sentence."""
    field = tr("the whole image")
    if head.receptive_wh is not None:
        field = tr("{size} pixels").format(size=_by(head.receptive_wh))
    text = tr(
        "Layer {layer} ({type}): {grid} cells of {stride} pixels, receptive field {field}; anchors {anchors}"
    )
    return text.format(
        layer=head.layer,
        type=head.type,
        grid=_by(head.grid_wh),
        stride=_by(head.stride_wh),
        field=field,
        anchors=", ".join(_by(anchor) for anchor in head.anchors),
    )


def layer_cells(row: LayerRow) -> tuple[str, ...]:
    """Return the texts of one row, in the order of `headings`."""
    grouped = tr("{type} ({count} groups)").format(type=row.type, count=row.groups)
    return (
        str(row.number),
        str(row.line),
        row.type if row.groups in (None, 1) else grouped,
        ", ".join(tr("image") if source < 0 else str(source) for source in row.sources),
        _number(row.filters),
        _number(row.size),
        "" if row.stride is None else _by(row.stride),
        "×".join(str(side) for side in row.output),
        f"{row.parameters:,}" if row.parameters else "",
        f"{row.gflops:.3f}" if row.gflops >= 0.0005 else "",
        tr("all") if row.receptive_wh is None else _by(row.receptive_wh),
    )


def report_text(title: str, diagnosis: Diagnosis) -> str:
    """Return the whole report as plain text, its table aligned with spaces."""
    lines = [verdict(title, diagnosis), ""]
    lines += [f"{severity_text(finding.severity)}: {finding.text}" for finding in diagnosis.findings]
    if diagnosis.totals is not None:
        lines += ["", *totals_text(diagnosis.totals), *map(head_text, diagnosis.totals.heads)]
    if diagnosis.layers:
        lines += ["", *_table([headings(), *map(layer_cells, diagnosis.layers)])]
    return "\n".join(lines) + "\n"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _weights(totals: Totals) -> list[str]:
    parts = [tr("Weights: {count} bytes expected").format(count=f"{totals.bytes_expected:,}")]
    if totals.bytes_found is not None:
        parts.append(tr("{count} bytes found").format(count=f"{totals.bytes_found:,}"))
    if totals.version is not None:
        parts.append(tr("format {version}").format(version=".".join(map(str, totals.version))))
    if totals.seen is not None:
        parts.append(tr("trained on {count} images").format(count=f"{totals.seen:,}"))
    return parts


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _by(pair: tuple[float, float]) -> str:
    first, second = pair
    return f"{first:g}" if first == second else f"{first:g}×{second:g}"
