"""Turns what the user typed (files, folders, globs) into an ordered list of images and videos."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from yolocam.address import shown
from yolocam.errors import SourceError, reason_of
from yolocam.media.kinds import RAW_SUFFIXES, MediaKind, media_kind, suffix_of
from yolocam.media.sniff import look_into, sniff_kind
from yolocam.media.stills.formats import HEAD_BYTES, unreadable_format
from yolocam.pipeline.sources.files.passed_over import PassedOver, own_results
from yolocam.pipeline.sources.files.path_list import listed_paths, name_below, shared_folder

_GLOB_CHARACTERS = re.compile(r"[*?\[]")
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class MediaItem:
    """One file to read.

    `file` is its path as text (a Path costs several times the memory, and there may be 100,000).
    `name` is unique in its listing, relative, with forward slashes and without `..`: outputs are
    named after it. Of a file with several `pages` it is the one that `page` counts from 0.
    """

    file: str
    kind: MediaKind
    name: str
    page: int = 0
    pages: int = 1

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.file)


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a run, in the order in which they are read; never empty.

    `passed_over` says in words what was found in folders and is not among them, None if nothing was.
    """

    items: tuple[MediaItem, ...]
    passed_over: str | None = None

    def __len__(self) -> int:
        return len(self.items)

    @property
    def video_count(self) -> int:
        """How many of the files are videos."""
        return sum(item.kind == "video" for item in self.items)


def list_sources(patterns: Sequence[str], recursive: bool = False) -> Listing:
    """List the images and videos that files, folders and globs name.

    The order of `patterns` is kept; inside a folder or glob the order is natural (img2 before img10).
    A folder's sub-folders count only if `recursive`. What a file is its content says, and its extension (any
    case) where that says nothing; hidden files and files that are neither image nor video are passed over in
    folders, and so is what yolocam wrote itself about another file. Each page of a TIFF is an item. Links
    that lead in circles are followed once. A text file may be a list of paths, `@file` must be one, and `-`
    is a list on standard input: what they name and is not there is told when its turn comes.
    Raises SourceError for a missing path, an empty folder or glob, and a file of another kind.
    """
    names = _UniqueNames()
    passed = PassedOver()
    items: list[MediaItem] = []
    for pattern in patterns:
        for file, kind, name, pages in _expand(pattern, recursive, passed):
            items += [
                MediaItem(file, kind, names.take(_page_name(name, page, pages)), page, pages)
                for page in range(pages)
            ]
    if not items:
        raise SourceError("no image or video was given")
    return Listing(tuple(items), passed.words)


def _page_name(name: str, page: int, pages: int) -> str:
    """Return `scan_p2.tif` for the second page of scan.tif."""
    if pages == 1:
        return name
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - as in `kinds`
    return f"{stem}_p{page + 1}{suffix}"


def natural_key(name: str) -> tuple[tuple[int, int | str], ...]:
    """Return a sort key under which numbers inside names compare as numbers, and case is ignored."""
    parts = _DIGITS.split(name.casefold())
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts if part)


_Found = tuple[str, MediaKind, str, int]
"""File, kind, name and number of pages."""


def _expand(pattern: str, recursive: bool, passed: PassedOver) -> Iterable[_Found]:
    listed = listed_paths(pattern)
    if listed is None:
        return _expand_path(pattern, recursive, passed)
    return _expand_list(listed, recursive, passed)


def _expand_list(paths: Sequence[str], recursive: bool, passed: PassedOver) -> list[_Found]:
    """List what a list names; files are named after their place below the folder that all of them share."""
    top = shared_folder(paths)
    found: list[_Found] = []
    for path in paths:
        try:
            is_file = os.path.isfile(path)  # noqa: PTH113 - there may be 100,000
            parts = [_explicit_file(path)] if is_file else list(_expand_path(path, recursive, passed))
        except SourceError:
            parts = [(path, media_kind(path) or "image", path, 1)]  # told when its turn comes
        if len(parts) == 1 and parts[0][0] == path:
            file, kind, _, pages = parts[0]
            parts = [(file, kind, _safe_name(name_below(file, top)), pages)]
        found += parts
    return found


def _expand_path(pattern: str, recursive: bool, passed: PassedOver) -> Iterable[_Found]:
    if not pattern or "\0" in pattern:
        raise SourceError(f"'{shown(pattern)}' is not the name of an image, video or folder")
    path = Path(pattern)
    try:
        if path.is_dir():
            return _expand_folder(path, recursive, passed)
        if path.is_file():
            return [_explicit_file(pattern)]
        if path.exists():
            raise SourceError(f"{shown(pattern)} is not a regular file, expected an image, video or folder")
        if _GLOB_CHARACTERS.search(pattern):
            return _expand_glob(pattern, recursive, passed)
    except OSError as error:
        raise SourceError(f"{shown(pattern)} cannot be read: {reason_of(error)}") from error
    raise SourceError(f"{shown(pattern)} does not exist")


def _explicit_file(file: str) -> _Found:
    content = look_into(file)
    kind = content.kind
    if kind is None:
        known = _known_format(file)
        if known is not None:
            raise SourceError(f"{file} is a {known}, which yolocam does not read: save it as JPEG or PNG")
        kind = sniff_kind(Path(file))
    if kind is None:
        raise SourceError(f"{file} is neither an image nor a video in a known format")
    return file, kind, _safe_name(PurePath(file).name), content.pages


def _known_format(file: str) -> str | None:
    """Return in words what a file is that we know and cannot read; None if it is something else."""
    if suffix_of(file) in RAW_SUFFIXES:
        return "camera's raw file"
    try:
        with Path(file).open("rb") as opened:
            name = unreadable_format(opened.read(HEAD_BYTES))
    except OSError:
        return None
    return None if name is None else f"file in the format {name}"


def _expand_folder(folder: Path, recursive: bool, passed: PassedOver) -> list[_Found]:
    root = str(folder)
    names = list(_walk(root, recursive, passed))
    files = [(os.path.join(root, *name.split("/")), name) for name in names]  # noqa: PTH118 - as above
    found = _media_among(files, passed)
    if not found:
        raise SourceError(f"folder {root} holds no image or video{_because(passed)}")
    found.sort(key=lambda item: _path_key(item[2]))
    return found


def _media_among(files: Iterable[tuple[str, str]], passed: PassedOver) -> list[_Found]:
    """Return those of files and their names that are media, and note the others."""
    found: list[_Found] = []
    for file, name in files:
        content = look_into(file)
        if content.kind is None:
            passed.file(name, text=content.text)
        else:
            found.append((file, content.kind, name, content.pages))
    own = own_results([name for _, _, name, _ in found])
    passed.own_results(len(own))
    return [item for item in found if item[2] not in own]


def _because(passed: PassedOver) -> str:
    return "" if passed.words is None else f": {passed.words}"


def _walk(root: str, recursive: bool, passed: PassedOver) -> Iterator[str]:
    """Yield the files below `root` as relative paths with forward slashes, each folder once."""
    seen = {os.path.realpath(root)}
    pending = [""]
    while pending:
        folder = pending.pop()
        for entry in _scan(os.path.join(root, folder), must=not folder):  # noqa: PTH118 - as above
            if entry.name.startswith("."):
                continue
            relative = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_file():
                yield relative
            elif not entry.is_dir():
                continue  # a pipe or a device, which might keep us waiting
            elif not recursive:
                passed.folders(1)
            elif (real := os.path.realpath(entry.path)) not in seen:
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


def _expand_glob(pattern: str, recursive: bool, passed: PassedOver) -> list[_Found]:
    matches = sorted(glob.iglob(pattern, recursive=True), key=_path_key)  # noqa: PTH207 - Path.glob takes no absolute pattern
    files: list[tuple[str, str]] = []
    taken: set[str] = set()
    for match in matches:
        real = os.path.realpath(match)
        if real not in taken and os.path.isfile(match):  # noqa: PTH113 - as above
            taken.add(real)
            files.append((match, _name_below(match, pattern)))
    found = _media_among(files, passed)
    if not found and len(matches) == 1 and Path(matches[0]).is_dir():
        return _expand_folder(Path(matches[0]), recursive, passed)
    if not found:
        raise SourceError(f"no image or video matches {shown(pattern)}{_because(passed)}")
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
