"""Reads Darknet's .data file: the class names, image lists and weights of a training."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from yolocam.errors import ModelError
from yolocam.files.input_file import is_there
from yolocam.files.text_file import read_text

MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class DataFile:
    """The `key = value` lines of a .data file; keys in small letters."""

    path: Path
    values: dict[str, str] = field(default_factory=dict)

    @property
    def classes(self) -> int | None:
        """The number of classes; None if it is not a number from 1 on."""
        text = self.values.get("classes", "")
        return int(text) if text.isdecimal() and len(text) < 9 and int(text) else None

    def find(self, key: str) -> Path | None:
        """Return the file or folder that a value names; None if it names none or that is nowhere.

        Darknet takes such paths from the folder it is started in: that may be the file's own, the one
        above, or the current one. Where the files have moved, one of the same name beside it is meant.
        """
        text = self.values.get(key, "").strip("\"'").replace("\\", "/")
        if not text:
            return None
        here = self.path.absolute().parent
        for base in (here, here.parent, Path.cwd()):
            if is_there(base / text):
                return base / text
        beside = here / Path(text).name
        return beside if is_there(beside) else None


def read_data(path: Path) -> DataFile:
    """Return what a .data file says; ModelError if it cannot be read or is none."""
    found = read_text(path, MAX_BYTES, "Darknet's .data file", ModelError)
    lines = (line.split("#")[0].partition("=") for line in found.lines)
    values = {key.strip().lower(): value.strip() for key, sign, value in lines if sign and key.strip()}
    if not values:
        raise ModelError(f"{path} is not a .data file, expected lines such as names = obj.names")
    return DataFile(path, values)
