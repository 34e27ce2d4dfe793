"""Reads a still image, whatever its format: the only place that knows all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from yolocam.media.stills.avif import read_avif
from yolocam.media.stills.formats import HEAD_BYTES, STRAY, image_format, unreadable_format
from yolocam.media.stills.gif import read_gif
from yolocam.media.stills.heif import read_heif
from yolocam.media.stills.jpeg import read_jpeg
from yolocam.media.stills.jpeg2000 import read_jpeg2000
from yolocam.media.stills.picture import HEADER_ERRORS, ImageBroken, Picture
from yolocam.media.stills.plain import read_bmp, read_pnm
from yolocam.media.stills.png import read_png
from yolocam.media.stills.tiff import read_tiff
from yolocam.media.stills.webp import read_webp

_READERS: dict[str, Callable[[bytes], Picture]] = {
    "JPEG": read_jpeg,
    "PNG": read_png,
    "WebP": read_webp,
    "GIF": read_gif,
    "BMP": read_bmp,
    "TIFF": read_tiff,
    "PNM": read_pnm,
    "JPEG 2000": read_jpeg2000,
    "AVIF": read_avif,
    "HEIF": read_heif,
}

_TEXT_TRANSFER = b"\x89PNG\r\r\n"
"""How the first bytes of a PNG look after a copy that took it for text: they were chosen to show it."""


def decode_still(data: bytes, page: int = 0) -> Picture:
    """Decode an image file, upright; of a TIFF the given page, counted from 0.

    The size is checked against MAX_PIXELS before anything is decoded. Raises ImageBroken when the format is
    unknown, or the file damaged or too large.
    """
    name = image_format(data[:HEAD_BYTES])
    stray = 0
    if name is None:
        stripped = data.lstrip(STRAY) if data[:1] in (b"\r", b"\n", b"\t", b" ", b"\0") else data
        stray = len(data) - len(stripped)
        data, name = stripped, image_format(stripped[:HEAD_BYTES]) if stray else None
    if name is None:
        raise ImageBroken(_unknown(data))
    try:
        picture = read_tiff(data, page) if name == "TIFF" else _READERS[name](data)
    except ImageBroken:
        raise
    except HEADER_ERRORS as error:
        raise ImageBroken(f"is cut short: its {name} header is incomplete") from error
    if stray and picture.note is None:
        picture = replace(picture, note=f"has {stray} stray bytes before the picture")
    return picture


def _unknown(data: bytes) -> str:
    if data.startswith(_TEXT_TRANSFER):
        return "was damaged when it was copied as text (FTP in ASCII mode?): copy it again as binary data"
    known = unreadable_format(data[:HEAD_BYTES])
    if known is not None:
        return f"is a file in the format {known}, which yolocam does not read: save it as JPEG or PNG"
    return f"is not an image in a known format (it begins with {data[:8]!r})"
