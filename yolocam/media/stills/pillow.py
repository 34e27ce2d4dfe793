"""Decoding by Pillow, for what OpenCV cannot do: AVIF, GIF, JPEG without an end, and images that move."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from yolocam.errors import reason_of
from yolocam.frame import Image
from yolocam.media.stills.picture import ImageBroken

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile


def open_pillow(data: bytes, name: str) -> ImageFile:
    """Open a file of one format; ImageBroken where that is not possible.

    The reader of the format is asked directly: sizes were checked before, and nothing is guessed.
    """
    from PIL import AvifImagePlugin, GifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

    readers: dict[str, type[ImageFile]] = {
        "AVIF": AvifImagePlugin.AvifImageFile,
        "JPEG": JpegImagePlugin.JpegImageFile,
        "GIF": GifImagePlugin.GifImageFile,
        "PNG": PngImagePlugin.PngImageFile,
        "WebP": WebPImagePlugin.WebPImageFile,
    }
    try:
        return readers[name](io.BytesIO(data))
    except Exception as error:  # a damaged file makes it raise anything
        raise ImageBroken(f"cannot be decoded as a {name} picture: {reason_of(error)}") from error


def to_bgr(image: ImageFile) -> Image:
    """Return the present frame as uint8 (H, W, 3) BGR; an alpha channel is left out."""
    # By way of RGBA: what is transparent in a palette keeps its colour.
    rgb = np.asarray(
        image.convert("RGBA") if image.mode in ("P", "PA", "RGBA", "LA") else image.convert("RGB")
    )
    return np.ascontiguousarray(rgb[..., 2::-1])


def decode_first(data: bytes, name: str) -> Image:
    """Decode the first frame as uint8 (H, W, 3) BGR, as it is stored; ImageBroken if it is damaged."""
    with open_pillow(data, name) as image:
        try:
            return to_bgr(image)
        except Exception as error:  # a damaged file makes it raise anything
            raise ImageBroken(f"cannot be decoded as a {name} picture: {reason_of(error)}") from error
