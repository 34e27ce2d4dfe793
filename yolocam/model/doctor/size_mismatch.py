"""Explains why a weights file has more or fewer values than its cfg takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from yolocam.model.doctor.cfg_typos import fitting_typos
from yolocam.model.doctor.diagnosis import Finding
from yolocam.model.doctor.layout import Layout, with_classes
from yolocam.model.doctor.similar_cfgs import parting_layer, parting_words, similar_cfgs
from yolocam.model.doctor.values import WeightsFile, first_nonsense, fits, tensors
from yolocam.model.layers.layer import Layer
from yolocam.model.layers.weights import fitting_classes


class Cause(NamedTuple):
    """What is the matter, as the end of a sentence, and the layer where it begins."""

    text: str
    layer: Layer | None


@dataclass(frozen=True, eq=False)
class Case:
    """A cfg whose layers can all be built, and a weights file that has another length."""

    layout: Layout
    file: WeightsFile

    @property
    def surplus(self) -> int:
        """Whole values the file has more than the cfg takes; negative where it has fewer."""
        return len(self.file.values) - self.layout.count

    @cached_property
    def others(self) -> list[Layout]:
        """Other cfgs that the file may have been written for."""
        return similar_cfgs(self.layout, self.file.path)

    def where(self, layer: Layer) -> str:
        """Name a layer and its line."""
        return f"layer {layer.number} ({self.layout.cfg.path.name} line {layer.section.line})"


def mismatch_finding(layout: Layout, file: WeightsFile) -> Finding:
    """Return the error that says by how much the file is too long or short, and the likely cause."""
    case = Case(layout, file)
    cause = next(cause for cause in _causes(case) if cause is not None)
    surplus = file.size - file.header.size - 4 * layout.count
    relation = "more" if surplus > 0 else "fewer"
    floats, rest = divmod(abs(surplus), 4)
    values = "" if rest else f" ({floats:,} float{'s' if floats > 1 else ''})"
    text = (
        f"{file.path.name} has {file.size:,} bytes, {abs(surplus):,}{values} {relation} than "
        f"{layout.cfg.path.name} takes: {cause.text}"
    )
    if cause.layer is None:
        return Finding("error", text)
    return Finding("error", text, cause.layer.section.line, cause.layer.number)


def _causes(case: Case) -> Iterator[Cause | None]:
    """Yield what it could be, the surest first; the last is never None."""
    if not case.file.rest:
        yield _header(case)
        yield _classes(case)
        yield _first(case, case.others, _other_cfg)
        yield _first(case, [case.layout, *case.others], _backbone)
        yield _first(case, case.others, _other_cfg_and_classes)
    nonsense = first_nonsense(case.layout.layers, case.file.values)
    if not case.file.rest:
        yield _typo(case, nonsense)
    if nonsense is not None:
        yield _other_broken_off(case)
        yield _nonsense(case, nonsense)
    yield _appended(case) if case.surplus >= 0 else _broken_off(case)


def _first(
    case: Case, layouts: Iterable[Layout], cause: Callable[[Case, Layout], Cause | None]
) -> Cause | None:
    return next((found for found in (cause(case, layout) for layout in layouts) if found is not None), None)


def _header(case: Case) -> Cause | None:
    if abs(case.surplus) != 1 or not fits(case.layout.layers, case.file.shifted(case.surplus)):
        return None
    header = case.file.header
    version = ".".join(map(str, header.version))
    return Cause(
        f"everything fits if its header has {header.size + 4 * case.surplus} bytes, but by its version "
        f"{version} it has {header.size}",
        None,
    )


def _classes(case: Case) -> Cause | None:
    layout = case.layout
    classes = fitting_classes(layout.layers, len(case.file.values))
    if classes is None or not fits(with_classes(layout, classes).layers, case.file.values):
        return None
    head = next(head for head in layout.heads if head.num_classes != classes)
    per_anchor = head.channels_before // head.num_anchors - head.num_classes
    before = layout.layers[head.number - 1]
    return Cause(
        f"it fits classes={classes} with filters={head.num_anchors * (per_anchor + classes)} before each "
        f"head; the count breaks at {case.where(before)}, which has filters={head.channels_before}",
        before,
    )


def _other_cfg(case: Case, other: Layout) -> Cause | None:
    if not fits(other.layers, case.file.values):
        return None
    return _parted(case, other, f"it fits {other.cfg.path.name} exactly")


def _other_cfg_and_classes(case: Case, other: Layout) -> Cause | None:
    classes = fitting_classes(other.layers, len(case.file.values))
    if classes is None or not fits(with_classes(other, classes).layers, case.file.values):
        return None
    return _parted(case, other, f"it fits {other.cfg.path.name} with classes={classes}")


def _backbone(case: Case, layout: Layout) -> Cause | None:
    """The first layers of a network, cut off for others to start their training from."""
    ends = [tensor.end for tensor in tensors(layout.layers) if tensor.name == "kernel"]
    found = len(case.file.values)
    if found not in ends[:-1] or first_nonsense(layout.layers, case.file.values) is not None:
        return None
    kind = "that training starts from, not a trained detector"
    if layout is not case.layout:
        return _parted(case, layout, f"it is the pre-trained backbone of {layout.cfg.path.name} {kind}")
    following = layout.convolutions[ends.index(found) + 1]
    return Cause(
        f"it ends exactly before {case.where(following)}, so it is the pre-trained backbone {kind}", following
    )


def _typo(case: Case, nonsense: Layer | None) -> Cause | None:
    typos = fitting_typos(case.layout, case.file.values, nonsense)
    if not typos:
        return None
    typo = typos[0]
    layer = case.layout.layers[typo.layer]
    return Cause(
        f"it fits with {typo.key}={typo.value} in {case.where(layer)}, which has {typo.key}={typo.found}",
        layer,
    )


def _other_broken_off(case: Case) -> Cause | None:
    values = case.file.values
    whole = [
        other
        for other in case.others
        if other.count > len(values) and first_nonsense(other.layers, values) is None
    ]
    if not whole:
        return None
    share = 100 * case.file.size / (case.file.header.size + 4 * whole[0].count)
    names = " or ".join(dict.fromkeys(other.cfg.path.name for other in whole))
    return _parted(case, whole[0], f"a download of the weights of {names} that broke off after {share:.0f} %")


def _nonsense(case: Case, nonsense: Layer) -> Cause:
    before = [layer for layer in case.layout.convolutions if layer.number < nonsense.number]
    or_before = f" or in the convolution before it, layer {before[-1].number}" if before else ""
    return Cause(
        f"these are another cfg's weights; up to {case.where(nonsense)} the values make sense, so the two "
        f"part there{or_before}",
        nonsense,
    )


def _appended(case: Case) -> Cause:
    """More values than the cfg takes, of which the first make sense."""
    if not case.layout.convolutions:
        return Cause("the cfg has no convolutions", None)
    last = case.layout.convolutions[-1]
    return Cause(
        f"something was appended to it, or the cfg lacks layers after {case.where(last)}, the last that "
        "takes any",
        last,
    )


def _broken_off(case: Case) -> Cause:
    found = len(case.file.values)
    tensor = next(tensor for tensor in tensors(case.layout.layers) if tensor.end > found)
    share = 100 * case.file.size / (case.file.header.size + 4 * case.layout.count)
    return Cause(
        f"a download that broke off after {share:.0f} %, in the {tensor.name} of {case.where(tensor.layer)}, "
        f"which has {found - tensor.start:,} of {tensor.length:,} values",
        tensor.layer,
    )


def _parted(case: Case, other: Layout, text: str) -> Cause:
    """Return the cause with the place where the cfg and `other` part."""
    layer = parting_layer(case.layout, other)
    if layer is None:
        return Cause(f"{text}; the cfg lacks its last layers", None)
    words = parting_words(case.layout, other)
    return Cause(f"{text}; the count breaks at {case.where(layer)}, {words}", layer)
