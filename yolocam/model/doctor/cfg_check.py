"""Checks a cfg that builds: input size, unused keys, how frames are fitted."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from yolocam.darknet.cfg import Section
from yolocam.errors import CfgError
from yolocam.model.doctor.diagnosis import Finding, Totals
from yolocam.model.doctor.layout import Layout
from yolocam.model.layers.darknet_network import DarknetNetwork

_NEWER_KEYS = ("iou_loss", "iou_normalizer", "scale_x_y", "nms_kind", "beta_nms", "max_delta", "new_coords")
"""Keys of heads that only AlexeyAB's Darknet reads, which trains on stretched images."""


def network_findings(layout: Layout) -> Iterator[Finding]:
    """Yield why the layers, each of which can be built, make no detector together."""
    try:
        DarknetNetwork(layout.cfg)
    except CfgError as error:
        lines = {section.number: section for section in layout.cfg.layers}
        layer = next((n for n, section in lines.items() if _covers(section, error.line)), None)
        yield Finding("error", str(error), error.line, layer)


def size_findings(layout: Layout, totals: Totals) -> Iterator[Finding]:
    """Yield a warning for a side that is no multiple of the coarsest grid's cells."""
    net = layout.cfg.net
    for key, side in (("width", totals.input[0]), ("height", totals.input[1])):
        if side % totals.stride:
            line = net.options[key].line
            near = max(round(side / totals.stride), 1) * totals.stride
            text = (
                f"{net.path.name} line {line}: {key}={side} is no multiple of {totals.stride}, "
                f"the stride of the network; expected {near}, for example"
            )
            yield Finding("warning", text, line)


def key_findings(layout: Layout) -> Iterator[Finding]:
    """Yield the keys that nothing reads: a warning where one was probably meant to be another."""
    for section in (layout.cfg.net, *(layer.section for layer in layout.layers)):
        for unused in section.unused():
            close = difflib.get_close_matches(
                unused.key, section.used - section.options.keys(), n=1, cutoff=0.8
            )
            hint = f"; is {close[0]}= meant?" if close else ""
            where = f"{section.path.name} line {unused.line}"
            text = f"{where}: {unused.key}= means nothing in [{section.name}]{hint}"
            layer = section.number if section.number >= 0 else None
            yield Finding("warning" if close else "note", text, unused.line, layer)


def fit_findings(layout: Layout) -> Iterator[Finding]:
    """Yield a note where the cfg does not say how its network saw images, and newer keys tell it."""
    if layout.net is None or layout.net.letter_box is not None:
        return
    for head in layout.heads:
        for key in _NEWER_KEYS:
            if key in head.section.options:
                line = head.section.options[key].line
                text = (
                    f"{layout.cfg.path.name} has no letter_box=, so frames are letterboxed; {key}= in line "
                    f"{line} is of a Darknet that trains on stretched images: try the fit 'stretch'"
                )
                yield Finding("note", text, line, head.number)
                return


def _covers(section: Section, line: int | None) -> bool:
    return line is not None and line in (section.line, *(option.line for option in section.options.values()))
