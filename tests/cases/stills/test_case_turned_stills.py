"""Kind A: every format that says how it is to be turned is turned, once, for every reader."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import numpy as np
import pytest

from support import picture_makers as make
from yolocam.errors import SourceError
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.files.image import read_image
from yolocam.pipeline.sources.files.listing import list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource


def through_sequence(path: Path) -> np.ndarray:
    source = SequenceSource(list_sources([str(path)]))
    frame = source.read()
    source.close()
    assert frame is not None and frame.source.kind == "image" and frame.source.size_wh == frame.size_wh
    return frame.image


def through_window(path: Path) -> np.ndarray:
    source = open_source(str(path))
    frame = source.read()
    source.close()
    assert frame is not None and source.info.size_wh == frame.size_wh
    return frame.image


READERS = {"picture": read_image, "run": through_sequence, "window": through_window}


@pytest.mark.slow
@pytest.mark.parametrize("ending", make.TURNED)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_upright_however_the_camera_was_held(
    tmp_path: Path, ending: str, orientation: int
) -> None:
    path = tmp_path / f"photo.{ending}"
    path.write_bytes(make.TURNED[ending](make.stored(orientation), orientation))
    for name, reader in READERS.items():
        assert make.looks_upright(reader(path)), (name, orientation)


@pytest.mark.parametrize("ending", make.UNTURNED)
def test_formats_that_say_nothing_are_taken_as_they_are(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"photo.{ending}"
    path.write_bytes(make.UNTURNED[ending](make.upright()))
    for name, reader in READERS.items():
        assert make.looks_upright(reader(path)), name


@pytest.mark.parametrize("number", [0, 9, 65535])
@pytest.mark.parametrize("ending", ["jpg", "webp", "tif"])
def test_orientations_that_mean_nothing_turn_nothing(tmp_path: Path, ending: str, number: int) -> None:
    path = tmp_path / f"photo.{ending}"
    path.write_bytes(make.TURNED[ending](make.upright(), number))
    assert make.looks_upright(read_image(path))


@pytest.mark.parametrize("cut", range(6, 32, 3))
def test_damaged_exif_data_does_not_spoil_the_picture(tmp_path: Path, cut: int) -> None:
    damaged = make.exif(6)[:cut].ljust(32, b"\xff")
    plain = make.jpeg(make.upright(), 1)
    start = plain.index(b"Exif\0\0")
    end = start - 2 + struct.unpack_from(">H", plain, start - 2)[0]
    data = plain[: start - 2] + struct.pack(">H", len(damaged) + 2) + damaged + plain[end:]
    path = tmp_path / "photo.jpg"
    path.write_bytes(data)
    assert read_image(path).shape in ((48, 64, 3), (64, 48, 3))


def test_without_its_library_a_heic_picture_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    (tmp_path / "photo.heic").write_bytes(make.ALL["heic"])
    with pytest.raises(SourceError, match=r"photo\.heic is a HEIF picture, which needs pillow-heif"):
        read_image(tmp_path / "photo.heic")
