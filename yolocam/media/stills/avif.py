"""AVIF, still; one that moves is read by `animation`."""

from __future__ import annotations

from yolocam.media.stills.heif_header import heif_header
from yolocam.media.stills.picture import Picture, check_size
from yolocam.media.stills.pillow import decode_first


def read_avif(data: bytes) -> Picture:
    """Decode an AVIF image, turned as its own boxes say."""
    header = heif_header(data)
    for size in header.sizes:
        check_size("AVIF", size)
    return Picture(header.turn.apply(decode_first(data, "AVIF")))
