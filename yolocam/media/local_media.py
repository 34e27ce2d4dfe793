"""Opens films on this machine; what a play list names is looked at before FFmpeg waits for it."""

from __future__ import annotations

import os
import stat
from functools import cache
from io import BufferedReader, BytesIO, FileIO
from pathlib import Path
from typing import IO

from av.codec.hwaccel import HWAccel
from av.container import InputContainer
from av.format import ContainerFormat, formats_available

from yolocam.media.pyav import open_input

_HLS = b"#EXTM3U"
_HLS_END = b"\n#EXT-X-ENDLIST\n"
_MOST_LIST = 1 << 22
"""Bytes of a play list that are looked at as one."""

_LISTS = frozenset({"concat", "dash", "hls", "vobsub", "webm_dash_manifest"})
"""FFmpeg's formats that name other files. It opens those itself, and would wait for a pipe for ever."""

_ONE_FILE = {"pattern_type": "none"}
"""A file is itself, also where its name looks like the pattern of many (`a%d.dpx`)."""


class NotAFile(OSError):
    """A play list names something else than a file."""


def open_local(path: Path, file_format: str | None = None, hwaccel: HWAccel | None = None) -> InputContainer:
    """Open a film; `file_format` is FFmpeg's name for what it is, where its own guess may be wrong.

    `hwaccel` is what decodes its tracks. Of play lists only those of HLS are read, and only regular files by
    them.
    Raises NotAFile, av.FFmpegError, OSError, ValueError.
    """
    address = str(path.absolute())  # cannot be taken for a protocol, as `a:b.mp4` could
    if _begins_with(path, _HLS):
        return open_input(address, file_format="hls", opener=_open_regular, hwaccel=hwaccel)
    options = {"format_whitelist": ",".join(film_formats()), **_ONE_FILE}
    return open_input(address, options, file_format=file_format, hwaccel=hwaccel)


def is_foreign_list(path: Path) -> bool:
    """Whether a file is a play list for FFmpeg's `concat`, which is not read."""
    return _begins_with(path, b"ffconcat")


def _begins_with(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


@cache
def film_formats() -> tuple[str, ...]:
    """Return FFmpeg's names of all formats but play lists."""
    return tuple(sorted(name for name in formats_available if name not in _LISTS and _is_read(name)))


def _is_read(name: str) -> bool:
    try:
        ContainerFormat(name, "r")
    except ValueError:
        return False
    return True


class _NamedFile(BufferedReader):
    """A file that a play list names. PyAV lets go of some without closing them."""

    def __del__(self) -> None:
        self.close()


def _open_regular(address: str, flags: int, options: dict[str, str]) -> IO[bytes]:
    """Open a play list or a file that it names, for PyAV; NotAFile where it is none.

    One that is not there is empty, so that those after it are shown. A list ends where the file does:
    without its last line FFmpeg would wait for more, for the length of a piece at a time.
    """
    path = Path(address.removeprefix("file:"))
    # Without O_NONBLOCK (which Windows has not, nor such pipes) opening a pipe would wait already.
    how = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, how)
    except (OSError, ValueError):
        return BytesIO()
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotAFile(f"it names {path.name}, which is not a regular file")
    file = _NamedFile(FileIO(descriptor))
    if not file.peek(len(_HLS)).startswith(_HLS) or path.stat().st_size > _MOST_LIST:
        return file
    with file:
        return BytesIO(file.read() + _HLS_END)
