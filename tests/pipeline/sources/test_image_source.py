"""Image files become frames, and broken ones a sentence."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from support.films.media_files import picture, write_jpeg
from yolocam.errors import SourceError
from yolocam.pipeline.sources.files.image import ImageSource, read_image


def encode(extension: str, image: np.ndarray) -> bytes:
    return cv2.imencode(extension, image)[1].tobytes()


def test_one_frame_then_the_end(tmp_path: Path) -> None:
    path = tmp_path / "Straße 犬.png"
    path.write_bytes(encode(".png", picture(3)))
    source = ImageSource(path, "sub/x.png")
    frame = source.read()
    assert frame is not None and source.read() is None
    assert (frame.index, frame.pts_ns, frame.source.kind) == (0, 0, "image")
    assert frame.source.name == "sub/x.png" and frame.source.size_wh == (64, 48)
    assert not frame.image.flags.writeable
    np.testing.assert_array_equal(frame.image, picture(3))


@pytest.mark.parametrize(
    "image",
    [
        np.full((5, 7), 200, np.uint8),
        np.full((5, 7), 200 * 257, np.uint16),
        np.full((5, 7, 3), 200 * 257, np.uint16),
        np.full((5, 7, 4), 200, np.uint8),
    ],
    ids=["grey", "grey16", "colour16", "alpha"],
)
def test_every_depth_becomes_three_channels_of_8_bits(tmp_path: Path, image: np.ndarray) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(encode(".png", image))
    result = read_image(path)
    assert result.shape == (5, 7, 3) and result.dtype == np.uint8
    assert (result == 200).all()


@pytest.mark.parametrize("extension", [".bmp", ".webp", ".tiff", ".ppm", ".pgm", ".pbm", ".jp2", ".avif"])
def test_formats(tmp_path: Path, extension: str) -> None:
    image = picture(1)
    try:
        data = encode(extension, image if extension not in (".pgm", ".pbm") else image[..., 0])
    except cv2.error:
        pytest.skip(f"this OpenCV writes no {extension}")
    path = tmp_path / f"a{extension}"
    path.write_bytes(data)
    assert read_image(path).shape == image.shape


def test_exif_orientation_turns_the_picture(tmp_path: Path) -> None:
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)
    exif = b"Exif\0\0" + tiff
    data = write_jpeg(tmp_path / "a.jpg", picture(0b00001111)).read_bytes()
    (tmp_path / "a.jpg").write_bytes(
        data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]
    )
    image = read_image(tmp_path / "a.jpg")
    assert image.shape == (64, 48, 3)
    assert image[10].mean() > 180 > 100 > image[-10].mean()  # the left, bright half is on top


def png_bomb(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
        for body in (header, b"IDAT" + zlib.compress(bytes(1000)), b"IEND")
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


JPEG = encode(".jpg", np.random.default_rng(1).integers(0, 255, (64, 64, 3)).astype(np.uint8))
PNG = encode(".png", np.random.default_rng(1).integers(0, 255, (64, 64, 3)).astype(np.uint8))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"hello, this is no picture", "not an image in a known format"),
        (b"<html><body>404</body></html>", "not an image in a known format"),
        (JPEG[: len(JPEG) // 2], "cut short: the JPEG data ends before its end marker"),
        (JPEG[:20], "cut short"),
        (JPEG[:3], "cut short"),
        (PNG[: len(PNG) // 2], "cut short: the PNG data ends before its end chunk"),
        (PNG[:2000] + b"\0\0" + PNG[2002:], "check sum"),
        (PNG[:12], "cut short"),
        (encode(".bmp", picture(1))[:-100], "cut short: the BMP"),
        (encode(".webp", picture(1))[:-20], "cut short: the WebP"),
        (encode(".ppm", picture(1))[:-20], "cut short: the PNM"),
        (encode(".tiff", picture(1))[:40], "TIFF|decoded"),
        (png_bomb(60000, 60000), "60000x60000 pixels"),
        (png_bomb(0, 5), "0x5 pixels"),
        (b"P6 60000 60000 255\n", "cut short"),
        (b"P3 60000 60000 255\n1 2 3\n", "cut short"),
    ],
)
def test_broken_files_are_told_in_one_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], data: bytes, says: str
) -> None:
    path = tmp_path / "broken.jpg"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=says) as caught:
        ImageSource(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""


def test_end_marker_of_a_thumbnail_does_not_count(tmp_path: Path) -> None:
    thumbnail = b"\xff\xe1" + struct.pack(">H", len(JPEG) + 2) + JPEG
    whole = JPEG[:2] + thumbnail + JPEG[2:]
    (tmp_path / "a.jpg").write_bytes(whole)
    assert read_image(tmp_path / "a.jpg").shape == (64, 64, 3)
    (tmp_path / "a.jpg").write_bytes(whole[:-500])
    with pytest.raises(SourceError, match="cut short"):
        read_image(tmp_path / "a.jpg")


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.jpg cannot be read"):
        ImageSource(tmp_path / "none.jpg")
    with pytest.raises(SourceError, match="is a folder, expected an image"):
        ImageSource(tmp_path)
