"""How many images go through the network together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from yolocam.commands.argument_types import AUTO_BATCH
from yolocam.errors import SourceError
from yolocam.files.measured import MeasuredFigures
from yolocam.loading import GPU_BATCH, on_cuda
from yolocam.pipeline.batch_race import SIZES, BatchRace
from yolocam.pipeline.sources.files.listing import Listing
from yolocam.settings import Settings

if TYPE_CHECKING:
    from yolocam.bench.auto_batch import AutoBatch
    from yolocam.frame import Image
    from yolocam.model.detector import Detector

SHORT = 100
"""With fewer images nothing that a batch could gain would be noticed."""

LONG_S = 100.0
"""A run that is to take longer is worth some seconds of measuring, once for this machine and network."""

RACE_SIDE = 640
"""Up to this side of a network's input two images at a time take no memory worth mentioning."""

Tell = Callable[[str], None]


def chosen_batch(
    wanted: int | None,
    tell: Tell,
    detector: Detector,
    settings: Settings,
    listing: Listing,
    frames: int | None,
    *,
    measure: bool = True,
) -> int:
    """Return the batch size for a run over `frames` images of files.

    `wanted` is what `--batch` says. None is the usual: on a processor what was measured before, and what is
    measured now if `measure` allows it and the run is long. `tell` hears where a measured one comes from.
    """
    if wanted == AUTO_BATCH:
        return _measured_batch(tell, detector, settings, listing, frames)
    if wanted is not None:
        return wanted
    if on_cuda(settings):
        return max(min(GPU_BATCH, frames or GPU_BATCH), 1)
    if settings.precision == "int8" or (frames or 0) < SHORT:
        return 1  # int8 would find its ranges on the images of the measurement
    return _usual_batch(tell, detector, settings, listing, frames or 0, measure)


def _usual_batch(
    tell: Tell, detector: Detector, settings: Settings, listing: Listing, frames: int, measure: bool
) -> int:
    """Return the batch size for a processor that nobody has said anything about."""
    from yolocam.bench.auto_batch import known_batch
    from yolocam.bench.samples import sample_images
    from yolocam.bench.tuner import LARGEST

    try:
        (image,) = sample_images(listing, 1)
    except SourceError:
        return 1  # every file is told when its turn comes
    known = known_batch(detector, image, settings, largest=min(frames, LARGEST))
    if known is not None:
        return known.batch
    raced = MeasuredFigures().get(_race_key(detector, settings))
    if raced is not None and raced in SIZES:
        return int(raced)
    if not measure or frames * _seconds_each(detector, image, settings) < LONG_S:
        return 1
    tell("measuring, once, how many images at a time are quickest here")
    return _measured_batch(tell, detector, settings, listing, frames)


def batch_race(
    wanted: int | None, batch: int, detector: Detector, settings: Settings, frames: int | None
) -> BatchRace | None:
    """Return what finds out in the run itself whether two images at a time are quicker; None if it is known.

    `batch` is what `chosen_batch` has made of `wanted`. The answer is remembered.
    """
    if wanted is not None or batch != 1 or on_cuda(settings) or settings.precision == "int8":
        return None
    if (frames or 0) < SHORT or not detector.in_thread or max(detector.input_size(settings)) > RACE_SIDE:
        return None
    from yolocam.bench.auto_batch import is_known

    key, figures = _race_key(detector, settings), MeasuredFigures()
    if is_known(detector, settings) or figures.get(key) is not None:
        return None
    return BatchRace(lambda answer: figures.put(key, answer))


def _race_key(detector: Detector, settings: Settings) -> str:
    from yolocam.bench.auto_batch import memory_key
    from yolocam.bench.machine import describe_machine

    return f"images at a time | {memory_key(detector, settings, describe_machine())}"


def _seconds_each(detector: Detector, image: Image, settings: Settings) -> float:
    """Return how long an image takes, about, with as many side by side as there are streams.

    By the time that processors spend, so that what else runs does not count.
    """
    from yolocam.bench.rates import processor_seconds

    detector.submit([image], settings).result()  # makes ready what is needed
    return processor_seconds(detector, image, settings) / detector.streams


def _measured_batch(
    tell: Tell, detector: Detector, settings: Settings, listing: Listing, frames: int | None
) -> int:
    """Return the batch size for `--batch auto`, and say where it comes from."""
    from yolocam.bench.auto_batch import auto_batch
    from yolocam.bench.samples import sample_images
    from yolocam.bench.tuner import LARGEST

    try:
        images = sample_images(listing, precision=settings.precision)
    except SourceError:
        return 1  # every file is told when its turn comes
    found = auto_batch(detector, images, settings, largest=max(min(frames or LARGEST, LARGEST), 1))
    if found.tuning is None:
        tell(f"batch {found.batch}{_in_streams(found)}, as measured before on this machine")
    else:
        rates = ", ".join(f"{t.batch}: {t.images_per_s:.1f}" for t in found.tuning.trials)
        tell(f"batch {found.batch}{_in_streams(found)}; images per second by batch {rates}")
    return found.batch


def _in_streams(found: AutoBatch) -> str:
    return f" in {found.streams} streams" if found.streams > 1 else ""
