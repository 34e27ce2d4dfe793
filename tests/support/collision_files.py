"""Makes small pictures and films under any name, and results in which something was found."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from support.films.media_files import add_tone, write_jpeg
from yolocam.detections import Detections
from yolocam.frame import Detected, Frame, Inference, ModelInfo, Rendered, Timing, publish
from yolocam.settings import Settings

CLASSES = ("person", "dog/../../wolf", "a/b,c", "a_b,c")
MODEL = ModelInfo("test", CLASSES, (416, 416), "cpu", "fp32")


def write_still(path: Path, shade: int = 90, size: tuple[int, int] = (64, 48)) -> Path:
    """Write a JPEG whatever the name says."""
    return write_jpeg(path, np.full((size[1], size[0], 3), shade, np.uint8))


def write_film(
    path: Path,
    count: int,
    rate: Fraction = Fraction(10),
    *,
    sound: bool = False,
    ticks: list[int] | None = None,
) -> Path:
    """Write a film of grey frames that become lighter, at `ticks` of the rate, perhaps with a tone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options={"g": "12"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        track = container.add_stream("aac", rate=44100) if sound else None
        if track is not None:
            track.codec_context.layout = "mono"
        for index in range(count):
            shade = np.full((48, 64, 3), 20 + index * 200 // count, np.uint8)
            frame = av.VideoFrame.from_ndarray(shade, "bgr24")
            frame.pts, frame.time_base = ticks[index] if ticks else index, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if track is not None:
            add_tone(container, track, float(count / rate))
    return path


def found_in(frame: Frame, classes: tuple[int, ...] = (0, 1, 2, 3)) -> Rendered:
    """A result with one object of each class, and the picture as it was for the annotated one."""
    count = len(classes)
    boxes = np.tile(np.array([[4, 4, 40, 40]], np.float32), (count, 1))
    scores = np.full(count, 0.9, np.float32)
    found = Detections(
        xyxy=boxes, objectness=scores, class_score=scores, class_id=np.array(classes, np.int32)
    )
    detected = Detected(frame, Inference(found, Timing(), MODEL), Settings())
    return Rendered(detected, publish(frame.image.copy()))
