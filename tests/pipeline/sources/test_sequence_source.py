"""Several files are read one after the other; broken ones are told and passed over."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from support.films.media_files import make_video, number_in, picture, write_jpeg
from yolocam.errors import SourceError
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.files.listing import list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource


def test_mixed_files_in_order_with_their_own_info(tmp_path: Path) -> None:
    write_jpeg(tmp_path / "a1.jpg", picture(0))
    make_video(tmp_path / "a2.mp4", 3)
    write_jpeg(tmp_path / "a10.jpg", picture(0))
    source = SequenceSource(list_sources([str(tmp_path)]))
    assert source.info.kind == "sequence" and source.info.frame_count == 5
    seen = [(f.source.name, f.source.kind, f.index) for f in iter(source.read, None)]
    source.close()
    video = [("a2.mp4", "video", i) for i in range(3)]
    assert seen == [("a1.jpg", "image", 0), *video, ("a10.jpg", "image", 0)]


def test_broken_files_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    for name in ("a.jpg", "c.jpg"):
        write_jpeg(tmp_path / name, picture(0))
    (tmp_path / "b.jpg").write_bytes(b"no picture")
    (tmp_path / "d.mp4").write_text("no video")
    cut = make_video(tmp_path / "e.mkv", 90, rate=Fraction(25))
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size * 6 // 10])
    problems: dict[str, str] = {}
    source = SequenceSource(list_sources([str(tmp_path)]), on_problem=problems.__setitem__)
    names = {frame.source.name for frame in iter(source.read, None)}
    source.close()
    assert names == {"a.jpg", "c.jpg", "e.mkv"}
    assert list(problems) == ["b.jpg", "d.mp4", "e.mkv"]
    assert all(str(tmp_path / name) in message for name, message in problems.items())
    assert "breaks off" in problems["e.mkv"]


def test_stride_thins_videos_only(tmp_path: Path) -> None:
    make_video(tmp_path / "a.mp4", 7)
    for name in ("b.jpg", "c.jpg"):
        write_jpeg(tmp_path / name, picture(0))
    source = SequenceSource(list_sources([str(tmp_path)]), stride=3)
    assert source.info.frame_count == 5
    frames = list(iter(source.read, None))
    source.close()
    assert [(f.index, f.source.kind) for f in frames[:3]] == [(0, "video"), (3, "video"), (6, "video")]
    assert [number_in(f.image) for f in frames[:3]] == [0, 3, 6]
    assert len(frames) == 5


def test_stride_below_one_is_refused(tmp_path: Path) -> None:
    write_jpeg(tmp_path / "a.jpg", picture(0))
    with pytest.raises(SourceError, match="stride is 0"):
        SequenceSource(list_sources([str(tmp_path)]), stride=0)


def test_closing_ends_it(tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        write_jpeg(tmp_path / name, picture(0))
    source = open_source(str(tmp_path))
    assert source.read() is not None
    source.close()
    assert source.read() is None


S = 1_000_000_000


@pytest.fixture
def mixed(tmp_path):
    """An image, a film of two seconds, an image."""
    for name in ("a.png", "c.png"):
        cv2.imwrite(str(tmp_path / name), np.zeros((20, 30, 3), np.uint8))
    make_video(tmp_path / "b.mp4", 20, rate=Fraction(10))
    source = SequenceSource(list_sources([str(tmp_path)]), image_seconds=Fraction(3))
    yield source
    source.close()


def whole(source) -> list[tuple[str, float]]:
    return [(frame.source.name, frame.position_ns / S) for frame in iter(source.read, None)]


def test_images_and_films_lie_behind_one_another(mixed):
    assert mixed.info.seekable
    assert mixed.info.starts_ns == (0, 3 * S, 5 * S)
    assert mixed.info.duration_ns == 8 * S
    films = [("b.mp4", pytest.approx(3 + n / 10)) for n in range(20)]
    assert whole(mixed) == [("a.png", 0), *films, ("c.png", 5)]


@pytest.mark.parametrize(
    ("at", "name", "position"),
    [
        (0, "a.png", 0),
        (2.9, "a.png", 0),
        (3, "b.mp4", 3),
        (4.05, "b.mp4", 4),
        (5, "c.png", 5),
        (99, "c.png", 5),
    ],
)
def test_a_seek_leads_to_the_file_and_the_moment(mixed, at, name, position):
    for _ in range(5):
        mixed.read()
    mixed.seek(round(at * S))
    frame = mixed.read()
    assert (frame.source.name, frame.position_ns / S) == (name, pytest.approx(position))
    mixed.seek(0)
    assert len(whole(mixed)) == 22


def test_a_frame_keeps_the_time_of_its_own_file(mixed):
    mixed.seek(4 * S)
    frame = mixed.read()
    assert frame.pts_ns == S
    assert frame.index == 10


def test_a_broken_file_is_passed_over_at_a_seek(tmp_path, mixed):
    (tmp_path / "a.png").write_bytes(b"nothing")
    mixed.seek(0)
    assert mixed.read().source.name == "b.mp4"
