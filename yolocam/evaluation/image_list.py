"""Reads the list of images that `valid=` in Darknet's .data file names."""

from __future__ import annotations

from pathlib import Path

from yolocam.darknet.data_file import DataFile
from yolocam.errors import LabelsError, SourceError
from yolocam.files.input_file import is_there
from yolocam.media.kinds import media_kind
from yolocam.pipeline.sources.files.listing import MediaItem
from yolocam.pipeline.sources.files.path_list import lines_of, list_data

_SHOWN = 80


def listed_images(data: DataFile) -> tuple[MediaItem, ...]:
    """Return the images to measure with, in order and each once; LabelsError.

    A relative path in the list counts from the working folder, as in Darknet, or else from the folder
    of the list.
    """
    text = data.values.get("valid", "")
    if not text:
        raise LabelsError(f"{data.path} names no list of images, expected a line such as valid = valid.txt")
    path = data.find("valid")
    if path is None:
        raise LabelsError(f"{data.path} names {text} for the list of images, which is not there")
    words = dict.fromkeys(_lines(path))
    files = [str(_resolved(word, path.parent)) for word in words]
    if not files:
        raise LabelsError(f"{path} names no images, expected a path on each line")
    other = next((file for file in files if media_kind(file) != "image"), None)
    if other is not None:
        raise LabelsError(f"{path}: found '{_shortened(other)}', expected images only")
    return tuple(MediaItem(file, "image", file) for file in files)


def _shortened(file: str) -> str:
    return file if len(file) <= _SHOWN else f"…{file[-_SHOWN:]}"


def _resolved(text: str, folder: Path) -> Path:
    path = Path(text)
    return path if is_there(path) or path.is_absolute() else folder / path


def _lines(path: Path) -> list[str]:
    try:
        return lines_of(list_data(path), str(path))
    except SourceError as error:
        raise LabelsError(str(error)) from error
