"""Tracking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yolocam.registry import Need, ProcessorType

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Processor
    from yolocam.pipeline.tracking.tracker import Method


def _open(method: Method = "bytetrack") -> Processor:
    from yolocam.pipeline.tracking.track_processor import TrackProcessor

    return TrackProcessor(method)


TRACK = ProcessorType(
    name="track",
    title="Tracking",
    help="Give each object a number that it keeps from frame to frame, also where frames are missing.",
    option="METHOD",
    choices=("bytetrack", "ocsort"),
    flag="--track",
    wants_candidates=True,
    needs=Need("lap", "lap"),
    rank=10,
    open=_open,
)
