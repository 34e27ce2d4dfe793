"""Where the clock of a broadcast jumps, a film goes on by one frame; real gaps stay what they are."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from support.films.joined_films import PART_FRAMES, SOUND_RATE, TONES, joined, number_of, numbered
from support.paths import CASES
from support.servers.web_server import WebServer, web_server
from yolocam.detections import Detections
from yolocam.frame import Detected, Frame, Inference, ModelInfo, Rendered, Timing
from yolocam.media import packet_index
from yolocam.pipeline.sinks.video.annotated_video import VideoFileSink
from yolocam.pipeline.sinks.video.recorder import Recorder
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.files.video import VideoSource
from yolocam.settings import Settings

JUMPS = {
    "an hour ahead": (10, 3610),
    "an hour back": (3610, 10),
    "a few seconds ahead": (10, 16),
    "a few seconds back": (16, 10),
    "ahead over the end of 33 bits": (95_442.7, 5),
    "near the end of 33 bits": (95_443, 102_643),
    "there and back": (10, 4000, 5),
}
FORMS = {
    "broadcast": {},
    "broadcast with sound": {"sound": "mp2"},
    "disc": {"container": "vob", "codec": "mpeg2video", "sound": "mp2"},
}
MODEL = ModelInfo("test", ("person",), (416, 416), "cpu", "fp32")
PUBLIC = CASES / "41-ts-jump-forward/jump_forward.ts"


@pytest.fixture(scope="module")
def server() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


def film(path: Path, jump: str, form: str = "broadcast with sound") -> Path:
    path.write_bytes(joined(JUMPS[jump], **FORMS[form]))
    return path


def frames_of(source) -> list[Frame]:
    frames = list(iter(source.read, None))
    source.close()
    return frames


@pytest.mark.slow
@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("form", FORMS)
def test_time_goes_on_by_one_frame_and_can_be_sought(tmp_path: Path, form: str, jump: str) -> None:
    source = VideoSource(film(tmp_path / "v.ts", jump, form))
    count = PART_FRAMES * len(JUMPS[jump])
    assert source.info.duration_ns == round(count * 10**9 / source.info.fps)
    frames = list(iter(source.read, None))
    assert [number_of(frame.image) for frame in frames] == list(range(count))
    assert [frame.pts_ns for frame in frames] == [round(n * 10**9 / source.info.fps) for n in range(count)]
    assert source.problem is None
    for wanted in (count - 1, 0, 14, 15, 16, 7):
        source.seek(frames[wanted].pts_ns + 1_000_000)
        frame = source.read()
        assert (number_of(frame.image), frame.index, frame.pts_ns) == (wanted, wanted, frames[wanted].pts_ns)
    assert [number_of(frame.image) for frame in frames_of(source)] == list(range(8, count))


@pytest.mark.parametrize("jump", ["an hour ahead", "an hour back"])
def test_large_file_learns_of_jumps_on_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: str
) -> None:
    monkeypatch.setattr(packet_index, "READ_WHOLE_BYTES", 0)
    source = VideoSource(film(tmp_path / "v.ts", jump))
    count = PART_FRAMES * len(JUMPS[jump])
    frames = list(iter(source.read, None))
    assert [frame.pts_ns for frame in frames] == [n * 10**8 for n in range(count)]
    assert frames[-1].source.duration_ns == pytest.approx(count * 10**8, abs=10**8)
    assert source.problem is None
    for wanted in (20, 3):
        source.seek(wanted * 10**8)
        assert number_of(source.read().image) == wanted
    source.close()


@pytest.mark.parametrize("jump", ["an hour ahead", "an hour back"])
def test_on_a_web_server(server: WebServer, jump: str) -> None:
    server.files["/film.ts"] = joined(JUMPS[jump])
    times = [frame.pts_ns for frame in frames_of(open_source(server.address("/film.ts")))]
    assert times == [n * 10**8 for n in range(2 * PART_FRAMES)]


@pytest.mark.slow
@pytest.mark.parametrize("sound", ["mp2", "aac"])
@pytest.mark.parametrize("jump", ["an hour ahead", "there and back"])
@pytest.mark.parametrize("sink", ["annotated", "recorded"])
def test_sound_stays_in_step(tmp_path: Path, sink: str, jump: str, sound: str) -> None:
    path = tmp_path / "v.ts"
    path.write_bytes(joined(JUMPS[jump], sound=sound))
    source, warnings = VideoSource(path), []
    out = tmp_path / "out.mp4"
    if sink == "annotated":
        writer = VideoFileSink(out, source_info=source.info, warn=warnings.append)
    else:
        writer = Recorder(out, jsonl=False)
    for frame in frames_of(source):
        writer.write(_item(frame))
    writer.close()
    assert warnings == []
    seconds = 1.5 * len(JUMPS[jump])
    wave = _sound_of(out)
    assert len(wave) / SOUND_RATE == pytest.approx(seconds, abs=0.15)
    for number in range(len(JUMPS[jump])):
        middle = int((1.5 * number + 0.75) * SOUND_RATE)
        assert _pitch(wave[middle - 9600 : middle + 9600]) == pytest.approx(TONES[number], abs=30)


@pytest.mark.slow
@pytest.mark.parametrize("jump", ["an hour ahead", "an hour back"])
def test_sound_of_a_film_that_is_begun_in_the_middle(tmp_path: Path, jump: str) -> None:
    path = film(tmp_path / "v.ts", jump)
    source = VideoSource(path)
    source.seek(1_000_000_000)
    frames = frames_of(source)
    writer = VideoFileSink(tmp_path / "out.mp4", source_info=source.info, first=frames[0])
    for frame in frames:
        writer.write(_item(frame))
    writer.close()
    wave = _sound_of(tmp_path / "out.mp4")
    assert len(wave) / SOUND_RATE == pytest.approx(2, abs=0.15)
    for second, tone in ((0.25, TONES[0]), (1.25, TONES[1])):
        middle = int(second * SOUND_RATE)
        assert _pitch(wave[middle - 7200 : middle + 7200]) == pytest.approx(tone, abs=30)


def _item(frame: Frame) -> Rendered:
    inference = Inference(Detections.empty(), Timing(), MODEL)
    return Rendered(Detected(frame, inference, Settings()), frame.image)


def _sound_of(path: Path) -> np.ndarray:
    """The samples of a file's sound, each where its time puts it."""
    wave = np.zeros(20 * SOUND_RATE, np.float32)
    end = 0
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            samples = frame.to_ndarray()[0]
            start = round(float(frame.pts * frame.time_base) * SOUND_RATE)
            end = max(start, 0) + len(samples)
            assert end < len(wave), "the sound lasts far too long"
            wave[max(start, 0) : end] = samples
    return wave[:end]


def _pitch(wave: np.ndarray) -> float:
    return float(np.abs(np.fft.rfft(wave)).argmax() * SOUND_RATE / len(wave))


@pytest.mark.parametrize("name", ["slides.mp4", "slides.mkv", "slides.ts"])
@pytest.mark.parametrize("step", [1, 5, 10])
def test_slides_that_stand_long_stay(tmp_path: Path, name: str, step: int) -> None:
    _write(tmp_path / name, [step * n for n in range(6)])
    times = [frame.pts_ns for frame in frames_of(VideoSource(tmp_path / name))]
    assert times == [n * step * 10**9 for n in range(6)]


@pytest.mark.parametrize("name", ["pause.mp4", "pause.mkv"])
@pytest.mark.parametrize("pause", [3, 60, 3600])
def test_pause_in_a_film_file_stays(tmp_path: Path, name: str, pause: int) -> None:
    _write(tmp_path / name, [0, 1, 2, 2 + pause, 3 + pause])
    source = VideoSource(tmp_path / name)
    frames = list(iter(source.read, None))
    assert [frame.pts_ns // 10**9 for frame in frames] == [0, 1, 2, 2 + pause, 3 + pause]
    source.seek((2 + pause) * 10**9)
    assert number_of(source.read().image) == 3
    source.close()


def _write(path: Path, seconds: list[int]) -> None:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=1, options={"g": "1", "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for number, second in enumerate(seconds):
            frame = av.VideoFrame.from_ndarray(numbered(number), "bgr24")
            frame.pts, frame.time_base = second * 1000, Fraction(1, 1000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


@pytest.mark.skipif(not PUBLIC.exists(), reason=f"{PUBLIC} is missing")
def test_public_film_lasts_three_seconds() -> None:
    source = VideoSource(PUBLIC)
    assert source.info.duration_ns == 3 * 10**9
    frames = frames_of(source)
    assert len(frames) == 30 and source.problem is None
    assert {b.pts_ns - a.pts_ns for a, b in pairwise(frames)} == {10**8}
