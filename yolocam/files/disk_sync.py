"""Brings what a program writes to the disk itself, so that a power cut takes little of it."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
from pathlib import Path

_EVERY_S = 1.0
_WAIT_S = 5.0
"""How long `close` waits for a disk that is busy with something else."""

_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS})
"""What pipes, devices and some network folders answer: they have nothing to bring anywhere."""


class DiskSync:
    """Syncs one open file each second on a thread of its own, so that its writer never waits for the disk.

    Written data lies in the system's memory for half a minute otherwise. `fileno` stays the caller's; the
    thread has a descriptor of its own. Before the first data it syncs `folder`, in which the file is new.
    `error` is what the disk answered when it failed.
    """

    def __init__(self, fileno: int, every_s: float = _EVERY_S, folder: Path | None = None) -> None:
        self.error: OSError | None = None
        self._fd = os.dup(fileno)
        self._every_s = every_s
        self._folder = folder
        self._written = threading.Event()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="disk sync", daemon=True)
        self._thread.start()

    def written(self) -> None:
        """Tell that the file has new data."""
        self._written.set()

    def close(self) -> None:
        """Sync what is left, wait for it a few seconds, and end the thread; may be called again."""
        self._closed.set()
        self._thread.join(_WAIT_S)

    def _run(self) -> None:
        try:
            if self._folder is not None:
                sync_folder(self._folder)
            while not self._closed.wait(self._every_s):
                self._sync()
            self._sync()
        finally:
            os.close(self._fd)

    def _sync(self) -> None:
        if not self._written.is_set() or self.error is not None:
            return
        self._written.clear()  # before the sync: what is written meanwhile may not be part of it
        try:
            sync_fd(self._fd)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                self.error = error


def sync_folder(folder: Path) -> None:
    """Bring the names of new files in a folder to the disk; nothing where the system has no way to."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def sync_fd(fd: int) -> None:
    """Wait until the data of an open file is on the disk; OSError if it cannot be brought there."""
    if sys.platform == "darwin":
        import fcntl

        # fsync there ends at the drive's own memory.
        fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
    elif hasattr(os, "fdatasync"):
        os.fdatasync(fd)
    else:
        os.fsync(fd)
