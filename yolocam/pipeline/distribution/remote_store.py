"""Keeps what is done of a run in a folder that is reached by fsspec."""

from __future__ import annotations

import time
import uuid
from pathlib import Path

from yolocam.files.remote import RemoteFolder
from yolocam.pipeline.distribution.run_store import MANIFEST

_LOG = ".manifest"
"""Each line of the manifest is an object of its own there: such stores cannot add to one that exists."""


class RemoteStore:
    """See `RunStore`; `scratch` is a local folder for what is on its way."""

    def __init__(self, address: str, scratch: Path) -> None:
        self._folder = RemoteFolder(address)
        self._scratch = scratch
        self._there: set[str] | None = None

    @property
    def shown(self) -> str:
        """The address, without secrets."""
        return self._folder.shown

    def append(self, line: str) -> None:
        """Add a line."""
        self._folder.write(f"{_LOG}/{time.time_ns():020d}-{uuid.uuid4().hex[:8]}.jsonl", line.encode())

    def lines(self) -> list[str]:
        """Return the lines so far."""
        names = sorted(name for name in self._names() if name == MANIFEST or name.startswith(f"{_LOG}/"))
        names.sort(key=lambda name: name != MANIFEST)
        text = "".join(self._folder.read(name).decode("utf-8", "replace") for name in names)
        return text.splitlines()

    def begin(self) -> None:
        """Remove what an earlier run has left."""
        for name in (MANIFEST, _LOG, ".parts"):
            self.remove(name)
        self._there = set()

    def end(self) -> None:
        """Put the lines of the manifest into one file."""
        self._there = None
        text = "".join(f"{line}\n" for line in self.lines())
        self._folder.write(MANIFEST, text.encode())
        self.remove(_LOG)

    def has(self, name: str) -> bool:
        """Whether a file was there when the run began."""
        return name in self._names()

    def read(self, name: str) -> bytes:
        """Return what a file holds."""
        return self._folder.read(name)

    def remove(self, name: str) -> None:
        """Remove a file or folder."""
        self._folder.remove(name)

    def fetched(self, name: str) -> Path:
        """Return a local copy of a file."""
        path = self._scratch / name
        self._folder.fetch(name, path)
        return path

    def room(self, name: str) -> Path:
        """Return where a file is to be written before it is kept."""
        path = self._scratch / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def keep(self, name: str) -> None:
        """Copy a file to its place, and remove the local one."""
        path = self._scratch / name
        self._folder.put(path, name)
        path.unlink(missing_ok=True)

    def forget(self, name: str) -> None:
        """Remove a local copy."""
        (self._scratch / name).unlink(missing_ok=True)

    def _names(self) -> set[str]:
        if self._there is None:
            self._there = {name for name, _, _ in self._folder.listed(recursive=True)}
        return self._there
