"""Turns what the user typed (files, folders, globs) into an ordered list of images and videos."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from yolocam.address import shown
from yolocam.errors import SourceError
from yolocam.pipeline.sources.path_list import LIST_SUFFIXES, paths_from_stdin, paths_in_file
from yolocam.pipeline.sources.sniff import sniff_kind

MediaKind = Literal["image", "video"]

IMAGE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".dib", ".webp", ".tif", ".tiff"}
    | {".pbm", ".pgm", ".ppm", ".pnm", ".jp2", ".avif"}
)
VIDEO_SUFFIXES = frozenset(
    {".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".mts", ".m2ts", ".ts", ".wmv"}
    | {".asf", ".flv", ".3gp", ".ogv", ".vob", ".gif"}
)

_GLOB_CHARACTERS = re.compile(r"[*?\[]")
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class MediaItem:
    """One file to read.

    `file` is its path as text (a Path costs several times the memory, and there may be 100,000).
    `name` is unique in its listing, relative, with forward slashes and without `..`: outputs are
    named after it.
    """

    file: str
    kind: MediaKind
    name: str

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.file)


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a run, in the order in which they are read; never empty."""

    items: tuple[MediaItem, ...]

    def __len__(self) -> int:
        return len(self.items)

    @property
    def video_count(self) -> int:
        """How many of the files are videos."""
        return sum(item.kind == "video" for item in self.items)


def list_sources(patterns: Sequence[str], recursive: bool = False) -> Listing:
    """List the images and videos that files, folders and globs name.

    The order of `patterns` is kept; inside a folder or glob the order is natural (img2 before img10).
    A folder's sub-folders count only if `recursive`; hidden files and files that are neither image
    nor video by their extension (any case) are passed over in folders. A file given by its name is
    looked into when its extension is unknown. Links that lead in circles are followed once. A text file may
    be a list of paths, `@file` must be one, and `-` is a list on standard input: what they name and is not
    there is told when its turn comes.
    Raises SourceError for a missing path, an empty folder or glob, and a file of another kind.
    """
    names = _UniqueNames()
    items = [
        MediaItem(file, kind, names.take(name))
        for pattern in patterns
        for file, kind, name in _expand(pattern, recursive)
    ]
    if not items:
        raise SourceError("no image or video was given")
    return Listing(tuple(items))


def natural_key(name: str) -> tuple[tuple[int, int | str], ...]:
    """Return a sort key under which numbers inside names compare as numbers, and case is ignored."""
    parts = _DIGITS.split(name.casefold())
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts if part)


def media_kind(file: str) -> MediaKind | None:
    """Return what the extension says the file is; None if it is unknown."""
    suffix = os.path.splitext(file)[1].lower()  # noqa: PTH122 - a Path for each of 100,000 files is slow
    if suffix in IMAGE_SUFFIXES:
        return "image"
    return "video" if suffix in VIDEO_SUFFIXES else None


_Found = tuple[str, MediaKind, str]


def _expand(pattern: str, recursive: bool) -> Iterable[_Found]:
    listed = _listed_paths(pattern)
    return _expand_path(pattern, recursive) if listed is None else _expand_list(listed, recursive)


def _listed_paths(pattern: str) -> list[str] | None:
    """Return the paths of a list; None if the pattern is something else."""
    if pattern == "-":
        return paths_from_stdin()
    if pattern.startswith("@") and not os.path.lexists(pattern):
        return paths_in_file(Path(pattern[1:]), must=True)
    if os.path.splitext(pattern)[1].lower() in LIST_SUFFIXES and os.path.isfile(pattern):  # noqa: PTH113, PTH122
        return paths_in_file(Path(pattern), must=False)
    return None


def _expand_list(paths: Sequence[str], recursive: bool) -> list[_Found]:
    """List what a list names; files are named after their place below the folder that all of them share."""
    top = _shared_folder(paths)
    found: list[_Found] = []
    for path in paths:
        try:
            is_file = os.path.isfile(path)  # noqa: PTH113 - as above
            parts = [_explicit_file(path)] if is_file else list(_expand_path(path, recursive))
        except SourceError:
            parts = [(path, media_kind(path) or "image", path)]  # what is wrong is told when its turn comes
        if len(parts) == 1 and parts[0][0] == path:
            file, kind, _ = parts[0]
            parts = [(file, kind, _safe_name(_below(file, top)))]
        found += parts
    return found


def _shared_folder(paths: Sequence[str]) -> str:
    try:
        return os.path.commonpath([os.path.dirname(os.path.abspath(path)) for path in paths])  # noqa: PTH100, PTH120
    except ValueError:  # several drives
        return ""


def _below(file: str, top: str) -> str:
    return os.path.abspath(file)[len(top) :] if top else os.path.basename(file)  # noqa: PTH100, PTH119


def _expand_path(pattern: str, recursive: bool) -> Iterable[_Found]:
    if not pattern or "\0" in pattern:
        raise SourceError(f"'{shown(pattern)}' is not the name of an image, video or folder")
    path = Path(pattern)
    try:
        if path.is_dir():
            return _expand_folder(path, recursive)
        if path.is_file():
            return [_explicit_file(pattern)]
        if path.exists():
            raise SourceError(f"{shown(pattern)} is neither a file nor a folder")
        if _GLOB_CHARACTERS.search(pattern):
            return _expand_glob(pattern, recursive)
    except OSError as error:
        raise SourceError(f"{shown(pattern)} cannot be read: {error.strerror or error}") from error
    raise SourceError(f"{shown(pattern)} does not exist")


def _explicit_file(file: str) -> _Found:
    kind = media_kind(file) or sniff_kind(Path(file))
    if kind is None:
        raise SourceError(f"{file} is neither an image nor a video in a known format")
    return file, kind, _safe_name(PurePath(file).name)


def _expand_folder(folder: Path, recursive: bool) -> list[_Found]:
    root = str(folder)
    found = [
        (os.path.join(root, *relative.split("/")), kind, relative)  # noqa: PTH118 - as above
        for relative in _walk(root, recursive)
        if (kind := media_kind(relative)) is not None
    ]
    if not found:
        hint = ""
        if not recursive and any(entry.is_dir() for entry in _scan(root, must=True)):
            hint = "; use -r to look into its sub-folders"
        raise SourceError(f"folder {root} holds no image or video{hint}")
    found.sort(key=lambda item: _path_key(item[2]))
    return found


def _walk(root: str, recursive: bool) -> Iterator[str]:
    """Yield the files below `root` as relative paths with forward slashes, each folder once."""
    seen = {os.path.realpath(root)}
    pending = [""]
    while pending:
        folder = pending.pop()
        for entry in _scan(os.path.join(root, folder), must=not folder):  # noqa: PTH118 - as above
            if entry.name.startswith("."):
                continue
            relative = f"{folder}/{entry.name}" if folder else entry.name
            if not entry.is_dir():
                yield relative
            elif recursive and (real := os.path.realpath(entry.path)) not in seen:
                seen.add(real)
                pending.append(relative)


def _scan(folder: str, must: bool) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        if must:
            raise
        return []  # a sub-folder without permission does not spoil the rest


def _expand_glob(pattern: str, recursive: bool) -> list[_Found]:
    matches = sorted(glob.iglob(pattern, recursive=True), key=_path_key)  # noqa: PTH207 - Path.glob takes no absolute pattern
    found: list[_Found] = []
    taken: set[str] = set()
    for match in matches:
        real = os.path.realpath(match)
        if real in taken:
            continue
        taken.add(real)
        kind = media_kind(match)
        if kind is not None and os.path.isfile(match):  # noqa: PTH113 - as above
            found.append((match, kind, _name_below(match, pattern)))
    if not found and len(matches) == 1 and Path(matches[0]).is_dir():
        return _expand_folder(Path(matches[0]), recursive)
    if not found:
        raise SourceError(f"no image or video matches {shown(pattern)}")
    return found


def _name_below(match: str, pattern: str) -> str:
    """Return `match` relative to the part of `pattern` that holds no wildcard."""
    fixed: list[str] = []
    for part in PurePath(pattern).parts[:-1]:
        if _GLOB_CHARACTERS.search(part):
            break
        fixed.append(part)
    return _safe_name("/".join(PurePath(match).parts[len(fixed) :]))


def _safe_name(name: str) -> str:
    parts = [part for part in PurePath(name).parts if part not in ("..", ".", PurePath(name).anchor)]
    return "/".join(parts) or "unnamed"


def _path_key(path: str) -> tuple[object, ...]:
    return tuple((natural_key(part), part) for part in PurePath(path).parts)


class _UniqueNames:
    """Hands out names that differ also where the file system ignores case: x.jpg, x_2.jpg, x_3.jpg."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def take(self, name: str) -> str:
        stem, dot, suffix = name.rpartition(".")
        if not stem or "/" in suffix:
            stem, dot, suffix = name, "", ""
        unique = name
        while (key := unique.casefold()) in self._next:
            number = self._next[name.casefold()] = self._next.get(name.casefold(), 1) + 1
            unique = f"{stem}_{number}{dot}{suffix}"
        self._next[key] = self._next.get(key, 1)
        return unique
