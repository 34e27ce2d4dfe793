"""Screens and windows of this computer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from yolocam.registry import Need, SourceType

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Source


def _open(address: str) -> Source:
    from yolocam.pipeline.sources.live.screen import open_screen

    return open_screen(address)


SCREEN = SourceType(
    name="screen",
    schemes=("screen", "window"),
    title="Screen or window",
    help="A screen, a part of it, or a window, as it is seen.",
    examples=(("screen:0", "the first screen; screen:X,Y,W,H is a part, window:TITLE a window"),),
    needs=None if sys.platform.startswith("linux") else Need("mss", "yolocam[screen]"),
    rank=35,
    open=_open,
)
