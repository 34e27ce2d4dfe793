"""Play lists on this machine: films that are made of files are shown, and nothing else is waited for."""

from __future__ import annotations

import os
from pathlib import Path

import av
import numpy as np
import pytest

from yolocam.errors import SourceError
from yolocam.media.sniff import sniff_kind
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.files.listing import list_sources

HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n"
FRAMES = 25

pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes")


def piece(path: Path, first: int) -> None:
    with av.open(str(path), "w") as film:
        track = film.add_stream("mpeg2video", rate=25)
        track.width, track.height, track.pix_fmt = 64, 64, "yuv420p"
        for number in range(first, first + FRAMES):
            image = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="bgr24")
            image.pts = number
            film.mux(track.encode(image))
        film.mux(track.encode())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    piece(tmp_path / "a.ts", 0)
    piece(tmp_path / "b.ts", FRAMES)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.ts")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder: Path, *pieces: str, head: str = HEAD, name: str = "list.m3u8") -> str:
    path = folder / name
    path.write_text(head + "".join(f"#EXTINF:1,\n{piece}\n" for piece in pieces) + "#EXT-X-ENDLIST\n")
    return str(path)


def frames_of(path: str) -> tuple[int, str | None]:
    source = open_source(path)
    try:
        return sum(1 for _ in iter(source.read, None)), source.problem
    finally:
        source.close()


def test_the_pieces_of_a_film_are_shown_as_one(folder):
    path = written(folder, "a.ts", "b.ts")
    assert sniff_kind(Path(path)) == "video"
    assert frames_of(path)[0] == 2 * FRAMES


def test_a_piece_that_is_missing_costs_no_more_than_itself(folder):
    assert frames_of(written(folder, "a.ts", "missing.ts", "b.ts"))[0] == 2 * FRAMES


@pipes
@pytest.mark.timeout(20)
def test_a_pipe_among_the_pieces(folder):
    count, problem = frames_of(written(folder, "a.ts", "pipe.ts"))
    assert count > 0
    assert problem is not None and "it names pipe.ts, which is not a regular file" in problem


@pipes
@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        HEAD + '#EXT-X-KEY:METHOD=AES-128,URI="pipe.ts"\n',
        HEAD + '#EXT-X-MAP:URI="pipe.ts"\n',
        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=100\npipe.ts\n",
    ],
    ids=["piece", "key", "map", "variant"],
)
def test_a_pipe_at_the_beginning(head, folder):
    path = written(folder, "pipe.ts" if head == HEAD else "a.ts", head=head)
    assert len(list_sources([path])) == 1
    with pytest.raises(SourceError, match=r"list\.m3u8 .*names pipe\.ts, which is not a regular file"):
        open_source(path)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("named", ["a.ts", "pipe.ts", "inner.ffconcat"])
def test_the_lists_of_ffmpeg_itself_are_not_read(named, folder):
    (folder / "inner.ffconcat").write_text("ffconcat version 1.0\nfile pipe.ts\n")
    path = folder / "list.ffconcat"
    path.write_text(f"ffconcat version 1.0\nfile {named}\n")
    with pytest.raises(SourceError, match=r"list\.ffconcat is a play list .* \.txt file"):
        open_source(str(path))


@pipes
@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("name", "beside", "content"),
    [
        ("a%d.dpx", "a0.dpx", "no image"),
        ("subtitles.idx", "subtitles.sub", "# VobSub index file, v7 (do not modify this line!)\n"),
        ("tagged.ts", "pipe.ts", "ID3\x04\0\0\0\0\0\0ffconcat version 1.0\nfile pipe.ts\n"),
    ],
)
def test_files_that_make_ffmpeg_look_at_others(name, beside, content, folder):
    if not (folder / beside).exists():
        os.mkfifo(folder / beside)
    (folder / name).write_text(content)
    with pytest.raises(SourceError, match=name):
        open_source(name)


@pipes
@pytest.mark.timeout(20)
def test_pipes_and_devices_in_a_list_of_paths(folder):
    (folder / "list.txt").write_text("a.ts\npipe.ts\n/dev/zero\n")
    items = list_sources(["list.txt"]).items
    assert len(items) == 3
    for item in items[1:]:
        with pytest.raises(SourceError, match=r"not a regular file|no camera"):
            open_source(item.file)
