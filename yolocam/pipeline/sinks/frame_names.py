"""Names outputs after the frames they belong to."""

from __future__ import annotations

from pathlib import PurePosixPath

from yolocam.frame import Frame


class OutputStems:
    """Gives every source of a run its own stem: dog for dog.jpg, dog_2 for a dog.png that comes later.

    Remembers one short text for each source.
    """

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}

    def of_source(self, name: str) -> str:
        """Return a source's name without its extension, its sub-folder kept; `camera:0` is `camera_0`."""
        path = PurePosixPath(safe_name(name))
        first = stem = str(path.with_suffix(""))
        number = 1
        # Without regard to case, because some file systems have none.
        while self._owners.setdefault(stem.casefold(), name) != name:
            number += 1
            stem = f"{first}_{number}"
        return stem

    def of_frame(self, frame: Frame) -> str:
        """Return `sub/dog` for the image sub/dog.jpg, `sub/street_17` for frame 17 of a video."""
        stem = self.of_source(frame.source.name)
        return stem if frame.source.kind == "image" else f"{stem}_{frame.index}"


def safe_name(name: str) -> str:
    """Return a name that every file system takes and that stays inside its folder; `/` is kept."""
    parts = ["".join("_" if c in '<>:"\\|?*' or ord(c) < 32 else c for c in p) for p in name.split("/")]
    return "/".join(p.rstrip(" .") or "_" for p in parts if p) or "unnamed"
