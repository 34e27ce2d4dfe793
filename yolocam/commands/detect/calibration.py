"""`--calibrate`: int8 is prepared on pictures the user chose, not on the first that come."""

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

MOST_PICTURES = 64
"""The first of the folder, or one in STRIDE frames of a video: more change the ranges hardly."""


def calibrate(detector: Detector, settings: Settings, source: Path) -> str:
    """Prepare int8 on a folder, picture or video; returns a line that says what came of it.

    What was found is kept for the next start. Raises SettingsError in another precision, SourceError
    where there is no picture.
    """
    if settings.precision != "int8":
        raise SettingsError(f"--calibrate prepares int8, but --precision is {settings.precision}")
    pictures = list(_pictures(source))
    if not pictures:
        raise SourceError(f"{source} has no picture to calibrate on")
    detector.calibrate(pictures, settings)
    if detector.model_info(settings).precision == "int8":
        return f"int8 calibrated on {len(pictures)} pictures of {source}, and kept for the next start"
    return (
        detector.refusal or f"{source} shows too little to calibrate on, so the first pictures will be used"
    )


def _pictures(source: Path) -> Iterator[Image]:
    reader = SequenceSource(list_sources([str(source)]), STRIDE, threads=1)
    try:
        for _ in range(MOST_PICTURES):
            frame = reader.read()
            if frame is None:
                return
            yield frame.image
    finally:
        reader.close()
