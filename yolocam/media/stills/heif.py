"""HEIF: the photos of phones. Its library turns and cuts the image as the file says."""

from __future__ import annotations

import io

import numpy as np

from yolocam.errors import reason_of
from yolocam.frame import Image
from yolocam.media.stills.heif_header import heif_header
from yolocam.media.stills.picture import ImageBroken, Picture, check_size

_ERRORS = (ValueError, EOFError, SyntaxError, RuntimeError, OSError, MemoryError)


def read_heif(data: bytes) -> Picture:
    """Decode the primary image of a HEIF file, its tiles put together, 10 and 12 bits as 8."""
    header = heif_header(data)
    for size in header.sizes:
        check_size("HEIF", size)
    return Picture(_decode(data))


def _decode(data: bytes) -> Image:
    try:
        import pillow_heif
    except ImportError as error:
        raise ImageBroken(
            "is a HEIF picture, which needs pillow-heif: pip install pillow-heif, or save it as JPEG"
        ) from error
    try:
        file = pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True, bgr_mode=True)
        samples = np.array(file)  # a copy: the memory is the library's
    except _ERRORS as error:
        raise ImageBroken(f"cannot be decoded as a HEIF picture: {reason_of(error)}") from error
    return eight_bit_bgr(samples)


def eight_bit_bgr(samples: np.ndarray) -> Image:
    """Return grey or BGR samples, with or without alpha, of 8 or 16 bits, as uint8 (H, W, 3)."""
    if samples.dtype == np.uint16:
        samples = (samples >> 8).astype(np.uint8)
    if samples.ndim == 2:
        samples = np.repeat(samples[..., None], 3, axis=2)
    return np.ascontiguousarray(samples[..., :3], np.uint8)
