"""Checks a download: its checksum, or where none is published its length."""

from __future__ import annotations

import hashlib
from pathlib import Path

from yolocam.errors import DownloadError
from yolocam.files.input_file import open_input_file
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.partial_download import file_sha256


def is_right(entry: ModelEntry, path: Path) -> bool:
    """Whether a file is the weights of a public model; DownloadError if it cannot be read.

    It must have one of the published checksums. If none is published it must have that of the first
    download, and the first download the length that its cfg asks for.
    """
    if entry.sha256:
        return file_sha256(path) in entry.sha256
    if entry.sha1 and _sha1(path) not in entry.sha1:
        return False
    if entry.pinned is not None:
        return file_sha256(path) == entry.pinned
    return bool(entry.sha1) or path.stat().st_size == entry.download_bytes


def what_is_expected(entry: ModelEntry) -> str:
    """Return what the right file is called: "the published one"."""
    if entry.sha256 or entry.sha1:
        return "the published one"
    if entry.pinned is not None:
        return "the one of the first download"
    return f"the expected one of {entry.download_bytes} bytes"


def caution(entry: ModelEntry) -> str | None:
    """Return how a public model's weights are checked where no sha256 is published, else None."""
    if entry.own or entry.sha256 or not entry.addresses:
        return None
    if entry.sha1:
        return f"only a SHA-1 of {entry.weights_name} is published, which is compared"
    if entry.pinned is not None:
        return (
            f"no checksum of {entry.weights_name} is published: it has to be the file of the first download"
        )
    return (
        f"no checksum of {entry.weights_name} is published: its length is compared, and the sha256 of the "
        "first download is kept, which every later one must have"
    )


def _sha1(path: Path) -> str:
    with open_input_file(path, "a downloaded file", DownloadError) as file:
        return hashlib.file_digest(file, "sha1").hexdigest()
