"""Films whose images say their number by how light they are."""

from __future__ import annotations

import io

import av
import numpy as np

FRAMES = 20


def level(number: int) -> int:
    """The grey of an image."""
    return 20 + 10 * number


def grey_film(container: str, codec: str = "mpeg4", count: int = FRAMES) -> bytes:
    """A film of `count` images of 64x48 pixels at 10 a second."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as out:
        stream = out.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 64, 48, "yuv420p", 4_000_000
        for number in range(count):
            image = np.full((48, 64, 3), level(number), np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(image, "bgr24")))
        out.mux(stream.encode(None))
    return buffer.getvalue()
