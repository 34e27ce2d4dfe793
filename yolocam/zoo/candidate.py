"""Finds the files of a user's own network among the paths that were named or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yolocam.darknet.cfg_figures import read_figures
from yolocam.darknet.data_file import DataFile, read_data
from yolocam.errors import ModelError, reason_of
from yolocam.files.input_file import is_folder
from yolocam.zoo.file_kind import Kind, file_kind
from yolocam.zoo.file_search import find_cfg, find_data, find_names, find_weights, folders_around, folders_in


@dataclass(frozen=True, slots=True)
class Candidate:
    """The files of a network that could be added; nothing says yet that they fit one another.

    `class_count` is what the cfg says, or else the .data file; None where neither does. `guessed` lists
    those of the files that were not named but found beside the others.
    """

    cfg: Path
    weights: Path
    names: Path | None = None
    class_count: int | None = None
    guessed: tuple[Path, ...] = ()


def candidate_from(paths: Sequence[Path]) -> Candidate:
    """Return the network that these paths mean.

    Takes a cfg, weights and names in any order, any part of them (the others are looked for beside it),
    one folder, or one .data file of Darknet's. ModelError says in one sentence what is missing or that
    it could mean several networks.
    """
    try:
        return _candidate(paths)
    except OSError as error:  # a folder above them is closed, a name is too long
        raise ModelError(f"{error.filename} cannot be read: {reason_of(error)}") from error


def _candidate(paths: Sequence[Path]) -> Candidate:
    given: dict[Kind, Path] = {}
    if len(paths) == 1 and is_folder(paths[0]):
        folders = folders_in(paths[0])
    else:
        given = _sorted(paths)
        folders = tuple(dict.fromkeys(folder for path in given.values() for folder in folders_around(path)))
    data = None
    if "data" in given:
        data = read_data(given["data"])
        folders = _training_folders(data, folders)

    cfg = given.get("cfg") or find_cfg(folders, given.get("weights"))
    weights = given.get("weights") or find_weights(folders, cfg)
    data = data or _data_beside(folders, cfg)
    count = read_figures(cfg).classes or (data.classes if data is not None else None)
    names = given.get("names") or _names(folders, cfg, data, count, asked="data" in given)
    found = (path for path in (cfg, weights, names) if path is not None)
    return Candidate(cfg, weights, names, count, tuple(path for path in found if path not in given.values()))


def _sorted(paths: Sequence[Path]) -> dict[Kind, Path]:
    """Return which of the files is which."""
    if not paths:
        raise ModelError("no file was named, expected a cfg and weights, or a folder with them")
    given: dict[Kind, Path] = {}
    for path in paths:
        if is_folder(path):
            raise ModelError(f"{path} is a folder, expected it by itself or files only")
        kind = file_kind(path)
        if kind in given:
            raise ModelError(f"{given[kind]} and {path} are both {kind} files, expected one of them")
        given[kind] = path
    if set(given) == {"names"}:
        raise ModelError(f"{given['names']} holds class names only, expected a cfg and weights with it")
    return given


def _training_folders(data: DataFile, folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return where the files of a training lie, those folders first in which some were named."""
    backup = data.find("backup")
    more = folders_in(data.path.parent) + (() if backup is None or not is_folder(backup) else (backup,))
    unique: dict[Path, Path] = {}
    for folder in (*folders, *more):  # `backup = .` is one of the others by another name
        unique.setdefault(folder.resolve(), folder)
    return tuple(unique.values())


def _data_beside(folders: Sequence[Path], cfg: Path) -> DataFile | None:
    path = find_data(folders, cfg)
    try:
        return None if path is None else read_data(path)
    except ModelError:
        return None  # nobody asked for it


def _names(
    folders: Sequence[Path], cfg: Path, data: DataFile | None, count: int | None, *, asked: bool
) -> Path | None:
    if asked and data is not None and data.values.get("names") and data.find("names") is None:
        raise ModelError(f"{data.path} names {data.values['names']} for the class names, which is not there")
    return find_names(folders, cfg, data, count)
