"""What is wrong with one film is told in words, and never costs the films after it."""

from __future__ import annotations

import io
import random
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition

from support.films.joined_films import number_of, numbered
from yolocam.errors import SourceError
from yolocam.pipeline.sources.files.listing import list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource
from yolocam.pipeline.sources.files.video import VideoSource

CONTAINERS = ("mp4", "mov", "matroska", "avi", "mpegts", "flv", "h264")
FRAMES = 20


def film(container: str, *, sound: bool = False, count: int = FRAMES) -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as out:
        stream = out.add_stream("libx264", rate=10, options={"g": "5"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        audio = out.add_stream("aac", rate=44_100, layout="mono") if sound else None
        for number in range(count):
            frame = av.VideoFrame.from_ndarray(numbered(number), "bgr24")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if audio is not None:
            for at in range(0, 4410 * count, 1024):
                piece = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
                piece.sample_rate, piece.pts, piece.time_base = 44_100, at, Fraction(1, 44_100)
                out.mux(audio.encode(piece))
            out.mux(audio.encode(None))
    return buffer.getvalue()


def damaged(data: bytes, how: str, seed: int) -> bytes:
    chance = random.Random(seed)
    at = chance.randrange(8, len(data) - 8)
    if how == "cut":
        return data[:at]
    if how == "zeros":
        return data[:at] + bytes(min(200, len(data) - at)) + data[at + 200 :]
    if how == "garbage":
        return data[:at] + chance.randbytes(300) + data[at:]
    changed = bytearray(data)
    for _ in range(20):
        changed[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(changed)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["cut", "zeros", "garbage", "bytes"])
@pytest.mark.parametrize("container", CONTAINERS)
def test_films_after_a_broken_one_are_read(tmp_path: Path, container: str, how: str) -> None:
    data = film(container)
    ending = {"matroska": "mkv", "mpegts": "ts", "h264": "mp4"}.get(container, container)
    for seed in range(4):
        (tmp_path / f"{seed}.{ending}").write_bytes(damaged(data, how, seed))
    (tmp_path / "z.mp4").write_bytes(film("mp4"))
    problems: list[str] = []
    source = SequenceSource(list_sources([str(tmp_path)]), on_problem=lambda _, words: problems.append(words))
    frames = list(iter(source.read, None))
    source.close()
    assert [number_of(f.image) for f in frames if f.source.name == "z.mp4"] == list(range(FRAMES))
    assert all("\n" not in words and "rror" not in words for words in problems)


@pytest.mark.slow
@pytest.mark.parametrize("container", CONTAINERS)
def test_broken_film_can_be_sought(tmp_path: Path, container: str) -> None:
    data = film(container)
    for seed, how in enumerate(["cut", "zeros", "garbage", "bytes"] * 2):
        path = tmp_path / f"{seed}"
        path.write_bytes(damaged(data, how, seed))
        try:
            source = VideoSource(path)
        except SourceError:
            continue
        for second in (1.5, 0.0, 99.0, 10**9):
            source.seek(round(second * 10**9))
            source.read()
        source.close()


def test_track_that_begins_on_the_way(tmp_path: Path) -> None:
    """FLV announces its tracks by flags that cameras set wrong; PyAV counts tracks at the start."""
    whole = film("flv", sound=True, count=80)
    head, at = bytearray(whole[:13]), 13
    head[4] = 1  # pictures only
    kept = [bytes(head)]
    while at + 11 <= len(whole):
        length = int.from_bytes(whole[at + 1 : at + 4])
        milliseconds = int.from_bytes(whole[at + 4 : at + 7])
        if whole[at] != 8 or milliseconds > 5000:
            kept.append(whole[at : at + 15 + length])
        at += 15 + length
    path = tmp_path / "v.flv"
    path.write_bytes(b"".join(kept))
    source = VideoSource(path)
    assert [number_of(frame.image) for frame in iter(source.read, None)] == list(range(80))
    assert source.problem is None
    source.close()


def test_film_without_its_index_is_told(tmp_path: Path) -> None:
    for container in ("mp4", "mov"):
        data = film(container)
        path = tmp_path / f"v.{container}"
        path.write_bytes(data[: data.rindex(b"moov") - 4])
        with pytest.raises(SourceError, match="unfinished recording: its index is missing"):
            VideoSource(path)
    path.write_bytes(b"")
    with pytest.raises(SourceError, match="it is empty"):
        VideoSource(path)


@pytest.mark.parametrize(
    ("tracks", "shown"),
    [
        ([((96, 48), False), ((64, 48), True)], 1),  # the default one, though it is smaller
        ([((32, 48), False), ((64, 48), False)], 1),  # the largest
        ([((64, 48), False), ((32, 48), False)], 0),
        ([((64, 48), True), ((96, 48), True)], 1),
        ([((64, 48), False), ((64, 48), False)], 0),
    ],
)
def test_default_track_is_shown_then_the_largest(
    tmp_path: Path, tracks: list[tuple[tuple[int, int], bool]], shown: int
) -> None:
    path = tmp_path / "v.mkv"
    with av.open(str(path), "w", options={"default_mode": "passthrough"}) as out:
        streams = []
        for (width, height), default in tracks:
            stream = out.add_stream("libx264", rate=10)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            stream.disposition = Disposition.default if default else Disposition(0)
            streams.append(stream)
        for number, stream in enumerate(streams):
            picture = np.full((stream.height, stream.width, 3), 50 + 100 * number, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "bgr24")))
            out.mux(stream.encode(None))
    source = VideoSource(path)
    frame = source.read()
    source.close()
    assert frame.size_wh == tracks[shown][0]
    assert frame.image.mean() == pytest.approx(50 + 100 * shown, abs=8)
