"""The file under a muxer: new, unbuffered, and frozen at the first write that fails."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from yolocam.files.disk_sync import DiskSync
from yolocam.files.output_file import failure

_HEAD_BYTES = 8
"""Size and kind of an MP4 box."""


class CrashSafeFile:
    """A new file that a muxer writes and seeks in.

    What is written reaches the operating system at once, so it outlives a killed process. With
    `head_last`, the first bytes of a piece that is appended are zero until the rest of it is there:
    a reader of MP4 takes such a piece for an empty box, where half a header would make it give up
    on the whole file. With `synced`, data also reaches the disk itself within about a second, so that it
    outlives a power cut. After a write that failed, the part that did get through is cut off again and
    nothing more is written: a muxer that closes such a file would otherwise declare an index that is not
    there, and make everything before it unplayable. `error` is what failed.

    Raises SinkError when the file exists or cannot be made.
    """

    def __init__(self, path: Path, *, head_last: bool = False, synced: bool = False) -> None:
        self.path = path
        self._head_last = head_last
        self.error: OSError | None = None
        self.size = 0
        try:
            self._file = path.open("xb", buffering=0)
        except OSError as error:
            raise failure(path, error) from error
        self._sync: DiskSync | None = None
        if synced:
            self._sync = DiskSync(self._file.fileno(), folder=path.parent)

    def write(self, data: bytes) -> int:
        """Write all of `data`; OSError if that fails or has failed before."""
        if self.error is None and self._sync is not None:
            self.error = self._sync.error
        if self.error is not None:
            raise self.error
        start = self._file.tell()
        try:
            if self._head_last and start == self.size:
                self._put(start + _HEAD_BYTES, data[_HEAD_BYTES:])
                self._put(start, data[:_HEAD_BYTES])
                self._file.seek(start + len(data))
            else:
                self._put(start, data)
        except OSError as error:
            self.error = error
            self._cut_back(start)
            raise
        self.size = max(self.size, start + len(data))
        if self._sync is not None:
            self._sync.written()
        return len(data)

    def _put(self, at: int, data: bytes) -> None:
        self._file.seek(at)
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]

    def _cut_back(self, start: int) -> None:
        if start >= self.size:
            with contextlib.suppress(OSError):
                self._file.truncate(start)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move the position, as files do."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the position in bytes."""
        return self._file.tell()

    def close(self) -> OSError | None:
        """Close the file, and remove it if nothing was ever written.

        Returns the error if the disk did not take the last of it; `write` has raised none then.
        """
        if self._file.closed:
            return None
        late = None
        if self._sync is not None:
            self._sync.close()
            late = self._sync.error if self.error is None else None
            self.error = self.error or late
        self._file.close()
        if self.size == 0:
            with contextlib.suppress(OSError):
                self.path.unlink()
        return late
