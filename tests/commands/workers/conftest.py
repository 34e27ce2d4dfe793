from pathlib import Path

import cv2
import numpy as np
import pytest

from support.darknet.small_detector import files_of
from support.films.clips import write_clip

LENGTHS = {"a": 24, "b": 18, "c": 6, "d": 3, "e": 4, "f": 2}
"""Frames of the six clips."""


@pytest.fixture(scope="session")
def archive(tmp_path_factory) -> Path:
    """A folder with six clips, three images and a broken one, and beside it a small network."""
    top = tmp_path_factory.mktemp("archive")
    noise = np.random.default_rng(0).integers(0, 256, (8, 12, 3), np.uint8)
    image = cv2.resize(noise, (96, 64), interpolation=cv2.INTER_CUBIC)
    (top / "in").mkdir()
    for name, count in LENGTHS.items():
        write_clip(
            top / "in" / f"{name}.mp4", [np.roll(image, 3 * n + ord(name), axis=1) for n in range(count)]
        )
    for number in range(3):
        cv2.imwrite(str(top / "in" / f"g{number}.png"), np.roll(image, 9 * number, axis=0))
    (top / "in" / "z.jpg").write_bytes(b"\xff\xd8\xff nothing")
    files_of(top)
    return top


@pytest.fixture(scope="session")
def flags(archive) -> tuple[str, ...]:
    """The flags of every run over the archive: the small network, which finds something everywhere."""
    model = ("--cfg", str(archive / "net.cfg"), "--weights", str(archive / "net.weights"))
    names = archive / "net.names"
    names.write_text("this\nthat\n")
    return (
        *model,
        "--names",
        str(names),
        "--conf",
        "0.1",
        "--max-det",
        "2",
        "--engine",
        "torch",
        "--precision",
        "fp32",
        "--device",
        "cpu",
    )
