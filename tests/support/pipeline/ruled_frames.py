"""Frames with tracked objects, as the processor of rules gets them."""

from dataclasses import replace

import numpy as np

from support.films.media_files import MODEL, detections
from support.pipeline.fakes import make_frame
from yolocam.frame import Detected, Event, Inference, Timing
from yolocam.settings import Settings

STEP_NS = 100_000_000


def seen(index, ids, *, inside=None, crossed=(), score=0.9, kind=0, repeat=False, at_ns=None):
    """Tracked objects of one class in a frame; `inside` says which of them are in the yard."""
    found = detections(*((10, 10, 30, 50, 1.0, score, kind) for _ in ids))
    found = replace(found, track_id=np.array(ids, np.int32))
    frame = make_frame(index, (64, 48), frame_ns=STEP_NS, repeat=repeat)
    if at_ns is not None:
        frame = replace(frame, pts_ns=at_ns)
    events = tuple(
        Event(way, frame.pts_ns, None, "door", track, kind, score) for track, way in dict(crossed).items()
    )
    within = {} if inside is None else {"yard": np.array([i in inside for i in ids], bool)}
    return Detected(frame, Inference(found, Timing(), MODEL), Settings(), events, inside=within)
