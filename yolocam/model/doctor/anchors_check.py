"""Checks that the anchors suit the input and their kind of head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yolocam.model.doctor.diagnosis import Finding, HeadRow
from yolocam.model.doctor.layout import Layout

ABSURD = 2
"""Networks were published with anchors of up to 1.3 times their input; twice is a mistake."""


def anchor_findings(layout: Layout, heads: Sequence[HeadRow], size_wh: tuple[int, int]) -> Iterator[Finding]:
    """Yield what is odd about the anchors of the heads, for an input of this size."""
    name = layout.cfg.path.name
    yield from _counts(layout)
    if heads and all(_look_like_cells(head) for head in heads):
        largest = max(max(anchor) for head in heads for anchor in head.anchors)
        yield Finding(
            "warning",
            f"{name}: all anchors are smaller than a cell (the largest side is {largest:g} pixels), expected "
            "pixels in [yolo]; these look like the anchors in cells of a [region] head",
            *_place(layout, heads[0]),
        )
    for head in heads:
        yield from _sizes(layout, head, size_wh)


def _look_like_cells(head: HeadRow) -> bool:
    side = max(max(anchor) for anchor in head.anchors)
    return head.type != "region" and side < min(head.stride_wh)


def _sizes(layout: Layout, head: HeadRow, size_wh: tuple[int, int]) -> Iterator[Finding]:
    where = f"{layout.cfg.path.name} line {_place(layout, head)[0]}"
    empty = [anchor for anchor in head.anchors if min(anchor) <= 0]
    if empty:
        text = f"{where}: anchor {_words(empty[0])} has no size, expected a width and a height above 0"
        yield Finding("warning", text, *_place(layout, head))
    large = [anchor for anchor in head.anchors if anchor[0] > size_wh[0] or anchor[1] > size_wh[1]]
    if not large:
        return
    widest = max(large, key=lambda anchor: max(anchor[0] / size_wh[0], anchor[1] / size_wh[1]))
    absurd = widest[0] > ABSURD * size_wh[0] or widest[1] > ABSURD * size_wh[1]
    if absurd and head.type == "region":
        in_cells = widest[0] / head.stride_wh[0], widest[1] / head.stride_wh[1]
        text = (
            f"{where}: anchor {_words(in_cells)} is larger than the grid of {_words(head.grid_wh)} cells, "
            "expected cells in [region]; these look like the anchors in pixels of a [yolo] head"
        )
    else:
        text = (
            f"{where}: anchor {_words(widest)} is larger than the input of {_words(size_wh)} pixels "
            f"({len(large)} of the head's {len(head.anchors)} are)"
        )
    yield Finding("warning" if absurd else "note", text, *_place(layout, head))


def _counts(layout: Layout) -> Iterator[Finding]:
    for head in layout.heads:
        section = head.section
        if "num" not in section.options:
            continue
        pairs = len(section.numbers("anchors", low=-1e9, high=1e9) or ()) // 2
        num = section.integer("num")
        if num != pairs:
            line = section.options["num"].line
            text = f"{layout.cfg.path.name} line {line}: num={num}, but anchors= has {pairs} pairs"
            yield Finding("warning", text, line, head.number)


def _place(layout: Layout, head: HeadRow) -> tuple[int, int]:
    """Return the line of the anchors and the layer."""
    return layout.cfg.layers[head.layer].options["anchors"].line, head.layer


def _words(anchor: tuple[float, float]) -> str:
    return f"{anchor[0]:g} x {anchor[1]:g}"
