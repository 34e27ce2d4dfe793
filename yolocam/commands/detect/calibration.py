"""`--calibrate`: int8 is prepared on images the user chose, not on the first that come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from yolocam.bench.samples import STRIDE
from yolocam.errors import SettingsError, SourceError
from yolocam.frame import Image
from yolocam.model.detector import Detector
from yolocam.pipeline.sources.files.listing import list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource
from yolocam.settings import Settings

MOST_IMAGES = 64
"""The first of the folder, or one in STRIDE frames of a video: more change the ranges hardly."""


def calibrate(detector: Detector, settings: Settings, source: Path) -> str:
    """Prepare int8 on a folder, image or video; returns a line that says what came of it.

    What was found is kept for the next start. Raises SettingsError in another precision, SourceError
    where there is no image.
    """
    if settings.precision != "int8":
        raise SettingsError(f"--calibrate prepares int8, but --precision is {settings.precision}")
    images = list(_images(source))
    if not images:
        raise SourceError(f"{source} has no image to calibrate on")
    detector.calibrate(images, settings)
    if detector.model_info(settings).precision == "int8":
        return f"int8 calibrated on {len(images)} images of {source}, and kept for the next start"
    return detector.refusal or f"{source} shows too little to calibrate on, so the first images will be used"


def _images(source: Path) -> Iterator[Image]:
    reader = SequenceSource(list_sources([str(source)]), STRIDE, threads=1)
    try:
        for _ in range(MOST_IMAGES):
            frame = reader.read()
            if frame is None:
                return
            yield frame.image
    finally:
        reader.close()
