"""A recorder killed at any moment leaves a film that plays and misses little."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import av
import pytest
from recording_frames import LIVE, SECOND, read_film, result

from yolocam.pipeline.sinks.crash_safe_file import CrashSafeFile
from yolocam.pipeline.sinks.h264 import EncoderOptions
from yolocam.pipeline.sinks.recorder import Recorder

X264 = EncoderOptions("libx264")
HERE = Path(__file__).parent
ROOT = HERE.parents[1]

LIVE_RECORDING = """
import sys, time
from pathlib import Path
from recording_frames import LIVE, result
from yolocam.pipeline.sinks.h264 import EncoderOptions
from yolocam.pipeline.sinks.recorder import Recorder
recorder = Recorder(Path(sys.argv[1]), encoder=EncoderOptions("libx264"))
start = time.monotonic_ns()
for index in range(30 * 20):
    due = start + index * 10**9 // 30
    time.sleep(max(0.0, (due - time.monotonic_ns()) / 1e9))
    recorder.write(result(index, index * 10**9 // 30, source=LIVE, level=index % 200, drawn=index % 200))
    print(index, flush=True)
"""


@pytest.mark.parametrize(("suffix", "after_s"), [(".mp4", 1.2), (".mp4", 2.35), (".mkv", 1.9)])
def test_killed_while_recording(tmp_path, suffix, after_s):
    path = tmp_path / f"a{suffix}"
    process = subprocess.Popen(
        [sys.executable, "-c", LIVE_RECORDING, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(HERE)])},
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "0\n"
        time.sleep(after_s)
        process.kill()
        written = int(process.stdout.read().split()[-1]) + 1
    process.wait()
    film = read_film(path)
    assert film.times == pytest.approx([i / 30 for i in range(len(film.times))], abs=0.002)
    assert (written - len(film.times)) / 30 <= 1.5
    assert len(path.with_suffix(".jsonl").read_text().splitlines()) >= written


class Moments:
    """Keeps every write to a file, so that the file can be had as it was after each of them."""

    def __init__(self, monkeypatch):
        self.writes: list[tuple[int, int, bytes]] = []
        self.frames = 0
        original = CrashSafeFile.write

        def write(file: CrashSafeFile, data: bytes) -> int:
            if file.path.suffix != ".jsonl":
                self.writes.append((self.frames, file.tell(), bytes(data)))
            return original(file, data)

        monkeypatch.setattr(CrashSafeFile, "write", write)

    def replay(self, path):
        """Rebuild the file write by write; yields the frames that had been given to it each time."""
        with path.open("wb") as file:
            for frames, position, data in self.writes:
                file.seek(position)
                file.write(data)
                file.flush()
                yield frames


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
@pytest.mark.parametrize("fps", [2, 10, 30])
def test_the_film_plays_after_every_single_write_up_to_the_last_of_a_clean_stop(
    tmp_path, monkeypatch, suffix, fps
):
    moments = Moments(monkeypatch)
    recorder = Recorder(tmp_path / f"a{suffix}", encoder=X264, jsonl=False)
    count = 4 * fps
    for index in range(count):
        moments.frames = index
        recorder.write(result(index, index * SECOND // fps, source=LIVE))
    moments.frames = count
    recorder.close()
    copy = tmp_path / f"copy{suffix}"
    for step, given in enumerate(moments.replay(copy)):
        if step == 0:
            continue  # the head of the file: nothing to play yet
        # Frame `given` has just been handed over, so up to one more piece is on its way.
        missing = given - len(read_film(copy).times)
        assert missing <= 1
    assert copy.read_bytes() == (tmp_path / f"a{suffix}").read_bytes()
    gaps = [given for given, _, _ in moments.writes]
    assert max(b - a for a, b in zip(gaps, gaps[1:], strict=False)) / fps <= max(0.55, 1 / fps)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_film_cut_off_in_the_middle_of_a_write_still_plays(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    recorder = Recorder(path, encoder=X264, jsonl=False)
    for index in range(60):
        recorder.write(result(index, source=LIVE))
    shutil.copy(path, tmp_path / f"copy{suffix}")  # as a kill would leave it
    recorder.close()
    whole = (tmp_path / f"copy{suffix}").read_bytes()
    cut = tmp_path / f"cut{suffix}"
    for missing in (1, 7, 100, len(whole) // 3):
        cut.write_bytes(whole[:-missing])
        with av.open(str(cut)) as container:
            packets = [p for p in container.demux(video=0) if p.size and not p.is_corrupt]
        assert len(packets) >= 20
