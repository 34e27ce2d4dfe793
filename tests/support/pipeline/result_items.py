"""Frames with results, as the sinks of result files get them."""

from __future__ import annotations

import numpy as np

from support.films.media_files import MODEL, rendered
from yolocam.detections import Candidates, Detections
from yolocam.frame import Detected, Frame, Inference, Rendered, SourceInfo, Timing
from yolocam.letterbox import Placement
from yolocam.selection import select
from yolocam.settings import Settings

SECOND_NS = 1_000_000_000
PLACE = Placement((64, 48), (32, 32), (32, 24), (0, 4))


def live_frame(index: int, captured_ns: int, name: str = "camera:0") -> Frame:
    info = SourceInfo(name, "camera", (64, 48), live=True)
    return Frame(np.zeros((48, 64, 3), np.uint8), index, index * SECOND_NS // 10, captured_ns, info)


def candidates(seed: int, count: int = 12) -> Candidates:
    """Random boxes in the network's input, many of which overlap."""
    rng = np.random.default_rng(seed)
    corner = rng.uniform(0, 20, (count, 2))
    xyxy = np.concatenate((corner, corner + rng.uniform(4, 12, (count, 2))), axis=1).astype(np.float32)
    scores = rng.uniform(0.06, 1, (2, count)).astype(np.float32)
    return Candidates(xyxy, scores[0], scores[1], rng.integers(0, 3, count, np.int32), PLACE, 0.05)


def with_candidates(frame: Frame, found: Candidates, settings: Settings | None = None) -> Rendered:
    settings = settings or Settings(floor=0.05)
    inference = Inference(select(found, settings), Timing(), MODEL, found)
    return Rendered(Detected(frame, inference, settings), None)


def same(one: Detections, other: Detections) -> bool:
    """Whether two results are the same to the last bit."""
    columns = ("xyxy", "objectness", "class_score", "class_id")
    return all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in columns)


__all__ = ["MODEL", "candidates", "live_frame", "rendered", "same", "with_candidates"]
