"""Parts of a film give, one after the other, exactly the frames of the whole film."""

from fractions import Fraction

import numpy as np
import pytest

from support.films.media_files import make_video
from yolocam.media.key_frames import FilmPart, film_parts
from yolocam.pipeline.distribution.part_source import PartSource, UncutError
from yolocam.pipeline.sources.files.listing import list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource
from yolocam.pipeline.sources.sampling import Sampling

RATE = Fraction(10)
SECOND = 1_000_000_000
VARIABLE = [n + n // 3 * 2 for n in range(60)]


def frames_of(source) -> list[tuple[int, int, bytes]]:
    found = []
    while (frame := source.read()) is not None:
        found.append((frame.index, frame.pts_ns, frame.image.tobytes()))
    source.close()
    return found


def by_parts(path, parts, sampling):
    return [frames_of(PartSource(path, path.name, part, sampling=sampling)) for part in parts]


@pytest.mark.parametrize(
    ("ending", "options", "ticks", "sampling"),
    [
        ("mp4", {"g": "12"}, None, Sampling()),
        ("mp4", {"g": "7", "bf": "2", "x264-params": "open-gop=1:keyint=7"}, None, Sampling()),
        ("mkv", {"g": "12"}, VARIABLE, Sampling()),
        ("mp4", {"g": "12"}, None, Sampling(every_ns=SECOND * 7 // 10)),
        ("mp4", {"g": "12"}, VARIABLE, Sampling(every_ns=SECOND)),
        ("mp4", {"g": "12"}, None, Sampling(stride=7)),
        ("mp4", {"g": "30", "x264-params": "intra-refresh=1:keyint=15"}, None, Sampling()),
    ],
)
def test_parts_are_the_film(tmp_path, ending, options, ticks, sampling):
    path = make_video(tmp_path / f"film.{ending}", 60, rate=RATE, options=options, ticks=ticks)
    parts = film_parts(path, 2 * SECOND)
    whole = frames_of(SequenceSource(list_sources([str(path)]), sampling=sampling))
    found = by_parts(path, parts, sampling)
    assert len(parts) >= 2 and all(found)
    assert [frame for part in found for frame in part] == whole


def test_a_film_that_is_short_or_has_no_clock_is_not_cut(tmp_path):
    short = make_video(tmp_path / "short.mp4", 20, rate=RATE)
    raw = make_video(tmp_path / "raw.h264", 60, rate=RATE, options={"g": "12"})
    broadcast = make_video(tmp_path / "cast.ts", 60, rate=RATE, options={"g": "12"})
    assert [film_parts(path, 2 * SECOND) for path in (short, raw, broadcast)] == [(), (), ()]


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_ns": 1},
        {"end": 37},
        {"seek": 11},
    ],
)
def test_a_part_whose_frames_are_elsewhere_says_so(tmp_path, wrong):
    path = make_video(tmp_path / "film.mp4", 60, rate=RATE, options={"g": "12"})
    true = {"first": 24, "first_ns": 2_400_000_000, "end": 36, "end_ns": 3_600_000_000}
    part = FilmPart(**{**true, "seek": 12, "seek_ns": 1_200_000_000, **wrong})
    with pytest.raises(UncutError, match="in parts"):
        by_parts(path, [part], Sampling())


def test_a_part_of_a_damaged_film_says_so(tmp_path):
    path = make_video(tmp_path / "film.mp4", 60, rate=RATE, options={"g": "12"}, size=(320, 240))
    parts = film_parts(path, 2 * SECOND)
    data = bytearray(path.read_bytes())
    middle = data.index(b"mdat") + 2000
    data[middle : len(data) * 3 // 4] = np.random.default_rng(1).bytes(len(data) * 3 // 4 - middle)
    path.write_bytes(data)
    with pytest.raises(UncutError):
        by_parts(path, parts, Sampling())
