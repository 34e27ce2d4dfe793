"""Measures one network by every engine that is here: its time for an image, and its agreement with fp32."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from typing import Any

from yolocam.bench.rates import network_times
from yolocam.bench.settle import settle
from yolocam.detections import Detections
from yolocam.errors import DeviceError, first_line_of
from yolocam.frame import Image
from yolocam.model.detector import Detector
from yolocam.model.engines.choice import choose_engine
from yolocam.model.engines.task import EngineTask
from yolocam.model.engines.types import engine_types
from yolocam.nms import pairwise_iou
from yolocam.registry import EngineType
from yolocam.settings import Settings
from yolocam.system.package_versions import package_version

_LOG = logging.getLogger("yolocam.bench")

SAME_IOU = 0.9
"""Boxes of one class that overlap this much are the same object."""

MOST_SECONDS = 3.0
"""For an image: processors without bf16 compute in it all the same, a hundred times as slowly."""

Load = Callable[[Settings], Detector]


@dataclass(frozen=True, slots=True)
class Form:
    """An engine in one precision, and the version of the package that computes."""

    engine: str
    precision: str
    version: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What one form did. `network_ms` and `whole_ms` are medians for one image; `agreement` is in 0..1."""

    form: Form
    device: str
    network_ms: float
    whole_ms: float
    agreement: float

    def to_json(self) -> dict[str, Any]:
        """Return everything by name."""
        return {
            **asdict(self.form),
            "device": self.device,
            "network_ms": round(self.network_ms, 3),
            "whole_ms": round(self.whole_ms, 3),
            "agreement": round(self.agreement, 4),
        }


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A form that could not be measured, and why in a sentence."""

    engine: str
    precision: str
    why: str


def forms(settings: Settings) -> Iterator[Form | LeftOut]:
    """Yield every form that the settings allow: each engine and precision, where they leave these open."""
    for kind in engine_types().types:
        if settings.engine in ("auto", kind.name):
            yield from _forms_of(kind, settings)


def _forms_of(kind: EngineType, settings: Settings) -> Iterator[Form | LeftOut]:
    told = set()
    for precision in kind.precisions:
        if settings.precision not in ("auto", precision):
            continue
        try:
            choose_engine(kind.name, EngineTask(device=settings.device, precision=precision))
        except DeviceError as error:
            if str(error) not in told:  # a missing package or device is the same for each precision
                told.add(str(error))
                yield LeftOut(kind.name, precision, str(error))
        else:
            yield Form(kind.name, precision, _version(kind))


@dataclass(frozen=True, slots=True)
class Reference:
    """What PyTorch finds in float32 on the processor, by which all are judged; one entry for each image."""

    found: Sequence[Detections]
    size_wh: tuple[int, int]


def reference(load: Load, images: Sequence[Image], settings: Settings) -> Reference:
    """Detect in each image."""
    exact = replace(settings, engine="torch", device="cpu", precision="fp32")
    with closing(load(exact)) as detector:
        found = [detector.detect([image], exact)[0] for image in images]
        return Reference(found, detector.input_size(exact))


def measure_form(
    form: Form,
    load: Load,
    images: Sequence[Image],
    settings: Settings,
    exact: Reference,
    *,
    seconds: float,
    warmup_s: float,
) -> Measured | LeftOut:
    """Load the network in one form, time one image after the other, and compare what it finds."""
    chosen = replace(settings, engine=form.engine, precision=form.precision)
    try:
        with closing(load(chosen)) as detector:
            refusal = settle(detector, images, chosen)
            refusal = refusal or _slowness(detector, images[0], chosen)
            if refusal is not None:
                return LeftOut(form.engine, form.precision, refusal)
            times = network_times(detector, images[:1], chosen, seconds=seconds, warmup_s=warmup_s)
            found = [detector.detect([image], chosen)[0] for image in images]
            device = detector.model_info(chosen).device
    except Exception as error:  # whatever a library raises, the other forms are measured all the same
        _LOG.debug("%s in %s failed", form.engine, form.precision, exc_info=error)
        return LeftOut(form.engine, form.precision, first_line_of(error))
    return Measured(form, device, times.network.median, times.whole.median, agreement(exact.found, found))


def _slowness(detector: Detector, image: Image, settings: Settings) -> str | None:
    """Say in a sentence that an image takes too long to go on; the first one makes things ready."""
    detector.detect([image], settings)
    began = time.monotonic()
    detector.detect([image], settings)
    taken = time.monotonic() - began
    return f"an image takes {taken:.1f} s" if taken > MOST_SECONDS else None


def agreement(exact: Sequence[Detections], found: Sequence[Detections]) -> float:
    """Return which share of all detections, of both sides, the other side has too; 1.0 if there are none.

    Both hold the detections of the same images in the same order.
    """
    known = total = 0
    for one, other in zip(exact, found, strict=True):
        same = pairwise_iou(one.xyxy, other.xyxy) >= SAME_IOU
        same &= one.class_id[:, None] == other.class_id[None]
        known += int(same.any(1).sum()) + int(same.any(0).sum())
        total += len(one) + len(other)
    return known / total if total else 1.0


def _version(kind: EngineType) -> str:
    """Return name and version of the package that computes."""
    package = "torch" if kind.needs is None else kind.needs.module
    return f"{package} {package_version(package) or ''}".rstrip()  # a build of it may have another name
