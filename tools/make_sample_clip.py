"""Make assets/samples/gallery.mp4: a camera drifts over a wall of photographs.

The photographs come out of two packages that yolocam itself does not need; their terms are in
assets/samples/LICENSE.md. The same versions of the packages give the same pictures:

    pip install scikit-image matplotlib opencv-python-headless av
    python tools/make_sample_clip.py [output.mp4]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[Any]

OUTPUT = Path(__file__).resolve().parent.parent / "assets" / "samples" / "gallery.mp4"
SIZE_WH = (1280, 720)
FPS = 25
WALL_WH = (2400, 1350)
WALL_BGR = (196, 202, 205)
MAT, FRAME = 26, 9  # widths of the white border and the wooden frame around a photograph


@dataclass(frozen=True)
class Photo:
    """One photograph on the wall: its file in a package, the part shown and where it hangs."""

    package: str
    file: str
    crop_xywh: tuple[int, int, int, int]
    wall_xywh: tuple[int, int, int, int]


@dataclass(frozen=True)
class Shot:
    """The camera at one moment: the middle and the width of what it sees, in pixels of the wall."""

    second: float
    x: float
    y: float
    width: float


PHOTOS = (
    Photo("skimage", "data/astronaut.png", (0, 0, 512, 440), (130, 110, 640, 550)),
    Photo("skimage", "data/chelsea.png", (0, 0, 451, 300), (905, 110, 620, 412)),
    Photo("matplotlib", "mpl-data/sample_data/grace_hopper.jpg", (20, 0, 472, 600), (1660, 110, 600, 763)),
    Photo("skimage", "data/coffee.png", (0, 0, 600, 400), (870, 670, 690, 460)),
    Photo("skimage", "data/rocket.jpg", (40, 20, 560, 380), (130, 809, 600, 407)),
)

SHOTS = (
    Shot(0.0, 1200, 675, 2400),
    Shot(1.0, 1200, 675, 2400),
    Shot(3.0, 640, 440, 1240),
    Shot(5.0, 1210, 430, 1240),
    Shot(7.0, 1720, 520, 1350),
    Shot(9.2, 1210, 880, 1240),
    Shot(11.0, 1200, 675, 2400),
    Shot(12.0, 1200, 675, 2400),
)


def main() -> None:
    """Paint the wall, move the camera over it, write the clip."""
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT
    wall = paint_wall()
    count = round(SHOTS[-1].second * FPS)
    write_clip(output, (look(wall, camera_at(n / FPS)) for n in range(count)))
    print(f"{output}: {count} frames, {output.stat().st_size / 1e6:.2f} MB")


def paint_wall() -> Image:
    """Return the wall with the photographs on it, float32 BGR 0..255."""
    width, height = WALL_WH
    rows = np.linspace(1.04, 0.94, height, dtype=np.float32)[:, None, None]  # light from above
    wall: Image = np.full((height, width, 3), WALL_BGR, np.float32) * rows
    for photo in PHOTOS:
        hang(wall, photo)
    return wall


def hang(wall: Image, photo: Photo) -> None:
    """Put one photograph on the wall with its mat, frame and shadow."""
    x, y, w, h = photo.wall_xywh
    edge = MAT + FRAME
    shadow = np.zeros(wall.shape[:2], np.float32)
    cv2.rectangle(shadow, (x - edge + 6, y - edge + 14), (x + w + edge + 6, y + h + edge + 18), 0.45, -1)
    wall *= 1 - cv2.GaussianBlur(shadow, (0, 0), 14)[:, :, None]
    fill(wall, x - edge, y - edge, w + 2 * edge, h + 2 * edge, (46, 52, 60))
    fill(wall, x - MAT, y - MAT, w + 2 * MAT, h + 2 * MAT, (240, 243, 245))
    wall[y : y + h, x : x + w] = cv2.resize(read_photo(photo), (w, h), interpolation=cv2.INTER_CUBIC)
    np.clip(wall, 0, 255, out=wall)


def fill(wall: Image, x: int, y: int, w: int, h: int, bgr: tuple[int, int, int]) -> None:
    """Paint a rectangle."""
    wall[y : y + h, x : x + w] = bgr


def read_photo(photo: Photo) -> Image:
    """Return the part of the photograph that is shown, float32 BGR."""
    path = files(photo.package) / photo.file
    image = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        sys.exit(f"{path}: cannot be decoded, expected a PNG or JPEG image")
    x, y, w, h = photo.crop_xywh
    return image[y : y + h, x : x + w].astype(np.float32)


def camera_at(second: float) -> Shot:
    """Return the camera's place between two shots, starting and stopping softly."""
    later = next((i for i, shot in enumerate(SHOTS) if shot.second > second), len(SHOTS) - 1)
    before, after = SHOTS[later - 1], SHOTS[later]
    share = min((second - before.second) / (after.second - before.second), 1.0)
    ease = share * share * share * (share * (share * 6 - 15) + 10)  # no jolt at either end

    def between(a: float, b: float) -> float:
        return a + (b - a) * ease

    return Shot(
        second,
        between(before.x, after.x),
        between(before.y, after.y),
        # The eye takes zoom as a ratio: equal steps of the logarithm look even.
        float(np.exp(between(np.log(before.width), np.log(after.width)))),
    )


def look(wall: Image, shot: Shot) -> NDArray[np.uint8]:
    """Return what the camera sees, uint8 BGR of SIZE_WH."""
    width, height = 2 * SIZE_WH[0], 2 * SIZE_WH[1]  # twice as fine, then averaged: no moiré from afar
    scale = width / shot.width
    shift_x, shift_y = (width - 1) / 2 - scale * shot.x, (height - 1) / 2 - scale * shot.y
    matrix = np.array([[scale, 0, shift_x], [0, scale, shift_y]])
    fine = cv2.warpAffine(
        wall, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    seen = cv2.resize(fine, SIZE_WH, interpolation=cv2.INTER_AREA)
    return np.clip(np.rint(seen), 0, 255).astype(np.uint8)


def write_clip(path: Path, images: Iterable[NDArray[np.uint8]]) -> None:
    """Encode the images as H.264 that every player and browser can play from its first byte."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        options = {"crf": "22", "preset": "veryslow", "threads": "1"}  # one thread: the same file each time
        stream = container.add_stream("libx264", rate=FPS, options=options)
        stream.width, stream.height = SIZE_WH
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, FPS)
        for image in images:
            frame = av.VideoFrame.from_ndarray(image, format="bgr24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


if __name__ == "__main__":
    main()
