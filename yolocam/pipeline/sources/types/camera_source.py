"""Cameras of this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yolocam.registry import SourceType

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Source


def _open(address: str) -> Source:
    from yolocam.pipeline.sources.live.camera import open_camera

    return open_camera(f"camera:{address.partition(':')[2]}")


CAMERA = SourceType(
    name="camera",
    schemes=("camera",),
    title="Camera",
    help="A camera of this computer, by its number, name or device.",
    examples=(("0", "the first camera; `yolocam cameras` lists them"),),
    rank=20,
    open=_open,
)
