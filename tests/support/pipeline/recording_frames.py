"""Frames, results and a reader for the tests of the recorder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from yolocam.detections import Detections
from yolocam.frame import Detected, Frame, Inference, ModelInfo, Rendered, SourceInfo, Timing, publish
from yolocam.settings import Settings

SECOND = 10**9
FILE = SourceInfo("clip.mp4", "video", (64, 48), fps=Fraction(25), seekable=True)
LIVE = SourceInfo("camera:0", "camera", (64, 48), live=True)
MODEL = ModelInfo("tiny", ("cat", "dög"), (32, 32), "cpu", "fp32")


def grey(level: int, size_wh: tuple[int, int] = (64, 48)) -> np.ndarray:
    return publish(np.full((size_wh[1], size_wh[0], 3), level, np.uint8))


def result(
    index: int,
    pts_ns: int | None = None,
    *,
    source: SourceInfo = FILE,
    size_wh: tuple[int, int] = (64, 48),
    level: int = 60,
    drawn: int | None = 200,
    captured_ns: int | None = None,
    repeat: bool = False,
    found: Detections | None = None,
) -> Rendered:
    """A result whose raw picture is grey `level` and whose annotated one is grey `drawn`."""
    pts_ns = index * 40_000_000 if pts_ns is None else pts_ns
    captured_ns = pts_ns if captured_ns is None else captured_ns
    source = replace(source, size_wh=size_wh)
    frame = Frame(grey(level, size_wh), index, pts_ns, captured_ns, source, repeat)
    inference = Inference(found or Detections.empty(), Timing(), MODEL)
    return Rendered(Detected(frame, inference, Settings()), None if drawn is None else grey(drawn, size_wh))


@dataclass(frozen=True)
class Film:
    times: list[float]
    levels: list[float]
    sizes: set[tuple[int, int]]
    keys: list[float]
    sound: np.ndarray | None
    sound_rate: int
    sound_start: float


def read_film(path: Path) -> Film:
    """Decode a whole file; raises if anything in it cannot be decoded."""
    times, levels, sizes, keys, sound, rate, start = [], [], set(), [], [], 0, 0.0
    with av.open(str(path)) as container:
        for packet in container.demux():
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame):
                    times.append(float(frame.pts * frame.time_base))
                    levels.append(float(frame.to_ndarray(format="gray").mean()))
                    sizes.add((frame.width, frame.height))
                    if frame.key_frame:
                        keys.append(times[-1])
                else:
                    if not sound:
                        rate, start = frame.sample_rate, float(frame.pts * frame.time_base)
                    sound.append(frame.to_ndarray()[0])
    return Film(times, levels, sizes, keys, np.concatenate(sound) if sound else None, rate, start)


def top_level_boxes(path: Path) -> list[str]:
    """The kinds of an MP4's outermost boxes; their sizes must add up to the file's."""
    data, at, kinds = path.read_bytes(), 0, []
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        kinds.append(data[at + 4 : at + 8].decode("latin-1"))
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        assert size >= 8
        at += size
    assert at == len(data)
    return kinds
