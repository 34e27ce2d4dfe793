"""Videos and recordings come in the container and at the rate that were asked for, with their sound."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest

from support.films.click_films import WHITE, clicks, flashes, make_film
from support.pipeline.recording_frames import LIVE as CAMERA
from support.pipeline.recording_frames import read_film, result
from yolocam.errors import SettingsError
from yolocam.media.encoding.encoder_settings import CONTAINERS, FILE, LIVE, EncoderSettings
from yolocam.media.encoding.rate_limit import RateLimit, kept_rate
from yolocam.media.encoding.video_writer import VideoWriter
from yolocam.pipeline.sinks.video.recorder import Recorder
from yolocam.pipeline.sources.files.video import VideoSource

_MP4 = "mov,mp4,m4a,3gp,3g2,mj2"
NAMES = {"mp4": _MP4, "mov": _MP4, "mkv": "matroska,webm", "ts": "mpegts"}
FLAC_AS = {"mp4": "flac", "mkv": "flac", "mov": "aac", "ts": "aac"}
FORMATS = {"mp4": b"isom", "mov": b"qt  "}


def written(source: VideoSource, path, encoder: EncoderSettings) -> None:
    writer = VideoWriter(path, source_info=source.info, encoder=replace(encoder, hardware=False))
    while (frame := source.read()) is not None:
        writer.write(frame, frame.image)
    writer.close()
    source.close()


@pytest.mark.slow
@pytest.mark.parametrize("container", CONTAINERS)
def test_a_video_in_any_container_has_its_times_and_its_sound(tmp_path, container):
    make_film(tmp_path / "in.mp4")
    path = tmp_path / f"out.{container}"
    written(VideoSource(tmp_path / "in.mp4"), path, FILE)
    with av.open(str(path)) as opened:
        assert opened.format.name == NAMES[container]
    if container in FORMATS:
        assert FORMATS[container] in path.read_bytes()[:32]
    film = read_film(path)
    assert len(film.times) == 100 and film.sound is not None
    assert len(flashes(film)) == len(WHITE)
    assert clicks(film) == pytest.approx(flashes(film), abs=0.045)


@pytest.mark.slow
@pytest.mark.parametrize("container", CONTAINERS)
def test_sound_that_a_container_does_not_hold_becomes_aac(tmp_path, container):
    make_film(tmp_path / "in.mkv", codec="flac")
    path = tmp_path / f"out.{container}"
    written(VideoSource(tmp_path / "in.mkv"), path, FILE)
    with av.open(str(path)) as opened:
        assert opened.streams.audio[0].codec_context.name == FLAC_AS[container]


@pytest.mark.slow
@pytest.mark.parametrize("container", CONTAINERS)
def test_a_recording_in_any_container_plays(tmp_path, container):
    path = tmp_path / f"out.{container}"
    recorder = Recorder(path, encoder=replace(LIVE, hardware=False), jsonl=False)
    for number in range(30):
        recorder.write(result(number, source=CAMERA))
    recorder.close()
    film = read_film(path)
    start = film.times[0]
    assert [round(t - start, 3) for t in film.times] == pytest.approx(np.arange(30) * 0.04, abs=0.002)


@pytest.mark.slow
def test_a_video_of_fewer_images_a_second_is_as_long_and_has_its_sound(tmp_path):
    make_film(tmp_path / "in.mp4")
    written(VideoSource(tmp_path / "in.mp4"), tmp_path / "out.mp4", replace(FILE, fps=Fraction(10)))
    film = read_film(tmp_path / "out.mp4")
    assert len(film.times) == 40 and film.times[-1] == pytest.approx(3.92, abs=0.05)
    assert len(clicks(film)) == len(WHITE)
    with av.open(str(tmp_path / "out.mp4")) as opened:
        track = opened.streams.video[0]
        assert track.average_rate == pytest.approx(10, rel=0.02)
        assert 4 <= float(track.duration * track.time_base) < 4 + 1 / 10


def test_a_recording_of_fewer_images_a_second_notes_those_that_it_has(tmp_path):
    recorder = Recorder(tmp_path / "out.mkv", encoder=replace(LIVE, hardware=False, fps=Fraction(5)))
    for number in range(50):
        recorder.write(result(number, source=CAMERA))
    recorder.close()
    assert len(read_film(tmp_path / "out.mkv").times) == 10 == recorder.state.frames
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 10


@pytest.mark.parametrize("container", ["mp4", "mkv", "mov"])  # TS tells no duration
def test_a_recording_of_few_images_a_second_lasts_as_long_as_its_source(tmp_path, container):
    path = tmp_path / f"out.{container}"
    recorder = Recorder(path, encoder=replace(LIVE, hardware=False, fps=Fraction(1)), jsonl=False)
    for number in range(50):
        recorder.write(result(number, source=CAMERA))
    recorder.close()
    assert recorder.state.seconds == pytest.approx(2)
    with av.open(str(path)) as opened:
        assert opened.duration == pytest.approx(2 * av.time_base, abs=1000)


RATES = [(None, 300), (30, 300), (29.97, 300), (25, 250), (24, 240), (12.5, 125), (1, 10), (60, 300)]


@pytest.mark.parametrize(("fps", "count"), RATES)
@pytest.mark.parametrize("jitter_s", [0, 0.006])
def test_a_rate_keeps_so_many_of_thirty_images_a_second(fps, count, jitter_s):
    limit = RateLimit(None if fps is None else Fraction(fps).limit_denominator(1001))
    late = np.random.default_rng(1).uniform(0, jitter_s, 300)
    times = [Fraction(round(1000 * (number / 30 + late[number])), 1000) for number in range(300)]
    assert sum(map(limit.takes, times)) == pytest.approx(count, abs=1)
    assert kept_rate(Fraction(30), None) == 30 and kept_rate(None, Fraction(5)) == 5


@pytest.mark.parametrize("container", ["mov", "ts"])
def test_what_a_container_does_not_hold_is_refused(container):
    with pytest.raises(SettingsError, match=f"{container} files hold no av1, expected mp4 or mkv"):
        EncoderSettings(codec="av1", container=container)
