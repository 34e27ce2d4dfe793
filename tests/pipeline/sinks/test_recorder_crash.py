"""A recorder killed at any moment leaves a film that plays and misses little."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from support.paths import ROOT, TESTS
from support.pipeline.recording_frames import LIVE, SECOND, read_film, result
from yolocam.media.encoding.crash_safe_file import CrashSafeFile
from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.pipeline.sinks.video.recorder import Recorder

X264 = EncoderSettings(low_latency=True, keyframe_s=1.0)

LIVE_RECORDING = """
import sys, time
from pathlib import Path
from support.pipeline.recording_frames import LIVE, result
from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.pipeline.sinks.video.recorder import Recorder
recorder = Recorder(Path(sys.argv[1]), encoder=EncoderSettings(low_latency=True, keyframe_s=1.0))
start = time.monotonic_ns()
for index in range(30 * 20):
    due = start + index * 10**9 // 30
    time.sleep(max(0.0, (due - time.monotonic_ns()) / 1e9))
    recorder.write(result(index, index * 10**9 // 30, source=LIVE, level=index % 200, drawn=index % 200))
    print(index, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "frames"), [(".mp4", 36), (".mp4", 70), (".mkv", 57)])
def test_killed_while_recording(tmp_path, suffix, frames):
    path = tmp_path / f"a{suffix}"
    process = subprocess.Popen(
        [sys.executable, "-c", LIVE_RECORDING, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(TESTS)])},
    )
    assert process.stdout is not None
    with process.stdout:
        while process.stdout.readline() != f"{frames}\n":
            assert process.poll() is None
        process.kill()
        written = int([frames, *process.stdout.read().split()][-1]) + 1
    process.wait()
    film = read_film(path)
    assert film.times == pytest.approx([i / 30 for i in range(len(film.times))], abs=0.002)
    assert (written - len(film.times)) / 30 <= 1.5
    assert len(path.with_suffix(".jsonl").read_text().splitlines()) >= written


class Moments:
    """Keeps every write to the film, so that it can be had as it was after each, or in the midst of it."""

    def __init__(self, monkeypatch):
        self.writes: list[tuple[int, int, bytes]] = []
        self.frames = 0  # how many were handed to the recorder
        original = CrashSafeFile._put

        def put(file: CrashSafeFile, at: int, data: bytes) -> None:
            if file.path.suffix != ".jsonl":
                self.writes.append((self.frames, at, bytes(data)))
            original(file, at, data)

        monkeypatch.setattr(CrashSafeFile, "_put", put)

    def replay(self, path, shares=(1.0,)):
        """Rebuild the film; yields the number of frames handed over, at these shares of each write."""
        with path.open("wb") as file:
            for frames, at, data in self.writes:
                for share in shares:
                    file.seek(at)
                    file.write(data[: int(len(data) * share)])
                    file.flush()
                    yield frames


def record(path, moments, fps, seconds=3):
    rng = np.random.default_rng(1)
    recorder = Recorder(path, encoder=X264, jsonl=False)
    for index in range(seconds * fps):
        item = result(index, index * SECOND // fps, source=LIVE)
        moments.frames = index + 1
        recorder.write(replace(item, image=rng.integers(0, 255, (48, 64, 3), np.uint8)))
    recorder.close()


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
@pytest.mark.parametrize("fps", [2, 30])
def test_the_film_plays_whatever_the_last_write_was(tmp_path, monkeypatch, suffix, fps):
    moments = Moments(monkeypatch)
    record(tmp_path / f"a{suffix}", moments, fps)
    copy = tmp_path / f"copy{suffix}"
    seen = 0
    for given in moments.replay(copy):
        if seen == 0 and given <= max(0.35 * fps, 2):
            continue  # the first pieces: nothing to play yet
        length = len(read_film(copy).times)
        assert given - length <= 0.25 * fps + 2
        assert length >= seen
        seen = length
    assert seen == 3 * fps
    assert copy.read_bytes() == (tmp_path / f"a{suffix}").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "fps"), [(".mp4", 5), (".mp4", 30), (".mkv", 30)])
def test_the_film_plays_when_the_last_write_was_not_finished(tmp_path, monkeypatch, suffix, fps):
    moments = Moments(monkeypatch)
    record(tmp_path / f"a{suffix}", moments, fps, seconds=2)
    copy = tmp_path / f"copy{suffix}"
    for given in moments.replay(copy, shares=(0.05, 0.6, 1.0)):
        if given > 1.2 * fps:
            assert given - len(read_film(copy).times) <= 0.25 * fps + 2
