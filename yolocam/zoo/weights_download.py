"""Downloads the weights of a public model: resumes, tries each address, verifies checksums."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from yolocam.errors import DownloadError, ModelError
from yolocam.zoo.checksums import is_right, what_is_expected
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.model_registry import ModelRegistry
from yolocam.zoo.partial_download import PartFile, file_sha256

PLAIN_HOSTS = ("127.0.0.1", "::1", "localhost")
"""This machine: from there alone a file may come without encryption."""


def download(
    entry: ModelEntry,
    folder: Path,
    *,
    progress: Callable[[int, int | None], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Path:
    """Bring the weights of a public model into `folder` and return their path.

    `progress` is told the bytes so far, what an earlier try left included, and the whole size, or None
    while that is unknown; it may be called thousands of times in a second. `stop` is asked as often,
    at the latest after STALL_S seconds in which nothing came. Both are called in this thread.

    What has come stays in `folder` as NAME.weights.part, also after Ctrl-C or a kill, and the next call
    goes on from there. Raises DownloadError: nothing can be reached, no address has the right file, the
    folder cannot be written, or another program is downloading the same model; DownloadStopped after `stop`.
    """
    from yolocam.zoo.retry import Attempts  # requests is slow to import

    _check_addresses(entry)
    part = PartFile(folder / entry.weights_name)
    with part.alone():
        if part.target.exists():
            return _already_there(entry, part.target)
        _check_room(entry, part)
        Attempts(entry, part, progress, stop).run()
        with contextlib.suppress(ModelError):  # then it counts as put there by hand
            pin = None if entry.sha256 else file_sha256(part.path)
            ModelRegistry(folder).note_download(entry.name, pin)
        return part.finish()


def _check_addresses(entry: ModelEntry) -> None:
    if not entry.addresses:
        raise DownloadError(f"{entry.name} is your own model, there is no address to download it from")
    for address in entry.addresses:
        parts = urlsplit(address)
        here = parts.scheme == "http" and parts.hostname in PLAIN_HOSTS
        if parts.scheme != "https" and not here:
            raise DownloadError(f"{address} is no address to download from, expected https")


def _already_there(entry: ModelEntry, path: Path) -> Path:
    if not is_right(entry, path):
        expected = what_is_expected(entry)
        raise DownloadError(f"{path} is there already and is not {expected}: move it away first")
    return path


def _check_room(entry: ModelEntry, part: PartFile) -> None:
    room, needed = part.path.parent, (entry.download_bytes or 0) - part.size
    free = shutil.disk_usage(room).free
    if free < needed:
        sizes = f"needs {needed / 1e6:.1f} MB in {room}, where {free / 1e6:.1f} MB are free"
        raise DownloadError(f"{entry.name} {sizes}")
