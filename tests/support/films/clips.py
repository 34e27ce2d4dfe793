"""Writes small films for the tests of the commands."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np


def write_clip(path: Path, pictures: list[np.ndarray], rate: Fraction = Fraction(30000, 1001)) -> Path:
    """Encode the pictures at a constant rate."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "crf": "12"})
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for index, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = index, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def times_of(path: Path) -> list[float]:
    """Return the time stamps of a film's pictures in seconds, as an independent reader sees them."""
    with av.open(str(path)) as container:
        return [float(frame.pts * frame.time_base) for frame in container.decode(video=0)]
