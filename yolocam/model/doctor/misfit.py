"""Why a weights file has another number of values than the cfg takes, and where the count breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from yolocam.assets import asset
from yolocam.errors import CfgError
from yolocam.model.cfg import parse_cfg
from yolocam.model.convolution import Convolutional
from yolocam.model.doctor.diagnosis import Finding
from yolocam.model.doctor.layout import Layout, lay_out, with_classes
from yolocam.model.doctor.slips import fitting_slips
from yolocam.model.doctor.values import WeightsFile, first_nonsense, fits, tensors
from yolocam.model.layer import Layer
from yolocam.model.weights import fitting_classes

MAX_NEIGHBOURS = 20
"""Most cfgs beside the files that are tried."""


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

    def where(self, layer: Layer) -> str:
        """Name a layer and its line."""
        return f"layer {layer.number} ({self.layout.cfg.path.name} line {layer.section.line})"


def misfit_finding(layout: Layout, file: WeightsFile) -> Finding:
    """Return the error that says by how much the file is too long or short, and the likely cause."""
    case = Case(layout, file)
    cause = next(cause for cause in _causes(case) if cause is not None)
    expected = file.header.size + 4 * layout.count
    surplus = file.size - expected
    relation = "more" if surplus > 0 else "fewer"
    text = (
        f"{file.path.name} has {file.size:,} bytes, {abs(surplus):,} {relation} than {layout.cfg.path.name} "
        f"takes ({abs(case.surplus):,} values of 4 bytes{_rest(file)}): {cause.text}"
    )
    if cause.layer is None:
        return Finding("error", text)
    return Finding("error", text, cause.layer.section.line, cause.layer.number)


def _rest(file: WeightsFile) -> str:
    return f" and {file.rest} of another" if file.rest else ""


def _causes(case: Case) -> Iterator[Cause | None]:
    """Yield what it could be, the surest first; the last is never None."""
    if not case.file.rest:
        known = [layout for layout in map(_known_layout, _known_cfgs(case)) if layout is not None]
        yield _header(case)
        yield _classes(case)
        yield _first(case, known, _other_cfg)
        yield _first(case, [case.layout, *known], _backbone)
        yield _first(case, known, _other_cfg_and_classes)
    nonsense = first_nonsense(case.layout.layers, case.file.values)
    if nonsense is not None:
        yield _slip(case, nonsense)
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
    head = layout.heads[0]
    per_anchor = head.channels // head.num_anchors - head.num_classes
    wanted = head.num_anchors * (per_anchor + classes)
    before = layout.layers[head.number - 1]
    return Cause(
        f"it fits classes={classes} with filters={wanted} before each head, where the cfg has "
        f"classes={head.num_classes} and filters={head.channels}; the count breaks at {case.where(before)}",
        before,
    )


def _other_cfg(case: Case, known: Layout) -> Cause | None:
    if not fits(known.layers, case.file.values):
        return None
    return Cause(
        f"it fits {known.cfg.path.name} exactly; {_parting(case, known)}", _parting_layer(case, known)
    )


def _other_cfg_and_classes(case: Case, known: Layout) -> Cause | None:
    classes = fitting_classes(known.layers, len(case.file.values))
    if classes is None or not fits(with_classes(known, classes).layers, case.file.values):
        return None
    return Cause(
        f"it fits {known.cfg.path.name} with classes={classes}; {_parting(case, known)}",
        _parting_layer(case, known),
    )


def _backbone(case: Case, layout: Layout) -> Cause | None:
    """The first layers of a network, cut off for others to start their training from."""
    ends = [tensor.end for tensor in tensors(layout.layers) if tensor.name == "kernel"]
    found = len(case.file.values)
    if found not in ends[:-1] or first_nonsense(layout.layers, case.file.values) is not None:
        return None
    following = layout.convolutions[ends.index(found) + 1]
    own = layout is case.layout
    whose = "" if own else f" of {layout.cfg.path.name}"
    where = case.where(following) if own else f"its layer {following.number}"
    return Cause(
        f"it ends exactly before {where}, so it is the pre-trained backbone{whose} that training starts "
        "from, not a trained detector",
        following if own else _parting_layer(case, layout),
    )


def _slip(case: Case, nonsense: Layer) -> Cause | None:
    slips = fitting_slips(case.layout, case.file.values, nonsense)
    if not slips:
        return None
    slip = slips[0]
    layer = case.layout.layers[slip.layer]
    return Cause(
        f"it fits with {slip.key}={slip.value} in {case.where(layer)}, which has {slip.key}={slip.found}",
        layer,
    )


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
    last = case.layout.convolutions[-1] if case.layout.convolutions else None
    place = f" after {case.where(last)}, the last that takes any" if last is not None else ""
    return Cause(f"something was appended to it, or the cfg lacks layers{place}", last)


def _broken_off(case: Case) -> Cause:
    found = len(case.file.values)
    tensor = next(tensor for tensor in tensors(case.layout.layers) if tensor.end > found)
    share = 100 * case.file.size / (case.file.header.size + 4 * case.layout.count)
    return Cause(
        f"a download that broke off after {share:.0f} %, in the {tensor.name} of {case.where(tensor.layer)}, "
        f"which has {found - tensor.start:,} of {tensor.length:,} values",
        tensor.layer,
    )


def _parting(case: Case, other: Layout) -> str:
    layer = _parting_layer(case, other)
    return "its layers are others" if layer is None else f"the count breaks at {case.where(layer)}"


def _parting_layer(case: Case, other: Layout) -> Convolutional | None:
    """Return the first convolution of the cfg that is another one in `other`."""
    theirs = iter(other.convolutions)
    for layer in case.layout.convolutions:
        twin = next(theirs, None)
        if (
            twin is None
            or twin.conv.weight.shape != layer.conv.weight.shape
            or (twin.bn is None) != (layer.bn is None)
        ):
            return layer
    return None


def _known_cfgs(case: Case) -> list[Path]:
    """Return the cfgs beside the files and those that ship with yolocam."""
    own = case.layout.cfg.path
    folders = dict.fromkeys((case.file.path.parent, own.parent))
    beside = [path for folder in folders for path in sorted(folder.glob("*.cfg"))[:MAX_NEIGHBOURS]]
    shipped = sorted(asset("models").glob("*.cfg"))
    return [path for path in dict.fromkeys((*beside, *shipped)) if path != own]


def _known_layout(path: Path) -> Layout | None:
    try:
        layout = lay_out(parse_cfg(path))
    except CfgError:
        return None
    return layout if layout.error is None else None
