"""Names outputs after the frames they belong to."""

from __future__ import annotations

from pathlib import PurePosixPath

from yolocam.frame import Frame


def frame_stem(frame: Frame) -> str:
    """Return `sub/dog` for the image sub/dog.jpg, `sub/street_17` for frame 17 of a video."""
    stem = source_stem(frame.source.name)
    return stem if frame.source.kind == "image" else f"{stem}_{frame.index}"


def source_stem(name: str) -> str:
    """Return a source's name without its extension; `camera:0` becomes `camera_0`."""
    path = PurePosixPath(safe_name(name))
    return str(path.with_suffix("")) if path.suffix else str(path)


def safe_name(name: str) -> str:
    """Return a name that every file system takes and that stays inside its folder; `/` is kept."""
    parts = ["".join("_" if c in '<>:"\\|?*' or ord(c) < 32 else c for c in p) for p in name.split("/")]
    return "/".join(p.rstrip(" .") or "_" for p in parts if p) or "unnamed"
