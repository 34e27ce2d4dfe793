"""The doctor's report as text: figures first, then what was found, which has to stay in sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from yolocam.commands.console import Console
from yolocam.model.doctor import Diagnosis, Finding, HeadRow, LayerRow, Severity, Totals
from yolocam.terminal import visible

_STYLES: dict[Severity, str] = {"error": "bold red", "warning": "bold yellow", "note": "bold blue"}


def print_report(
    console: Console, paths: Sequence[Path | None], diagnosis: Diagnosis, *, layers: bool
) -> None:
    """Print the report on a cfg, its weights and names (None where there are none).

    With `layers`, the table of all layers comes before everything else.
    """
    if layers and diagnosis.layers:
        console.print(_layer_table(diagnosis.layers))
        console.print()
    for label, path in zip(("cfg", "weights", "names"), paths, strict=True):
        _line(console, label, "none" if path is None else str(path))
    if diagnosis.totals is not None:
        for label, text in _figures(diagnosis.totals):
            _line(console, label, text)
        console.print()
        console.print(_head_table(diagnosis.totals.heads))
    console.print()
    _print_findings(console, diagnosis.findings)
    console.print(_verdict(diagnosis, weights=paths[1] is not None))


def _line(console: Console, label: str, text: str) -> None:
    console.tell(f"{label:<9} {text}")


def _print_findings(console: Console, findings: Sequence[Finding]) -> None:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        table.add_row(Text(finding.severity, style=_STYLES[finding.severity]), Text(visible(finding.text)))
    if findings:
        console.print(table)


def _verdict(diagnosis: Diagnosis, *, weights: bool) -> Text:
    if not diagnosis.fits:
        return Text("these files do not fit together", style="bold red")
    words = "these files fit together" if weights else "nothing is wrong, but there are no weights to compare"
    return Text(words, style="bold green")


def _figures(totals: Totals) -> Iterator[tuple[str, str]]:
    width, height, channels = totals.input
    frames = "letterboxed" if totals.fit == "letterbox" else "stretched"
    size = f"{width} x {height} x {channels}"
    yield "input", f"{size}, frames are {frames}; other sizes in steps of {totals.stride} pixels"
    yield "network", f"{totals.layers} layers, {totals.parameters:,} parameters, {totals.gflops:.4g} GFLOPs"
    yield "output", f"{totals.rows:,} boxes, {totals.classes} classes"
    if totals.bytes_found is None:
        yield "bytes", f"{totals.bytes_expected:,} expected"
        return
    found = (
        "as expected"
        if totals.bytes_found == totals.bytes_expected
        else f"{totals.bytes_expected:,} expected"
    )
    yield "bytes", f"{totals.bytes_found:,}, {found}"
    if totals.version is not None:
        version = ".".join(map(str, totals.version))
        yield (
            "header",
            f"{totals.header_bytes} bytes, version {version}, {totals.seen:,} images seen in training",
        )


def _head_table(heads: Sequence[HeadRow]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Head", justify="right", no_wrap=True)
    table.add_column("Line", justify="right", no_wrap=True)
    for heading in ("Type", "Grid", "Cell", "Sees"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Anchors in pixels")
    for head in heads:
        table.add_row(
            str(head.layer),
            str(head.line),
            head.type,
            _by(head.grid_wh),
            _by(head.stride_wh),
            _sees(head.receptive_wh),
            ", ".join(_by(anchor) for anchor in head.anchors),
        )
    return table


def _layer_table(rows: Sequence[LayerRow]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Layer", "Line"):
        table.add_column(heading, justify="right", no_wrap=True)
    for heading in ("Type", "Reads"):
        table.add_column(heading, overflow="fold")
    for heading in ("Filters", "Size", "Output", "Parameters", "GFLOPs", "Sees"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(
            str(row.number),
            str(row.line),
            row.type,
            ", ".join("image" if source < 0 else str(source) for source in row.sources),
            _filters(row),
            _size(row),
            "x".join(map(str, row.output)),
            f"{row.parameters:,}" if row.parameters else "",
            f"{row.gflops:.3f}" if row.gflops else "",
            _sees(row.receptive_wh),
        )
    return table


def _filters(row: LayerRow) -> str:
    if row.filters is None:
        return ""
    return str(row.filters) if row.groups == 1 else f"{row.filters}/{row.groups}"


def _size(row: LayerRow) -> str:
    """Return the window and its step as Darknet writes it: 3/2."""
    if row.stride is None:
        return ""
    across, down = row.stride
    step = str(across) if across == down else f"{across}x{down}"
    return f"{row.size or ''}/{step}"


def _sees(receptive_wh: tuple[int, int] | None) -> str:
    return "all" if receptive_wh is None else _by(receptive_wh)


def _by(pair: Sequence[float]) -> str:
    """Return "26" for a square, else "52x26"."""
    first, second = (f"{side:.4g}" for side in pair)
    return first if first == second else f"{first}x{second}"
