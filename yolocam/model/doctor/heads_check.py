"""Checks that each detection head agrees with the filters before it."""

from __future__ import annotations

from typing import NamedTuple

from yolocam.darknet.cfg import Cfg, Section
from yolocam.errors import CfgError
from yolocam.model.doctor.diagnosis import Finding
from yolocam.model.doctor.layout import Layout, altered, lay_out, without
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.darknet_network import BUILDERS
from yolocam.model.layers.heads import Head
from yolocam.model.layers.layer import Place

MOST_HEADS = 20
"""Wrong heads that are looked at: each makes the layers be built again, and no network has half as many."""


class Mended(NamedTuple):
    """A layout whose heads were made to agree with the filters before them, and what was wrong."""

    layout: Layout
    findings: list[Finding]


def mend_heads(cfg: Cfg) -> Mended:
    """Build the layers; a head that disagrees with its filters takes the number of classes they go with.

    So the count of the weights is that of the filters as they stand. A head that is wrong in itself is
    left out. The layout's error, if any, is that of another section.
    """
    findings: list[Finding] = []
    layout = lay_out(cfg)
    while layout.failed is not None and _is_head(layout.failed):
        if len(findings) == MOST_HEADS:
            return _without_the_rest(layout, layout.failed, findings)
        cfg, hint = _mended(layout, layout.failed)
        error = layout.error
        assert error is not None
        findings.append(Finding("error", f"{error}{hint}", error.line, layout.failed.number))
        layout = lay_out(cfg)
    return Mended(layout, findings)


def _without_the_rest(layout: Layout, failed: Section, findings: list[Finding]) -> Mended:
    cfg, count = layout.cfg, 0
    for section in layout.cfg.layers[failed.number :]:
        if _is_head(section):
            cfg, count = without(cfg, section.number), count + 1
    more = "1 more head is" if count == 1 else f"{count} more heads are"
    words = f"{more} not looked at, from [{failed.name}] in line {failed.line} on"
    return Mended(lay_out(cfg), [*findings, Finding("error", words, failed.line, failed.number)])


def _is_head(section: Section) -> bool:
    builder = BUILDERS.get(section.name)
    return isinstance(builder, type) and issubclass(builder, Head)


def _mended(layout: Layout, section: Section) -> tuple[Cfg, str]:
    """Return a cfg with which the head can be built, and what to add to its error."""
    cfg, number = layout.cfg, section.number
    assert layout.net is not None
    shapes = (layout.net.shape, *layout.shapes)
    try:
        head = BUILDERS[section.name](section, Place(number, shapes))
    except CfgError:
        return without(cfg, number), ""
    found = shapes[-1].channels
    if not isinstance(head, Head) or head.channels_before == found:  # its place is wrong, not its filters
        return without(cfg, number), ""
    per_anchor, rest = divmod(found, head.num_anchors)
    classes = per_anchor - (head.channels_before // head.num_anchors - head.num_classes)
    if not rest and classes >= 1:
        return altered(cfg, {number: {"classes": classes}}), f"; {found} filters go with classes={classes}"
    hint = f"; {found} filters go with no number of classes"
    if layout.layers and isinstance(layout.layers[-1], Convolutional):
        return altered(cfg, {number - 1: {"filters": head.channels_before}}), hint
    return without(cfg, number), hint
