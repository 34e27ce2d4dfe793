"""What is written to a synced file reaches the disk without the writer waiting for it."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from yolocam.files import disk_sync
from yolocam.files.disk_sync import DiskSync, sync_fd
from yolocam.media.encoding.crash_safe_file import CrashSafeFile

_SOON_S = 60


class _Disk:
    """Keeps how large the file was at each sync; answers with `error` if there is one."""

    def __init__(self, error: OSError | None = None) -> None:
        self.sizes: list[int] = []
        self.error = error
        self.asked = threading.Event()

    def sync(self, fd: int) -> None:
        self.sizes.append(os.fstat(fd).st_size)
        self.asked.set()
        if self.error is not None:
            raise self.error


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> _Disk:
    disk = _Disk()
    monkeypatch.setattr(disk_sync, "sync_fd", disk.sync)
    return disk


def test_data_is_synced_while_the_file_is_open(tmp_path: Path, disk: _Disk) -> None:
    with (tmp_path / "film").open("wb", buffering=0) as file:
        sync = DiskSync(file.fileno(), every_s=0.01)
        file.write(b"half a minute")
        sync.written()
        assert disk.asked.wait(_SOON_S)
        sync.close()
    assert disk.sizes == [13]


def test_nothing_is_synced_where_nothing_was_written(tmp_path: Path, disk: _Disk) -> None:
    with (tmp_path / "film").open("wb", buffering=0) as file:
        sync = DiskSync(file.fileno(), every_s=0.001)
        assert not disk.asked.wait(0.05)
        sync.close()
    assert disk.sizes == []


def test_the_end_is_synced_when_the_file_is_closed(tmp_path: Path, disk: _Disk) -> None:
    before = set(threading.enumerate())
    file = CrashSafeFile(tmp_path / "film.mp4", synced=True)
    file.write(b"the whole film")
    file.close()
    assert disk.sizes[-1:] == [14]
    assert set(threading.enumerate()) <= before


@pytest.mark.slow
@pytest.mark.parametrize("number", [errno.EIO, errno.EROFS])
def test_a_disk_that_fails_is_told_with_the_next_write(tmp_path: Path, disk: _Disk, number: int) -> None:
    disk.error = OSError(number, os.strerror(number))
    file = CrashSafeFile(tmp_path / "film.mp4", synced=True)
    file.write(b"lost")
    assert disk.asked.wait(_SOON_S)
    file.close()  # the thread has noted the answer
    with pytest.raises(OSError, match=os.strerror(number)):
        file.write(b"more")


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_place_that_cannot_be_synced_is_no_failure(tmp_path: Path, disk: _Disk, number: int) -> None:
    disk.error = OSError(number, os.strerror(number))
    with (tmp_path / "film").open("wb", buffering=0) as file:
        sync = DiskSync(file.fileno(), every_s=0.001)
        sync.written()
        assert disk.asked.wait(_SOON_S)
        sync.close()
    assert sync.error is None


def test_real_files_are_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []

    def sync(fd: int) -> None:
        sync_fd(fd)
        synced.append(os.fstat(fd).st_size)

    monkeypatch.setattr(disk_sync, "sync_fd", sync)
    with (tmp_path / "film").open("wb", buffering=0) as file:
        sync = DiskSync(file.fileno())
        file.write(b"film")
        sync.written()
        sync.close()
        disk_sync.sync_folder(tmp_path)
    assert sync.error is None and synced == [4]


def test_a_busy_disk_does_not_hold_up_the_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames wait for a film that is being made, and only a few of them can."""
    free, synced = threading.Event(), threading.Event()

    def busy(folder: Path) -> None:
        assert folder == tmp_path
        free.wait(_SOON_S)
        synced.set()

    monkeypatch.setattr(disk_sync, "sync_folder", busy)
    file = CrashSafeFile(tmp_path / "film", synced=True)
    file.write(b"film")
    assert not synced.is_set()
    free.set()
    file.close()
    assert synced.is_set() and (tmp_path / "film").read_bytes() == b"film"
