"""Tells an image's format by its first bytes."""

from __future__ import annotations

import re

HEAD_BYTES = 512
"""So many bytes tell every format, of images and of films."""

STRAY = b"\r\n\t \0"
"""Bytes that scripts and copying put before an image."""

_MAGIC = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "WebP": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "GIF": re.compile(rb"GIF8[79]a"),
    "BMP": re.compile(rb"BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0", re.DOTALL),
    "TIFF": re.compile(rb"II[*+]\0|MM\0[*+]"),
    "PNM": re.compile(rb"P[1-6](?:\s|#[^\n]*\n)+\d"),
    "JPEG 2000": re.compile(rb"\0\0\0\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51"),
}

_AVIF = frozenset({b"avif", b"avis"})
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"avci", b"mif1", b"mif2", b"mif3", b"miaf"})

_OTHER = {
    "JPEG XL": re.compile(rb"\xff\x0a|\0\0\0\x0cJXL \r\n\x87\n"),
    "Photoshop": re.compile(rb"8BPS"),
    "OpenEXR": re.compile(rb"\x76\x2f\x31\x01"),
    "Radiance HDR": re.compile(rb"#\?(?:RADIANCE|RGBE)"),
    "PDF": re.compile(rb"%PDF-"),
    "SVG": re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,200}-->\s*)?<svg", re.DOTALL),
    "icon": re.compile(rb"\0\0[\x01\x02]\0[\x01-\x20]\0"),
    "Canon raw": re.compile(rb"....ftypcrx ", re.DOTALL),
    "Fujifilm raw": re.compile(rb"FUJIFILMCCD-RAW"),
    "Olympus raw": re.compile(rb"IIR[OS]|MMOR"),
    "Panasonic raw": re.compile(rb"IIU\0"),
    "DICOM": re.compile(rb".{128}DICM", re.DOTALL),
}


def image_format(head: bytes) -> str | None:
    """Return "JPEG", "PNG", ... from a file's first HEAD_BYTES bytes; None if we read no such image."""
    for name, pattern in _MAGIC.items():
        if pattern.match(head):
            return name
    return _by_brand(head)


def _by_brand(head: bytes) -> str | None:
    """Tell AVIF and HEIF: the brand says it, or, where that is a general one, those that follow."""
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    others = {head[at : at + 4] for at in range(16, min(int.from_bytes(head[:4], "big"), len(head)), 4)}
    if brand in _AVIF or (brand in _HEIF and others & _AVIF):
        return "AVIF"
    return "HEIF" if brand in _HEIF else None


def unreadable_format(head: bytes) -> str | None:
    """Return the name of a format of images that we know and cannot read; None if it is not one."""
    return next((name for name, pattern in _OTHER.items() if pattern.match(head)), None)
