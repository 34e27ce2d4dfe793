"""Real images to measure with: from the user's files, or from the clip that ships with yolocam."""

from __future__ import annotations

from collections.abc import Sequence

from yolocam.app import SAMPLE
from yolocam.assets import asset
from yolocam.errors import SourceError
from yolocam.frame import Image
from yolocam.pipeline.sources.files.listing import Listing, list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource

COUNT = 15
"""Images that are used in turn: an odd number, so that whoever looks at one in four sees them all."""


STRIDE = 16
"""For int8, one in so many frames of a video: its ranges are found on images that differ."""


def sample_images(
    listing: Listing | None = None, count: int = COUNT, *, precision: str = "auto"
) -> Sequence[Image]:
    """Return the first images of the listing that have the size of the first; SourceError if none has.

    Without a listing they are of the sample clip. Broken files are passed over here.
    """
    stride = STRIDE if precision == "int8" else 1
    source = SequenceSource(listing or list_sources([str(asset(SAMPLE))]), stride, threads=1)
    try:
        images: list[Image] = []
        while len(images) < count and (frame := source.read()) is not None:
            if images and frame.image.shape != images[0].shape:
                break
            images.append(frame.image)
    finally:
        source.close()
    if not images:
        raise SourceError("there is no image to measure with: none of the files can be read")
    return images
