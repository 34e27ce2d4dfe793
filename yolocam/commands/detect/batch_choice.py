"""How many images go through the network together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from yolocam.app import GPU_BATCH, on_cuda
from yolocam.commands.argument_types import AUTO_BATCH
from yolocam.errors import SourceError
from yolocam.pipeline.sources.files.listing import Listing
from yolocam.settings import Settings

if TYPE_CHECKING:
    from yolocam.bench.auto_batch import AutoBatch
    from yolocam.model.detector import Detector


def chosen_batch(
    wanted: int | None,
    tell: Callable[[str], None],
    detector: Detector,
    settings: Settings,
    listing: Listing,
    frames: int | None,
) -> int:
    """Return the batch size for a run over `frames` images of files.

    `wanted` is what `--batch` says, None the usual. `tell` hears where a measured one comes from.
    """
    if wanted is None:
        usual = GPU_BATCH if on_cuda(settings) else 1
        return max(min(usual, frames or usual), 1)
    if wanted != AUTO_BATCH:
        return wanted
    return _measured_batch(tell, detector, settings, listing, frames)


def _measured_batch(
    tell: Callable[[str], None], detector: Detector, settings: Settings, listing: Listing, frames: int | None
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
