"""A film whose white frames and clicks coincide: they must still do so in what is recorded of it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest

from support.films.click_films import FPS, SECONDS, WHITE, clicks, flashes, make_film
from support.pipeline.recording_frames import FILE, MODEL, read_film, result
from yolocam.detections import Detections
from yolocam.errors import SourceError
from yolocam.frame import Detected, Inference, Rendered, Timing
from yolocam.media.sound.sound_mix import SoundMix
from yolocam.media.sound.sound_reader import SoundReader
from yolocam.pipeline.sinks.video.recorder import Recorder
from yolocam.pipeline.sources.files.video import VideoSource
from yolocam.settings import Settings


def record(recorder, source, count: int) -> None:
    for _ in range(count):
        frame = source.read()
        if frame is None:
            return
        inference = Inference(Detections.empty(), Timing(), MODEL)
        recorder.write(Rendered(Detected(frame, inference, Settings()), frame.image))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "codec", "rate", "layout", "suffix"),
    [
        ("a.mp4", "aac", 44_100, "stereo", ".mp4"),
        ("a.mkv", "pcm_s16le", 48_000, "mono", ".mkv"),
        ("b.mkv", "pcm_s16le", 96_000, "stereo", ".mp4"),
    ],
)
def test_clicks_and_flashes_stay_together(tmp_path, name, codec, rate, layout, suffix):
    make_film(tmp_path / name, codec, rate, layout)
    source = VideoSource(tmp_path / name)
    recorder = Recorder(tmp_path / f"out{suffix}", jsonl=False)
    record(recorder, source, 1000)
    recorder.close()
    source.close()
    film = read_film(tmp_path / f"out{suffix}")
    assert len(film.times) == FPS * SECONDS
    assert len(flashes(film)) == len(WHITE)
    assert clicks(film) == pytest.approx(flashes(film), abs=0.03)
    assert len(film.sound) / film.sound_rate == pytest.approx(SECONDS, abs=0.05)


@pytest.mark.slow
def test_sound_follows_the_viewers_jumps(tmp_path):
    make_film(tmp_path / "in.mp4", "aac", 48_000, "stereo")
    source = VideoSource(tmp_path / "in.mp4")
    recorder = Recorder(tmp_path / "out.mp4", jsonl=False)
    for start, count in ((5, 30), (80, 15), (5, 10), (60, 12)):
        source.seek(int(start * 1e9 / FPS))
        record(recorder, source, count)
    recorder.close()
    source.close()
    film = read_film(tmp_path / "out.mp4")
    assert len(film.times) == 67
    assert film.times == pytest.approx([i / FPS for i in range(67)], abs=0.001)
    assert [round(t * FPS) for t in flashes(film)] == [5, 40, 50, 61]
    assert clicks(film) == pytest.approx(flashes(film), abs=0.03)


def test_frames_that_were_dropped_do_not_shift_the_sound(tmp_path):
    make_film(tmp_path / "in.mp4", "aac", 48_000, "stereo")
    source = VideoSource(tmp_path / "in.mp4")
    recorder = Recorder(tmp_path / "out.mp4", jsonl=False)
    for index in range(FPS * SECONDS):
        if index % 4 == 0 or index in WHITE:
            record(recorder, source, 1)
        else:
            source.read()
    recorder.close()
    source.close()
    film = read_film(tmp_path / "out.mp4")
    assert flashes(film) == pytest.approx([index / FPS for index in sorted(WHITE)], abs=0.001)
    assert clicks(film) == pytest.approx(flashes(film), abs=0.03)


def test_sound_that_is_not_wanted_is_left_out(tmp_path):
    make_film(tmp_path / "in.mp4", "aac", 48_000, "stereo")
    source = VideoSource(tmp_path / "in.mp4")
    recorder = Recorder(tmp_path / "out.mp4", jsonl=False, audio=False)
    record(recorder, source, 10)
    recorder.close()
    source.close()
    assert read_film(tmp_path / "out.mp4").sound is None


@pytest.mark.slow
def test_a_delay_and_a_mute_set_while_it_runs_are_recorded(tmp_path):
    make_film(tmp_path / "in.mp4", "aac", 48_000, "stereo")
    source, mixes = VideoSource(tmp_path / "in.mp4"), [SoundMix()]
    recorder = Recorder(tmp_path / "out.mp4", jsonl=False, mix=lambda: mixes[-1])
    white = sorted(WHITE)
    record(recorder, source, white[1] - 3)
    mixes.append(SoundMix(delay_ms=160))
    record(recorder, source, white[2] - 3 - (white[1] - 3))
    mixes.append(SoundMix(muted=True))
    record(recorder, source, 1000)
    recorder.close()
    source.close()
    film = read_film(tmp_path / "out.mp4")
    seen = flashes(film)
    assert len(seen) == len(WHITE)
    assert clicks(film) == pytest.approx([seen[0], seen[1] + 0.16], abs=0.03)


def make_tone(path, codec: str, rate: int, delay_s: float = 0.0) -> None:
    """Two seconds of video, and a tone of 440 Hz that starts later by `delay_s`."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=FPS)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = container.add_stream(codec, rate=rate, layout="mono")
        for index in range(2 * FPS):
            frame = av.VideoFrame(64, 48, "yuv420p")
            frame.pts, frame.time_base = index, Fraction(1, FPS)
            container.mux(video.encode(frame))
        tone = np.sin(np.arange(2 * rate) * 2 * np.pi * 440 / rate) * 16_000
        for start in range(0, 2 * rate, 1000):
            piece = tone[start : start + 1000].astype(np.int16).reshape(1, -1)
            block = av.AudioFrame.from_ndarray(np.ascontiguousarray(piece), "s16", "mono")
            block.sample_rate, block.time_base = rate, Fraction(1, rate)
            block.pts = start + round(delay_s * rate)
            container.mux(audio.encode(block))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))


def test_a_tone_is_read_without_crackle_from_rounded_time_stamps(tmp_path):
    make_tone(tmp_path / "a.mkv", "pcm_s16le", 44_100)
    reader = SoundReader(tmp_path / "a.mkv")
    reader.go_to(500_000_000)
    got = np.concatenate([reader.read(count)[0] for count in (1, 999, 1764, 20_000)])
    reader.close()
    phase = 22_050 + np.arange(len(got))
    wanted = np.sin(phase * 2 * np.pi * 440 / 44_100) * 16_000 / 32_768
    steps = np.abs(np.diff(got))
    assert steps.max() <= np.abs(np.diff(wanted)).max() * 1.01
    assert np.corrcoef(got, wanted)[0, 1] > 0.18  # within half a millisecond: 79 degrees of this tone


def test_before_and_after_its_sound_a_film_is_silent(tmp_path):
    make_tone(tmp_path / "a.mkv", "pcm_s16le", 48_000, delay_s=1.0)
    reader = SoundReader(tmp_path / "a.mkv")
    reader.go_to(0)
    got = reader.read(4 * 48_000)[0]
    reader.close()
    loud = np.flatnonzero(np.abs(got) > 0.2)
    assert loud[0] / 48_000 == pytest.approx(1.0, abs=0.01)
    assert loud[-1] / 48_000 == pytest.approx(3.0, abs=0.01)


def test_a_file_without_sound_is_recorded_without(tmp_path):
    with pytest.raises(SourceError, match="cannot be opened"):
        SoundReader(tmp_path / "missing.mp4")
    clip = replace(FILE, has_audio=True, path=tmp_path / "missing.mp4")
    recorder = Recorder(tmp_path / "out.mp4", jsonl=False)
    recorder.write(result(0, source=clip))
    recorder.close()
    film = read_film(tmp_path / "out.mp4")
    assert (len(film.times), film.sound) == (1, None)
