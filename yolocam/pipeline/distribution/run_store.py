"""Where a run in units keeps what is done: a manifest that only grows, and the results of each unit."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import Protocol

from yolocam.errors import SinkError
from yolocam.files.output_file import failure, prepare_folder

MANIFEST = "manifest.jsonl"
"""The name of the manifest in the folder of the outputs."""

PARTS = ".parts"
"""The folder beside it; hidden, so that no listing takes what is in it for an input."""


class RunStore(Protocol):
    """A folder of outputs, wherever it is. SinkError where it cannot be read or written."""

    @property
    def shown(self) -> str:
        """What people are told it is called, without secrets."""

    def append(self, line: str) -> None:
        """Add a line to the manifest so that it outlives whatever comes next."""

    def lines(self) -> list[str]:
        """Return the lines of the manifest, the last of which may be cut short; none where there is none."""

    def begin(self) -> None:
        """Remove the manifest and the results of an earlier run."""

    def has(self, name: str) -> bool:
        """Whether a file is there; `name` is relative, with forward slashes."""

    def read(self, name: str) -> bytes:
        """Return what a file holds."""

    def remove(self, name: str) -> None:
        """Remove a file, or a folder and what is in it, if it is there."""

    def end(self) -> None:
        """Nothing more is added to the manifest."""

    def fetched(self, name: str) -> Path:
        """Return a file of this machine with what a file holds."""

    def forget(self, name: str) -> None:
        """Let go of such a file, if it is a copy."""

    def room(self, name: str) -> Path:
        """Return where on this machine a file is to be written."""

    def keep(self, name: str) -> None:
        """Put what was written there into its place."""


class FolderStore:
    """A folder of this machine, or one that several share; see `RunStore`."""

    def __init__(self, folder: Path) -> None:
        self.folder = prepare_folder(folder)
        self._manifest = folder / MANIFEST

    @property
    def shown(self) -> str:
        """The folder."""
        return str(self.folder)

    def append(self, line: str) -> None:
        """Add a line, which is on the disk when this returns."""
        try:
            new = not self._manifest.exists()
            with self._manifest.open("ab") as file:
                file.write(line.encode())
                file.flush()
                os.fsync(file.fileno())
            if new:
                self._sync_folder()
        except OSError as error:
            raise failure(self._manifest, error) from error

    def lines(self) -> list[str]:
        """Return the lines of the manifest; whatever stands in it by accident is no reason to fail."""
        try:
            text = self._manifest.read_bytes().decode("utf-8", "replace")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise SinkError(f"{self._manifest} cannot be read: {error.strerror}") from error
        if text and not text.endswith("\n"):  # a kill came between: what follows begins on a line of its own
            self.append("\n")
        return text.splitlines()

    def begin(self) -> None:
        """Remove what an earlier run has left."""
        self.remove(MANIFEST)
        self.remove(PARTS)

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        return (self.folder / name).is_file()

    def read(self, name: str) -> bytes:
        """Return what a file holds."""
        path = self.folder / name
        try:
            return path.read_bytes()
        except OSError as error:
            raise SinkError(f"{path} cannot be read: {error.strerror}") from error

    def remove(self, name: str) -> None:
        """Remove a file or folder."""
        path = self.folder / name
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
            return
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise failure(path, error, "{} cannot be removed") from error

    def end(self) -> None:
        """Nothing is left to do."""

    def fetched(self, name: str) -> Path:
        """Return the file itself."""
        return self.folder / name

    def forget(self, name: str) -> None:
        """Nothing was copied."""

    def room(self, name: str) -> Path:
        """Return its place."""
        return self.folder / name

    def keep(self, name: str) -> None:
        """It is there already."""

    def _sync_folder(self) -> None:
        with contextlib.suppress(OSError, AttributeError):  # Windows has no such thing
            place = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(place)
            finally:
                os.close(place)


def rows_name(key: str) -> str:
    """Return where the results of a unit lie."""
    return f"{PARTS}/{key}.npz"


def film_name(key: str) -> str:
    """Return where the annotated film of a part lies."""
    return f"{PARTS}/{key}.mp4"
