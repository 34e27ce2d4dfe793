"""Where a worker puts what it makes: into a folder that all share, or to an address."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from yolocam.errors import SinkError
from yolocam.files.remote import RemoteFolder


class UnitOutput(Protocol):
    """Gives each unit a folder."""

    def folder(self, key: str) -> AbstractContextManager[Path]:
        """Yield the folder for a unit's files; they are in their place when it is left in good order."""


def output_of(order: dict[str, Any]) -> UnitOutput:
    """Return the output of an order; SinkError where it is not here."""
    if order.get("remote") is not None:
        return _Uploaded(RemoteFolder(order["remote"]))
    folder = Path(order["folder"])
    if not (folder / order["token"]).exists():
        where = order.get("host") or "this machine"
        raise SinkError(
            f"{folder} is another folder on {where} than where the run was started: expected one that all "
            "machines share, or an address such as s3://bucket/folder"
        )
    return _Shared(folder)


class _Shared:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def folder(self, key: str) -> Iterator[Path]:
        yield self._folder


class _Uploaded:
    def __init__(self, target: RemoteFolder) -> None:
        self._target = target

    @contextmanager
    def folder(self, key: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="yolocam-", ignore_cleanup_errors=True) as scratch:
            yield Path(scratch)
            for path in sorted(Path(scratch).rglob("*")):
                if path.is_file():
                    self._target.put(path, path.relative_to(scratch).as_posix())
