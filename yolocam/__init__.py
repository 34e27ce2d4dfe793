"""Real-time object detection with YOLOv3 and the whole Darknet family.

`from yolocam import Detector, track` is the library; both are loaded when they are first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yolocam.api import Detections, Detector, track

__version__ = "0.1.0"
__all__ = ["Detections", "Detector", "__version__", "track"]


def __getattr__(name: str) -> object:
    if name in ("Detections", "Detector", "track"):
        from yolocam import api

        return getattr(api, name)
    raise AttributeError(f"module 'yolocam' has no attribute '{name}'")
