"""A film whose white frames and clicks coincide, and where they are in what was made of it."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np

FPS = 25
SECONDS = 4
WHITE = {10, 37, 66, 90}
"""The frames that are white, while a click sounds."""


def make_film(path, codec: str = "aac", rate: int = 48_000, layout: str = "stereo") -> None:
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=FPS)
        video.width, video.height, video.pix_fmt, video.bit_rate = 64, 48, "yuv420p", 2_000_000
        audio = container.add_stream(codec, rate=rate, layout=layout)
        sound = np.zeros((2 if layout == "stereo" else 1, SECONDS * rate), np.int16)
        for index in WHITE:
            start = index * rate // FPS
            click = np.sin(np.arange(rate // FPS) * 2 * np.pi * 1000 / rate) * 20_000
            sound[:, start : start + len(click)] = click
        for index in range(FPS * SECONDS):
            image = np.full((48, 64, 3), 255 if index in WHITE else 0, np.uint8)
            frame = av.VideoFrame.from_ndarray(image, "bgr24")
            frame.pts, frame.time_base = index, Fraction(1, FPS)
            container.mux(video.encode(frame))
            piece = np.ascontiguousarray(sound[:, index * rate // FPS : (index + 1) * rate // FPS])
            block = av.AudioFrame.from_ndarray(piece.T.reshape(1, -1), "s16", layout)
            block.sample_rate, block.pts, block.time_base = rate, index * rate // FPS, Fraction(1, rate)
            container.mux(audio.encode(block))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))


def clicks(film) -> list[float]:
    """The moments at which a click begins, in seconds."""
    loud = np.flatnonzero(np.abs(film.sound) > 0.2)
    firsts = loud[np.flatnonzero(np.diff(loud, prepend=-film.sound_rate) > film.sound_rate // 10)]
    return [film.sound_start + first / film.sound_rate for first in firsts]


def flashes(film) -> list[float]:
    return [t for t, level in zip(film.times, film.levels, strict=True) if level > 150]
