"""Makes still pictures of every format that is read, for the tests of public cases."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import cv2
import numpy as np
import pillow_heif
from PIL import Image

WIDTH, HEIGHT = 64, 48
CORNERS = ((220, 40, 40), (40, 200, 60), (50, 60, 210), (230, 220, 70))
"""RGB of the upper left, upper right, lower left and lower right quarter."""


def upright() -> Image.Image:
    """A picture whose four quarters differ, so that each turn and mirroring shows."""
    pixels = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    for number, colour in enumerate(CORNERS):
        row, column = divmod(number, 2)
        pixels[
            row * HEIGHT // 2 : (row + 1) * HEIGHT // 2, column * WIDTH // 2 : (column + 1) * WIDTH // 2
        ] = colour
    return Image.fromarray(pixels)


UNDO = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def stored(orientation: int) -> Image.Image:
    """The picture as a camera stores it that was held in this way."""
    return upright().transpose(UNDO[orientation]) if orientation in UNDO else upright()


def exif(orientation: int, order: str = ">") -> bytes:
    mark = b"MM" if order == ">" else b"II"
    return b"Exif\0\0" + mark + struct.pack(order + "HIHHHIHHI", 42, 8, 1, 274, 3, 1, orientation, 0, 0)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(image: Image.Image, orientation: int = 1, order: str = ">") -> bytes:
    return _saved(image, "JPEG", quality=95, subsampling=0, exif=exif(orientation, order))


def mpo(image: Image.Image, orientation: int = 1) -> bytes:
    other = Image.new("RGB", image.size, (9, 9, 9))
    return _saved(image, "MPO", save_all=True, append_images=[other], quality=95, exif=exif(orientation))


def png(image: Image.Image, orientation: int = 1) -> bytes:
    return _saved(image, "PNG", exif=exif(orientation))


def webp(image: Image.Image, orientation: int = 1) -> bytes:
    return _saved(image, "WEBP", lossless=True, exif=exif(orientation))


def tiff(image: Image.Image, orientation: int = 1, **options: object) -> bytes:
    return _saved(image, "TIFF", tiffinfo={274: orientation}, **options)


def avif(image: Image.Image, orientation: int = 1) -> bytes:
    return _saved(image, "AVIF", quality=95, subsampling="4:4:4", exif=exif(orientation))


def heic(image: Image.Image, orientation: int) -> bytes:
    pillow_heif.register_heif_opener()
    return _saved(image, "HEIF", quality=95, chroma=444, exif=exif(orientation))


TURNED: dict[str, Callable[[Image.Image, int], bytes]] = {
    "jpg": jpeg,
    "little-endian.jpg": lambda image, orientation: jpeg(image, orientation, "<"),
    "mpo": mpo,
    "png": png,
    "webp": webp,
    "tif": tiff,
    "big.tif": lambda image, orientation: tiff(image, orientation, big_tiff=True),
    "lzw.tif": lambda image, orientation: tiff(image, orientation, compression="tiff_lzw"),
    "avif": avif,
    "heic": heic,
}
"""Formats that say how they are to be turned: ending -> bytes of a picture and its orientation."""


def codestream(image: Image.Image) -> bytes:
    return _saved(image, "JPEG2000", no_jp2=True)


def by_opencv(ending: str) -> Callable[[Image.Image], bytes]:
    return lambda image: cv2.imencode(ending, np.asarray(image)[..., ::-1])[1].tobytes()


UNTURNED: dict[str, Callable[[Image.Image], bytes]] = {
    "bmp": by_opencv(".bmp"),
    "ppm": by_opencv(".ppm"),
    "jp2": lambda image: _saved(image, "JPEG2000"),
    "j2k": codestream,
    "gif": lambda image: _saved(image, "GIF"),
}

ALL: dict[str, bytes] = {
    **{ending: make(upright(), 1) for ending, make in TURNED.items()},
    **{ending: make(upright()) for ending, make in UNTURNED.items()},
}
"""One small picture of each format."""


def moving(kind: str, durations: list[int], frames: list[Image.Image] | None = None) -> bytes:
    """A picture that moves; `durations` in milliseconds, one for each frame."""
    frames = frames or [
        Image.new("RGB", (WIDTH, HEIGHT), (60 * n, 255 - 60 * n, 128)) for n in range(len(durations))
    ]
    options: dict[str, object] = {"lossless": True} if kind == "WEBP" else {}
    if kind == "AVIF":
        options = {"quality": 95}
    return _saved(
        frames[0], kind, save_all=True, append_images=frames[1:], duration=durations, loop=0, **options
    )


def looks_upright(image: np.ndarray, tolerance: int = 20) -> bool:
    """Whether a decoded BGR picture is `upright()`."""
    if image.shape != (HEIGHT, WIDTH, 3):
        return False
    expected = np.asarray(upright())[..., ::-1].astype(int)
    centres = [(HEIGHT // 4, WIDTH // 4), (HEIGHT // 4, 3 * WIDTH // 4), (3 * HEIGHT // 4, WIDTH // 4),
               (3 * HEIGHT // 4, 3 * WIDTH // 4)]  # fmt: skip
    return all(np.abs(image[at].astype(int) - expected[at]).max() <= tolerance for at in centres)
