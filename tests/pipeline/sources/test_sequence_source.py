"""Several files are read one after the other; broken ones are told and passed over."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

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
