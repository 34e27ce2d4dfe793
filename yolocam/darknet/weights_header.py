"""Reads the header of a Darknet .weights file, and recognises other files by their first bytes."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import NamedTuple

from yolocam.errors import WeightsError
from yolocam.files.input_file import check_regular, open_input_file, unreadable

PEEK = 64
"""Bytes from which a file is recognised."""

_EXPECTED = "a Darknet .weights file"

_OTHER_FILES = (
    (b"PK\x03\x04", "a zip archive or PyTorch checkpoint"),
    (b"\x80\x02", "a Python pickle or PyTorch checkpoint"),
    (b"\x80\x03", "a Python pickle"),
    (b"\x80\x04", "a Python pickle"),
    (b"\x80\x05", "a Python pickle"),
    (b"version https://git-lfs", "a Git LFS pointer, not the file itself"),
    (b"<", "a web page"),
    (b"[net", "a cfg file"),
    (b"{", "a JSON text"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
)
"""How other files that end up under this name begin."""


class Header(NamedTuple):
    """`version` is major, minor, revision; `seen` the images it was trained with; `size` in bytes."""

    version: tuple[int, int, int]
    seen: int
    size: int


def file_size(path: Path) -> int:
    """Return the bytes of a weights file; WeightsError if it is none that can be read."""
    check_regular(path, _EXPECTED, WeightsError)
    try:
        return path.stat().st_size
    except (OSError, ValueError) as error:
        raise unreadable(path, error, WeightsError) from error


def read_header(path: Path) -> Header:
    """Return the header of a weights file; WeightsError if it is another kind of file.

    `seen` has 64 bits, and the header 20 bytes, from version 0.2 on; before that 32 bits and 16 bytes.
    """
    with open_input_file(path, _EXPECTED, WeightsError) as file:
        start = file.read(PEEK)
    if not start:
        raise WeightsError(f"{path} is empty, expected {_EXPECTED}")
    other = other_kind(start)
    if other is not None:
        raise WeightsError(f"{path} is {other}, expected {_EXPECTED}")
    return _parse(path, start)


def other_kind(start: bytes) -> str | None:
    """Return what a file with these first bytes is, "a web page"; None for what may be weights."""
    for magic, what in _OTHER_FILES:
        if start.lstrip().startswith(magic):
            return what
    if start[8:10] == b'{"':
        return "a safetensors file"
    # Field 1 (format version, a small number), then field 2 (producer) or 7 (graph), of a protocol buffer.
    if start[:1] == b"\x08" and start[1:2] < b"\x20" and start[2:3] in (b"\x12", b"\x3a"):
        return "an ONNX model"
    if start[4:8] == b"TFL3":
        return "a TensorFlow Lite model"
    return None


def _parse(path: Path, start: bytes) -> Header:
    if len(start) < 16:
        raise WeightsError(f"{path} ends within its header after {len(start)} bytes")
    major, minor, revision = version = struct.unpack("<3i", start[:12])
    if not _plausible(version):
        swapped = struct.unpack(">3i", start[:12])
        hint = "; its bytes stand in the reverse order (big-endian)" if _plausible(swapped) else ""
        raise WeightsError(
            f"{path} starts with version {major}.{minor}.{revision}, expected {_EXPECTED}{hint}"
        )
    layout = "<q" if major * 10 + minor >= 2 else "<i"
    size = 12 + struct.calcsize(layout)
    if len(start) < size:
        raise WeightsError(f"{path} ends within its header after {len(start)} bytes")
    return Header((major, minor, revision), struct.unpack(layout, start[12:size])[0], size)


def _plausible(version: tuple[int, ...]) -> bool:
    major, minor, revision = version
    return 0 <= major < 1000 and 0 <= minor < 1000 and 0 <= revision < 1_000_000
