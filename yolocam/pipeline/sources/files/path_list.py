"""Reads lists of paths: a text file with one on each line, as Darknet has them, or standard input."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from yolocam.address import shown
from yolocam.errors import SourceError
from yolocam.files.input_file import open_input_file
from yolocam.files.text_file import WIDE_MARKS, decode
from yolocam.media.stills.formats import HEAD_BYTES, image_format

LIST_SUFFIXES = frozenset({".txt", ".lst", ".list"})
"""Endings of files that may be lists."""

MAX_BYTES = 256 << 20
"""A list is text; a larger file is something else."""

_LEVELS = 2
"""So many folders above that of a list may be where its paths count from."""

_HEAD = 1 << 16
"""So many bytes tell a text from something else."""

_LOOKED_AT = 1000
"""So many lines tell whether a text is a list."""


def listed_paths(source: str) -> list[str] | None:
    """Return the paths that `-`, `@file` or a text file names; None if the source is no list. SourceError."""
    if source == "-":
        return paths_from_stdin()
    if source.startswith("@") and not os.path.lexists(source):
        return paths_in_file(Path(source[1:]), must=True)
    if os.path.splitext(source)[1].lower() in LIST_SUFFIXES and os.path.isfile(source):  # noqa: PTH113, PTH122
        return paths_in_file(Path(source), must=False)
    return None


def shared_folder(paths: Sequence[str]) -> str:
    """Return the folder below which all paths lie, "" if they are on several drives."""
    try:
        return os.path.commonpath([os.path.dirname(os.path.abspath(path)) for path in paths])  # noqa: PTH100, PTH120
    except ValueError:
        return ""


def name_below(file: str, top: str) -> str:
    """Return a file's path relative to its shared folder, its name if there is none."""
    return os.path.abspath(file)[len(top) :] if top else os.path.basename(file)  # noqa: PTH100, PTH119


def paths_in_file(file: Path, *, must: bool) -> list[str] | None:
    """Return the paths that a list names.

    Relative ones count from its own folder, or else from the working folder or the folders above the list,
    as in a data set that was moved: Darknet's lists count from where it was run. Unless it `must` be a list,
    None if none of its first lines is the path of anything. Paths of what is not there are among them, as
    the list has them. Raises SourceError when it cannot be read or names nothing.
    """
    data = list_data(file)
    if not must and _text_of(data[:_HEAD], str(file)) is None:
        return None
    lines = lines_of(data, str(file))
    above = file.absolute().parents
    places = [str(file.parent), "", *map(str, above[1 : 1 + _LEVELS])]
    if not must and not any(_found(line, places) for line in lines[:_LOOKED_AT]):
        return None
    return list(_resolved(lines, places, str(file)))


def paths_from_stdin() -> list[str]:
    """Return the paths on standard input, one on each line, or each ended by a zero byte (`find -print0`)."""
    stream = getattr(sys.stdin, "buffer", None)
    data = b"" if stream is None else stream.read(MAX_BYTES + 1)
    if image_format(data[:HEAD_BYTES]) is not None:
        raise SourceError("standard input is an image, expected a list of paths, one on each line")
    if b"\0" in data and not data.startswith(WIDE_MARKS):
        return [os.fsdecode(part) for part in data.split(b"\0") if part]
    return list(_resolved(lines_of(data, "standard input"), [""], "standard input"))


def list_data(file: Path) -> bytes:
    """Return the bytes of a file that should be a list of paths; SourceError."""
    with open_input_file(file, "a list of paths, one on each line", SourceError) as opened:
        return opened.read(MAX_BYTES + 1)


def lines_of(data: bytes, name: str) -> list[str]:
    """Return the lines of a text that are not blank, without the spaces around them; SourceError.

    In any encoding that `text_file` reads; but where that would be a guess at a code page, the bytes are kept
    as the file names have them.
    """
    text = _text_of(data, name)
    if text is None:
        raise SourceError(f"{name} is not a list of paths, expected a path on each line")
    return [line.strip() for line in text.split("\n") if line.strip()]


def _text_of(data: bytes, name: str) -> str | None:
    found = None if len(data) > MAX_BYTES else decode(Path(name), data)
    if found is None or not found.guessed or b"\0" in data:
        return None if found is None else found.text
    return _as_file_names(data).replace("\r\n", "\n").replace("\r", "\n")


def _as_file_names(data: bytes) -> str:
    return data.decode(locale.getencoding(), "replace") if os.name == "nt" else os.fsdecode(data)


def _resolved(lines: list[str], places: Sequence[str], name: str) -> Iterator[str]:
    """Yield what each line names; what is not there is told later by whoever tries to read it."""
    count = 0
    for line in lines:
        found = _found(line, places)
        if found is None and line.startswith("#"):
            continue  # a comment
        count += 1
        yield found or shown(line)  # a stream is no file, and may have a password
    if not count:
        raise SourceError(f"{name} names no file, expected a path on each line")


def _found(line: str, places: Sequence[str]) -> str | None:
    """Return the path of a line if it is there: as it is, without quotes, or with slashes for backslashes."""
    texts = [line]
    if len(line) > 2 and line[0] == line[-1] and line[0] in "\"'":
        texts.append(line[1:-1])
    if os.sep == "/" and "\\" in line:
        texts.append(texts[-1].replace("\\", "/"))
    for text in texts:
        for place in places:
            path = os.path.join(place, text)  # noqa: PTH118 - there may be 100,000
            if "\0" not in path and os.path.exists(path):  # noqa: PTH110
                return path
    return None
