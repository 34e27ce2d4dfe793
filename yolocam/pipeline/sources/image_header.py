"""Reads an image's format and size from its first bytes, and tells whether the file was cut short.

OpenCV gives a half grey picture for a truncated JPEG and allocates whatever size a header declares;
both are found here, before anything is decoded.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator

Size = tuple[int, int]


class ImageBroken(ValueError):
    """The file is not a whole image; the message says what is wrong, to follow the file's name."""


def image_format(head: bytes) -> str | None:
    """Return "JPEG", "PNG", ... from a file's first bytes (16 are enough); None if unknown."""
    for name, pattern in _MAGIC.items():
        if pattern.match(head):
            return name
    return None


def check_image(data: bytes) -> Size:
    """Return width and height in pixels as an image file declares them.

    Raises ImageBroken when the format is unknown, the header is damaged, or the end is missing.
    """
    name = image_format(data[:64])
    if name is None:
        raise ImageBroken(f"is not an image in a known format (it begins with {data[:8]!r})")
    try:
        width, height = _CHECKS[name](data)
    except (struct.error, IndexError) as error:
        raise ImageBroken(f"is cut short: its {name} header is incomplete") from error
    if width < 1 or height < 1:
        raise ImageBroken(f"declares a {name} picture of {width}x{height} pixels")
    return width, height


_MAGIC = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "WebP": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "BMP": re.compile(rb"BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0", re.DOTALL),
    "TIFF": re.compile(rb"II\*\0|MM\0\*"),
    "PNM": re.compile(rb"P[1-6][\s#]"),
    "JPEG 2000": re.compile(rb"\0\0\0\x0cjP  \r\n\x87\n"),
    "AVIF": re.compile(rb"....ftypavi[fs]", re.DOTALL),
}


def _cut_short(name: str, missing: str) -> ImageBroken:
    return ImageBroken(f"is cut short: the {name} data ends before {missing}")


def _check_jpeg(data: bytes) -> Size:
    size: Size | None = None
    position = 2
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 4 > len(data):
            raise _cut_short("JPEG", "the picture begins")
        marker = data[position + 1]
        if marker in (0x00, 0x01, 0xFF) or 0xD0 <= marker <= 0xD8:  # padding, or no payload
            position += 1 if marker == 0xFF else 2
            continue
        if marker == 0xDA:
            break
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, position + 5)
            size = width, height
        position += 2 + int(struct.unpack_from(">H", data, position + 2)[0])
    if size is None:
        raise ImageBroken("is damaged: its JPEG header declares no size")
    if data.find(b"\xff\xd9", position) < 0:
        raise _cut_short("JPEG", "its end marker")
    return size


def _check_png(data: bytes) -> Size:
    width, height = struct.unpack_from(">II", data, 16)
    position = 8
    view = memoryview(data)
    while position + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            break
        if zlib.crc32(view[position + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise ImageBroken(f"is damaged: the check sum of a PNG chunk at byte {position} is wrong")
        if name == b"IEND":
            return width, height
        position = end
    raise _cut_short("PNG", "its end chunk")


def _check_webp(data: bytes) -> Size:
    if 8 + struct.unpack_from("<I", data, 4)[0] > len(data):
        raise _cut_short("WebP", "the length its header declares")
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _check_bmp(data: bytes) -> Size:
    offset, header_size = struct.unpack_from("<II", data, 10)
    if header_size == 12:
        width, height, _, bits = struct.unpack_from("<HHHH", data, 18)
        compression = 0
    else:
        width, height, _, bits, compression = struct.unpack_from("<iiHHI", data, 18)
    rows = (width * bits + 31) // 32 * 4 * abs(height)
    if compression in (0, 3) and offset + rows > len(data):
        raise _cut_short("BMP", "its last row")
    return width, abs(height)


def _check_tiff(data: bytes) -> Size:
    order = "<" if data[:2] == b"II" else ">"
    position = struct.unpack_from(order + "I", data, 4)[0]
    count = struct.unpack_from(order + "H", data, position)[0]
    values: dict[int, int] = {}
    for entry in range(position + 2, position + 2 + 12 * count, 12):
        tag, kind = struct.unpack_from(order + "HH", data, entry)
        values[tag] = struct.unpack_from(order + ("H" if kind == 3 else "I"), data, entry + 8)[0]
    return values.get(256, 0), values.get(257, 0)


def _check_pnm(data: bytes) -> Size:
    header = re.match(rb"P([1-6])(?:\s|#[^\n]*\n)+(\d{1,9})(?:\s|#[^\n]*\n)+(\d{1,9})", data[:4096])
    if header is None:
        raise ImageBroken("is damaged: its PNM header declares no size")
    kind, width, height = (int(group) for group in header.groups())
    row = {4: (width + 7) // 8, 5: width, 6: 3 * width}.get(kind, 2 * width)  # text: a digit and a space
    if kind != 1 and header.end() + row * height > len(data) + (kind < 4):
        raise _cut_short("PNM", "its last row")
    return width, height


def _check_jp2(data: bytes) -> Size:
    position = data.find(b"ihdr", 0, 4096)
    if position < 0:
        raise ImageBroken("is damaged: its JPEG 2000 header declares no size")
    height, width = struct.unpack_from(">II", data, position + 4)
    return width, height


def _check_avif(data: bytes) -> Size:
    sizes = [struct.unpack_from(">II", data, at + 8) for at in _find_all(data[:65536], b"ispe")]
    if not sizes:
        raise ImageBroken("is damaged: its AVIF header declares no size")
    return max(width for width, _ in sizes), max(height for _, height in sizes)


def _find_all(data: bytes, what: bytes) -> Iterator[int]:
    position = data.find(what)
    while position >= 0:
        yield position
        position = data.find(what, position + 1)


_CHECKS: dict[str, Callable[[bytes], Size]] = {
    "JPEG": _check_jpeg,
    "PNG": _check_png,
    "WebP": _check_webp,
    "BMP": _check_bmp,
    "TIFF": _check_tiff,
    "PNM": _check_pnm,
    "JPEG 2000": _check_jp2,
    "AVIF": _check_avif,
}
