"""Reads Darknet's .data file, which names a list of pictures and the class names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yolocam.errors import LabelsError
from yolocam.pipeline.sources.listing import MediaItem, media_kind

MAX_BYTES = 256 << 20
"""A list of pictures is text; a larger file is something else."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """The pictures of `valid=`, in order and each once, and the file of `names=`, if it says one."""

    pictures: tuple[MediaItem, ...]
    names: Path | None


def read_data_file(path: Path) -> DataFile:
    """Read a .data file and the list it names; LabelsError.

    A relative path counts from the working folder, as in Darknet, or else from the folder of the file
    it stands in.
    """
    values: dict[str, str] = {}
    for number, line in enumerate(_lines(path), 1):
        key, equals, value = line.partition("=")
        if not line.strip() or line.lstrip().startswith(("#", ";")):
            continue
        if not equals or not value.strip():
            raise LabelsError(f"{path}:{number}: found '{line.strip():.60}', expected 'key = value'")
        values[key.strip()] = value.strip()
    if "valid" not in values:
        raise LabelsError(f"{path}: names no list of pictures, expected a line 'valid = FILE'")
    names = _resolved(values["names"], path.parent) if "names" in values else None
    return DataFile(_read_list(_resolved(values["valid"], path.parent)), names)


def _read_list(path: Path) -> tuple[MediaItem, ...]:
    words = dict.fromkeys(line.strip() for line in _lines(path) if line.strip())
    files = [str(_resolved(word, path.parent)) for word in words]
    if not files:
        raise LabelsError(f"{path} names no pictures, expected a path on each line")
    other = next((file for file in files if media_kind(file) != "image"), None)
    if other is not None:
        raise LabelsError(f"{path}: found '{other:.80}', expected pictures only")
    return tuple(MediaItem(file, "image", file) for file in files)


def _resolved(text: str, folder: Path) -> Path:
    path = Path(text)
    return path if path.exists() or path.is_absolute() else folder / path


def _lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES or b"\0" in data:
            raise LabelsError(f"{path} is not a text file, expected one entry on each line")
        return data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise LabelsError(f"{path} is not text in UTF-8") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise LabelsError(f"{path} cannot be read: {reason}") from error
