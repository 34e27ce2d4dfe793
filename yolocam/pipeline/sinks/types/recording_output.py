"""Annotated video files, which can be played whenever the program ends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.registry import OutputType

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Sink


def _open(path: str) -> Sink:
    from yolocam.pipeline.sinks.video.recorder import Recorder

    return Recorder(Path(path), jsonl=False)


RECORDING = OutputType(
    name="recording",
    endings=(".mp4", ".mkv", ".mov", ".ts"),
    title="Video file",
    help="The frames with their boxes, as H.264.",
    rank=10,
    open=_open,
)
