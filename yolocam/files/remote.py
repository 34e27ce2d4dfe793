"""Folders on other machines by their address, such as s3://bucket/folder; fsspec does the talking."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from yolocam.address import shown
from yolocam.errors import SettingsError, SinkError, SourceError, YolocamError, reason_of

_SCHEMES = ("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "hdfs", "oci", "sftp", "smb")
_ADDRESS = re.compile(rf"(?:{'|'.join(_SCHEMES)})://[^/]", re.IGNORECASE)

T = TypeVar("T")


def is_remote(address: str) -> bool:
    """Whether an address is that of a file or folder which fsspec fetches."""
    return _ADDRESS.match(address) is not None


class RemoteFolder:
    """A folder, or one file, by its address; who may read and write there is the system's own setting.

    What fails is told as the error that is given; SettingsError where a package is missing.
    """

    def __init__(self, address: str) -> None:
        self.shown = shown(address)
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise SettingsError(f"{self.shown} needs fsspec: pip install 'yolocam[cluster]'") from error
        try:
            self._files, self._root = url_to_fs(address)
        except (ImportError, ValueError) as error:
            raise SettingsError(f"{self.shown} cannot be reached: {error}") from error

    def listed(self, recursive: bool) -> list[tuple[str, int, str]]:
        """Return name, size and version of each file below, or of the file itself; SourceError."""

        def find() -> list[tuple[str, int, str]]:
            self._files.invalidate_cache()
            found = self._files.find(self._root, maxdepth=None if recursive else 1, detail=True)
            return [
                (self._below(path), int(one.get("size") or 0), _version(one)) for path, one in found.items()
            ]

        return self._tried(find, SourceError, "cannot be listed")

    def fetch(self, name: str, path: Path, error: type[YolocamError] = SourceError) -> None:
        """Copy a file from there; `name` is empty where the address is that of the file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._tried(lambda: self._files.get_file(self._at(name), str(path)), error, f"{name} cannot be read")

    def put(self, path: Path, name: str) -> None:
        """Copy a file to there; SinkError."""
        self._tried(
            lambda: self._files.put_file(str(path), self._at(name)), SinkError, f"{name} cannot be written"
        )

    def write(self, name: str, data: bytes) -> None:
        """Write a file in one step; SinkError."""
        self._tried(
            lambda: self._files.pipe_file(self._at(name), data), SinkError, f"{name} cannot be written"
        )

    def read(self, name: str) -> bytes:
        """Return what a file holds; SinkError."""
        found: bytes = self._tried(
            lambda: self._files.cat_file(self._at(name)), SinkError, f"{name} cannot be read"
        )
        return found

    def remove(self, name: str) -> None:
        """Remove a file or folder if it is there; SinkError."""

        def remove() -> None:
            if self._files.exists(self._at(name)):
                self._files.rm(self._at(name), recursive=True)

        self._tried(remove, SinkError, f"{name} cannot be removed")

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}" if name else str(self._root)

    def _below(self, path: str) -> str:
        return path.removeprefix(str(self._root)).lstrip("/") or path.rpartition("/")[2]

    def _tried(self, step: Callable[[], T], kind: type[YolocamError], words: str) -> T:
        try:
            return step()
        except Exception as error:  # each service has errors of its own
            raise kind(f"{self.shown} {words}: {reason_of(error) or type(error).__name__}") from error


def _version(facts: dict[str, Any]) -> str:
    return str(next((facts[key] for key in ("ETag", "etag", "LastModified", "mtime") if facts.get(key)), ""))
