"""Only from here to there, one frame in so many seconds, so many frames, those with something in them."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.collision_files import found_in, write_film, write_still
from yolocam.commands.detect.sampling_flags import media_time
from yolocam.frame import Frame, Rendered
from yolocam.pipeline.sinks.only_found import OnlyFoundSink
from yolocam.pipeline.sinks.video.folder import FolderSink
from yolocam.pipeline.sources.files.listing import list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource
from yolocam.pipeline.sources.live.sampled import SampledSource
from yolocam.pipeline.sources.live.synthetic import SyntheticSource
from yolocam.pipeline.sources.sampling import Chooser, Sampling

SECOND = 1_000_000_000


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture, and two films of 3 s at 10 frames a second, in two containers."""
    top = tmp_path_factory.mktemp("media")
    write_film(top / "a.mp4", 30, sound=True)
    write_film(top / "b.mkv", 30)
    write_still(top / "c.jpg")
    return top


def read(source: str | Path, sampling: Sampling) -> tuple[list[Frame], list[str], int | None]:
    told: list[str] = []
    reader = SequenceSource(
        list_sources([str(source)]), sampling=sampling, on_problem=lambda _, text: told.append(text)
    )
    frames = list(iter(reader.read, None))
    reader.close()
    return frames, told, reader.info.frame_count


def seconds(value: float) -> int:
    return round(value * SECOND)


@pytest.mark.slow
@pytest.mark.parametrize("film", ["a.mp4", "b.mkv"])
@pytest.mark.parametrize(
    ("sampling", "indices"),
    [
        (Sampling(seconds(1)), range(10, 30)),
        (Sampling(seconds(1), seconds(0.5)), range(10, 15)),
        (Sampling(0, seconds(0.25)), range(3)),
        (Sampling(seconds(0.95), seconds(0.1)), [10]),
        (Sampling(every_ns=seconds(1)), [0, 10, 20]),
        (Sampling(every_ns=seconds(0.25)), [0, 3, 5, 8, 10, 13, 15, 18, 20, 23, 25, 28]),
        (Sampling(seconds(0.5), seconds(2), every_ns=seconds(1)), [5, 15]),
        (Sampling(seconds(1), stride=4), [12, 16, 20, 24, 28]),
        (Sampling(most=4), range(4)),
        (Sampling(seconds(2), most=3), [20, 21, 22]),
        (Sampling(every_ns=1), range(30)),
    ],
)
def test_the_frames_that_are_asked_for(
    media: Path, film: str, sampling: Sampling, indices: list[int]
) -> None:
    frames, told, expected = read(media / film, sampling)
    assert [frame.index for frame in frames] == list(indices) and not told
    assert [round(frame.pts_ns / 1e8) for frame in frames] == list(indices)
    assert expected is not None and abs(expected - len(frames)) <= 1
    shades = [frame.image.mean() for frame in frames]
    assert shades == pytest.approx([20 + index * 200 // 30 for index in indices], abs=4)


def test_frame_numbers_at_a_variable_rate_and_without_times(tmp_path: Path) -> None:
    """Phones and screen recorders vary their rate; a raw stream has no times to search by."""
    ticks = [index + index * index // 20 for index in range(40)]
    varied = write_film(tmp_path / "phone.mp4", 40, ticks=ticks)
    frames, told, _ = read(varied, Sampling(seconds(2)))
    first = next(index for index, tick in enumerate(ticks) if tick >= 20)
    assert not told and [frame.index for frame in frames] == list(range(first, 40))
    raw = write_film(tmp_path / "door.h264", 60, Fraction(25))
    frames, told, _ = read(raw, Sampling(seconds(1), seconds(1)))
    assert not told and [frame.index for frame in frames] == list(range(25, 50))


def test_pictures_have_no_time_but_count(media: Path) -> None:
    frames, _, expected = read(media, Sampling(seconds(1), seconds(0.2)))
    assert [frame.source.name for frame in frames] == [
        "a.mp4",
        "a.mp4",
        "b.mkv",
        "b.mkv",
        "c.jpg",
    ] and expected == 5
    frames, _, expected = read(media, Sampling(every_ns=seconds(2), most=3))
    assert [(frame.source.name, frame.index) for frame in frames] == [
        ("a.mp4", 0),
        ("a.mp4", 20),
        ("b.mkv", 0),
    ]
    assert expected == 3


def test_a_start_behind_the_end_is_told(media: Path) -> None:
    frames, told, expected = read(media / "a.mp4", Sampling(seconds(10)))
    assert not frames and expected == 0
    assert len(told) == 1 and "lasts 3 s" in told[0] and "no frame from 10 s" in told[0]


@settings(deadline=None)
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=60), st.integers(10**7, 3 * 10**9))
def test_sampled_frames_do_not_drift(gaps: list[int], every: int) -> None:
    """The first frame at or after each multiple, whatever the rate does."""
    times = [sum(gaps[:count]) for count in range(len(gaps) + 1)]
    chooser = Chooser(Sampling(every_ns=every))
    kept = [pts for index, pts in enumerate(times) if chooser(index, pts)]
    wanted = {next((pts for pts in times if pts >= due), None) for due in range(0, times[-1] + 1, every)}
    assert kept == sorted(wanted - {None})


@pytest.mark.slow
def test_a_live_source_ends_where_it_is_told(media: Path) -> None:
    def indices(sampling: Sampling) -> list[int]:
        source = SampledSource(SyntheticSource("synthetic:64x48@200?frames=60"), sampling)
        assert source.info.live
        found = [frame.index for frame in iter(source.read, None)]
        source.close()
        return found

    assert len(indices(Sampling(most=5))) == 5
    found = indices(Sampling(seconds(0.1), seconds(0.1)))
    assert found and found[0] >= 20 and found[-1] < 42
    tenths = [index // 20 for index in indices(Sampling(every_ns=seconds(0.1)))]
    assert tenths and tenths == sorted(set(tenths)) and tenths[-1] <= 2


def times(path: Path, kind: str) -> list[float]:
    with av.open(str(path)) as container:
        packets = container.demux(next(stream for stream in container.streams if stream.type == kind))
        return sorted(float(packet.pts * packet.time_base) for packet in packets if packet.size)


def test_the_annotated_film_and_its_sound_begin_where_it_was_cut(media: Path, tmp_path: Path) -> None:
    sink = FolderSink(tmp_path, cut=True)
    for frame in read(media / "a.mp4", Sampling(seconds(1), seconds(1)))[0]:
        sink.write(found_in(frame))
    sink.close()
    film = tmp_path / "det_a.mp4"
    assert times(film, "video") == pytest.approx([index / 10 for index in range(10)])
    sound = times(film, "audio")
    assert 0 <= sound[0] < 0.05 and 0.9 < sound[-1] < 1.05


def test_a_film_closes_up_over_frames_in_which_nothing_is_found(media: Path, tmp_path: Path) -> None:
    kept: list[Rendered] = []

    class KeepingFolderSink(FolderSink):
        def write(self, item: Rendered) -> None:
            kept.append(item)
            super().write(item)

    sink = OnlyFoundSink(KeepingFolderSink(tmp_path), gapless=True)
    frames = [frame for name in ("a.mp4", "b.mkv", "c.jpg") for frame in read(media / name, Sampling())[0]]
    for frame in frames:
        sink.write(found_in(frame, (0,) if 10 <= frame.index < 14 or frame.index > 27 else ()))
    sink.close()
    assert [round(float(shade)) for shade in (item.frame.image.mean() for item in kept)] == pytest.approx(
        [20 + index * 200 // 30 for index in (10, 11, 12, 13, 28, 29)] * 2, abs=4
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["det_a.mp4", "det_b.mp4"]
    for film in tmp_path.iterdir():
        assert times(film, "video") == pytest.approx([index / 10 for index in range(6)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("90", 90), ("2.5", 2.5), ("1:30", 90), ("1:02:03.5", 3723.5), ("0", 0), ("12s", 12), ("90:00", 5400)],
)
def test_times_as_people_write_them(text: str, expected: float) -> None:
    assert media_time(text) == Fraction(expected) * SECOND


@pytest.mark.parametrize("text", ["", "-1", "1:60", "x", "1:2:3:4", "nan", "inf", "1e3", "1:-2", "٣"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is not a time such as"):
        media_time(text)
