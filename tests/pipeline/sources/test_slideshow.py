from fractions import Fraction

import cv2
import numpy as np
import pytest

from yolocam.errors import SourceError
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.files.listing import list_sources
from yolocam.pipeline.sources.files.slideshow import SlideshowSource


@pytest.fixture
def folder(tmp_path):
    for number, size_wh in enumerate([(40, 30), (20, 50), (60, 60)]):
        cv2.imwrite(
            str(tmp_path / f"p{number}.png"), np.full((size_wh[1], size_wh[0], 3), 50 * number, np.uint8)
        )
    return tmp_path


def test_folder_of_images_opens_as_a_slide_show(folder):
    source = open_source(str(folder))
    info = source.info
    assert (info.size_wh, info.frame_count, info.fps) == ((40, 30), 3, Fraction(1, 3))
    assert info.duration_ns == 9_000_000_000
    assert info.seekable and not info.live
    frames = [source.read() for _ in range(3)]
    assert source.read() is None
    assert [frame.pts_ns for frame in frames] == [0, 3_000_000_000, 6_000_000_000]
    assert [frame.image[0, 0, 0] for frame in frames] == [0, 50, 100]
    assert [frame.source.name for frame in frames] == ["p0.png", "p1.png", "p2.png"]
    assert [frame.source.size_wh for frame in frames] == [(40, 30), (20, 50), (60, 60)]
    assert not frames[0].image.flags.writeable


@pytest.mark.parametrize(
    ("pts_ns", "index"),
    [(0, 0), (2_999_999_999, 0), (3_000_000_000, 1), (8_000_000_000, 2), (10**12, 2), (-5, 0)],
)
def test_seek_finds_the_picture_shown_at_a_time(folder, pts_ns, index):
    source = open_source(str(folder))
    source.seek(pts_ns)
    assert source.read().index == index


def test_single_image_can_be_shown_again(folder):
    source = open_source(str(folder / "p1.png"))
    assert source.read().source.path == folder / "p1.png"
    assert source.read() is None
    source.seek(0)
    assert source.read().index == 0


def test_broken_pictures_are_left_out_and_named(folder):
    (folder / "p00.png").write_bytes(b"\x89PNG no")
    (folder / "p10.png").write_bytes(b"")
    source = open_source(str(folder))
    assert source.info.size_wh == (40, 30)
    frames = []
    while (frame := source.read()) is not None:
        frames.append(frame)
    assert [(frame.index, frame.source.name) for frame in frames] == [
        (0, "p0.png"),
        (1, "p1.png"),
        (2, "p2.png"),
    ]
    assert source.info.frame_count == 3 and source.info.duration_ns == 9_000_000_000
    assert "left out:" in source.problem and "p00.png" in source.problem and "and 1 more" in source.problem


def test_nothing_but_broken_pictures_is_an_error(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"no picture")
    with pytest.raises(SourceError, match=r"a\.jpg"):
        open_source(str(tmp_path))


def test_close_ends_the_show(folder):
    source = open_source(str(folder))
    source.read()
    source.close()
    assert source.read() is None


def test_seconds_must_be_positive(folder):
    with pytest.raises(SourceError, match="expected more than 0"):
        SlideshowSource(list_sources([str(folder)]), Fraction(0))


def test_what_the_user_should_know_is_told(folder):
    (folder / "a.psd").write_bytes(b"8BPS\0\1")
    (folder / "p3.jpg").write_bytes(cv2.imencode(".jpg", np.zeros((30, 40, 3), np.uint8))[1].tobytes()[:-2])
    (folder / "p4.png").write_bytes(b"")
    source = open_source(str(folder))
    assert source.remark == "1 file passed over: .psd (1)"
    while source.read() is not None:
        pass
    assert "p3.jpg has no JPEG end marker" in source.remark and "left out:" in source.remark
