"""A full disk ends a recording, in words, and leaves what was recorded."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from support.paths import ROOT, TESTS
from support.pipeline.recording_frames import FILE, read_film, result
from yolocam.errors import SinkError
from yolocam.media.encoding.crash_safe_file import CrashSafeFile
from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.pipeline.sink_runner import SinkRunner
from yolocam.pipeline.sinks.disk import DiskGuard
from yolocam.pipeline.sinks.video.recorder import Recorder

X264 = EncoderSettings(low_latency=True, keyframe_s=1.0)


class FillingDisk:
    """A raw file that takes a number of bytes and no more."""

    def __init__(self, file, room):
        self._file, self._room = file, room

    def write(self, data):
        taken = self._file.write(bytes(data[: self._room]))
        self._room -= taken
        if not taken:
            raise OSError(errno.ENOSPC, "No space left on device")
        return taken

    def __getattr__(self, name):
        return getattr(self._file, name)


@pytest.mark.parametrize("head_last", [False, True])
def test_after_a_failed_write_a_file_stays_as_it_was(tmp_path, head_last):
    path = tmp_path / "a"
    file = CrashSafeFile(path, head_last=head_last)
    file.write(b"whole piece.")
    file._file = FillingDisk(file._file, 20)
    with pytest.raises(OSError, match="No space"):
        file.write(b"a piece that is too long for the disk")
    file._file._room = 10**6
    with pytest.raises(OSError, match="No space"):
        file.write(b"an index")
    file.seek(0)
    with pytest.raises(OSError, match="No space"):
        file.write(b"patched!")
    file.close()
    assert path.read_bytes() == b"whole piece."
    assert file.error is not None


def test_a_file_is_never_opened_over_another(tmp_path):
    (tmp_path / "a").write_bytes(b"precious")
    with pytest.raises(SinkError, match="a cannot be written: file exists"):
        CrashSafeFile(tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"precious"


def test_a_recording_does_not_start_on_a_full_disk(tmp_path):
    with pytest.raises(SinkError, match=r"has 49 MB free, expected at least 50 MB for recording"):
        Recorder(tmp_path / "a.mp4", free_bytes=lambda _: 49_400_000)
    assert list(tmp_path.iterdir()) == []


def test_the_disk_is_asked_once_a_second():
    now, asked = [0], []

    def measure(folder):
        asked.append(now[0])
        return 10**9

    guard = DiskGuard(Path(), measure=measure, clock_ns=lambda: now[0])
    for now[0] in range(0, 3_000_000_000, 33_000_000):
        guard.check()
    assert len(asked) == 3
    assert guard.room == 10**9 - 50_000_000


def test_a_folder_that_does_not_say_how_much_is_free_can_be_recorded_to(tmp_path):
    def measure(folder):
        raise OSError(errno.ENOSYS, "not supported")

    recorder = Recorder(tmp_path / "a.mp4", encoder=X264, free_bytes=measure)
    recorder.write(result(0))
    recorder.close()
    assert (recorder.state.free_bytes, recorder.state.seconds_left) == (None, None)


def test_a_recording_ends_whole_when_the_disk_fills_up(tmp_path, monkeypatch):
    free = [500_000_000]
    monkeypatch.setattr("yolocam.pipeline.sinks.disk._SECOND_NS", 0)
    failed = []
    recorder = Recorder(tmp_path / "a.mp4", encoder=X264, free_bytes=lambda _: free[0])
    runner = SinkRunner(recorder, name="test", on_failed=failed.append)
    for index in range(100):
        if index == 60:
            while recorder.state.frames < 60:
                time.sleep(0.001)
            free[0] = 10_000_000
        runner.offer(result(index))
    runner.finish()
    assert failed == [runner]
    assert "10 MB free" in str(runner.error)
    assert recorder.state.error == str(runner.error)
    assert len(read_film(tmp_path / "a.mp4").times) == 60


def test_the_time_left_is_estimated(tmp_path):
    recorder = Recorder(tmp_path / "a.mp4", encoder=X264, free_bytes=lambda _: 150_000_000)
    assert recorder.state.seconds_left is None
    for index in range(100):
        recorder.write(result(index))
    state = recorder.state
    recorder.close()
    assert state.free_bytes == 150_000_000
    assert state.seconds_left == pytest.approx(100_000_000 / (state.bytes / state.seconds))


def test_a_bitrate_tells_the_time_left_before_anything_is_written(tmp_path):
    encoder = replace(X264, quality=None, bitrate=1_000_000)
    for what, seconds in (("annotated", 800), ("both", 400)):
        recorder = Recorder(tmp_path / "a.mp4", what=what, encoder=encoder, free_bytes=lambda _: 150_000_000)
        assert recorder.state.seconds_left == pytest.approx(seconds)
        recorder.close()


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
@pytest.mark.parametrize("limit", [30_000, 200_000])
def test_a_failing_write_ends_the_recording_and_keeps_what_was_written(tmp_path, suffix, limit):
    """The limit on the file's size stands for a full disk, also while the end is written."""
    pytest.importorskip("resource")
    script = f"""
import json, resource, sys
from dataclasses import replace
from pathlib import Path
import numpy as np
from support.pipeline.recording_frames import result
from yolocam.pipeline.sink_runner import SinkRunner
from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.pipeline.sinks.video.recorder import Recorder
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
rng = np.random.default_rng(1)
recorder = Recorder(Path(sys.argv[1]), encoder=EncoderSettings(low_latency=True, keyframe_s=1.0))
runner = SinkRunner(recorder, name="test")
for index in range(200):
    runner.offer(replace(result(index), image=rng.integers(0, 255, (48, 64, 3), np.uint8)))
runner.finish()
print(json.dumps([str(runner.error), recorder.state.error, recorder.state.frames]))
"""
    path = tmp_path / f"a{suffix}"
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(TESTS)])},
    )
    assert done.returncode == 0, done.stderr
    error, told, frames = json.loads(done.stdout)
    assert error == told == f"{path} cannot be written: file too large"
    film = read_film(path)
    assert 0 < frames - len(film.times) <= 15 + 1
    assert film.times == pytest.approx([i / 25 for i in range(len(film.times))], abs=0.001)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
@pytest.mark.parametrize("nth_last", [1, 2, 3])
def test_a_disk_that_fills_up_while_the_end_is_written(tmp_path, monkeypatch, suffix, nth_last):
    def record(path, fails_at=None):
        writes = 0

        class FullDiskFile(CrashSafeFile):
            def write(self, data):
                nonlocal writes
                writes += 1
                if fails_at is not None and writes >= fails_at:
                    self.error = self.error or OSError(errno.ENOSPC, "No space left on device")
                return super().write(data)

        monkeypatch.setattr("yolocam.media.encoding.movie_file.CrashSafeFile", FullDiskFile)
        recorder = Recorder(path, encoder=X264, jsonl=False)
        message = None
        try:
            for index in range(60):
                recorder.write(result(index, source=FILE))
        except SinkError as error:
            message = str(error)
        try:
            recorder.close()
        except SinkError as error:
            message = str(error)
        return writes, message

    writes, error = record(tmp_path / f"whole{suffix}")
    assert error is None
    path = tmp_path / f"a{suffix}"
    _, error = record(path, writes - nth_last + 1)
    assert error == f"{path} cannot be written: no space left on device"
    assert len(read_film(path).times) >= 60 - 2 * 7  # two pieces of a quarter of a second


def test_a_disk_that_does_not_take_the_last_second(tmp_path, monkeypatch):
    """The system may take what is written and learn only later that the disk has turned read-only."""

    def refuse(fd: int) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("yolocam.files.disk_sync.sync_fd", refuse)
    recorder = Recorder(tmp_path / "a.mp4", encoder=X264)
    for index in range(5):
        recorder.write(result(index, source=FILE))
    with pytest.raises(SinkError, match=r"a\.mp4 cannot be written: read-only file system"):
        recorder.close()
