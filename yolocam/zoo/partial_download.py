"""An unfinished download on disk: its bytes, and a note of where the rest comes from."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from yolocam.errors import DownloadError, reason_of
from yolocam.files.atomic_file import read_json, write_json
from yolocam.files.input_file import open_input_file

MAX_NOTE_BYTES = 64 << 10


@dataclass(frozen=True, slots=True)
class Note:
    """The address the bytes came from, and the server's mark of that version (ETag or date)."""

    address: str
    mark: str | None = None


class PartFile:
    """NAME.part beside the file it will become, and NAME.part.json with its `Note`.

    Raises DownloadError when the disk does not take it.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f"{target.name}.part")
        self._note_path = target.with_name(f"{target.name}.part.json")

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Lock the download against other programs; DownloadError if one holds the lock."""
        from filelock import FileLock, Timeout  # its import costs as much as all the rest here

        lock = FileLock(self.target.with_name(f".{self.target.name}.lock"), timeout=0)
        with self._disk():
            self.target.parent.mkdir(parents=True, exist_ok=True)
            try:
                lock.acquire()
            except Timeout:
                raise DownloadError(f"another yolocam is downloading {self.target.name} just now") from None
        try:
            yield
        finally:
            lock.release()

    @property
    def size(self) -> int:
        """Bytes received so far."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def note(self) -> Note | None:
        """Return where the bytes came from; None if that is not known."""
        try:
            value = read_json(self._note_path, MAX_NOTE_BYTES)
            address, mark = value["address"], value["mark"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if not isinstance(address, str) or not (mark is None or isinstance(mark, str)):
            return None
        return Note(address, mark)

    def begin(self, note: Note) -> None:
        """Start anew: drop the bytes and note where the new ones come from."""
        with self._disk():
            self.path.write_bytes(b"")
            write_json(self._note_path, asdict(note))

    def append(self, pieces: Iterator[bytes]) -> None:
        """Append pieces, each at once, so that a kill loses none of them."""
        with self._disk(), self.path.open("ab", buffering=0) as file:
            for piece in pieces:
                rest = memoryview(piece)
                while rest:
                    rest = rest[file.write(rest) :]

    def finish(self) -> Path:
        """Give the whole file its name, in one step."""
        with self._disk():
            with self.path.open("r+b") as file:
                os.fsync(file.fileno())  # or a power cut could leave the name without the bytes
            self.path.replace(self.target)
        with contextlib.suppress(OSError):
            self._note_path.unlink(missing_ok=True)
        return self.target

    def discard(self) -> tuple[Path, ...]:
        """Drop everything; returns what was deleted."""
        found = [path for path in (self.path, self._note_path) if path.exists()]
        with self._disk():
            for path in found:
                path.unlink(missing_ok=True)
        return tuple(found)

    @contextlib.contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise DownloadError(f"{self.path} cannot be written: {reason_of(error)}") from error


def file_sha256(path: Path) -> str:
    """Return the digest of a file in hexadecimal; DownloadError if it cannot be read."""
    with open_input_file(path, "a downloaded file", DownloadError) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
