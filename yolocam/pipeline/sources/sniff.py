"""Tells by a file's first bytes whether it is an image or a video."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import av

from yolocam.pipeline.pyav import open_input
from yolocam.pipeline.sources.image_header import image_format

TEXT_ART_FORMATS = frozenset({"tty", "bin", "xbin", "adf", "idf"})
"""Containers that libavformat sees in any text file: never a video that someone meant."""


def sniff_kind(path: Path) -> Literal["image", "video"] | None:
    """Return what the file's content is; None if it is neither an image nor a video."""
    try:
        with path.open("rb") as file:
            head = file.read(64)
    except OSError:
        return None
    if image_format(head) is not None:
        return "image"
    try:
        with open_input(str(path.absolute())) as container:
            video = bool(container.streams.video) and container.format.name not in TEXT_ART_FORMATS
    except (av.FFmpegError, OSError, ValueError):
        return None
    return "video" if video else None
