"""Downloads the weights of a public model: resumes, tries each address, and trusts the sha256 only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yolocam.zoo.entry import ModelEntry


def download(
    entry: ModelEntry,
    folder: Path,
    *,
    progress: Callable[[int, int | None], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Path:
    """Bring the weights of a public model into `folder` and return their path.

    `progress` is told the bytes so far, what an earlier try left included, and the whole size, or None
    while that is unknown; it may be called a hundred times in a second. `stop` is asked about as often,
    at the latest after STALL_S seconds in which nothing came. Both are called in this thread.

    What has come stays in `folder` as NAME.weights.part, also after Ctrl-C or a kill, and the next call
    goes on from there. Raises DownloadError: nothing can be reached, no address has the right file, the
    folder cannot be written, or another program is downloading the same model; DownloadStopped after `stop`.
    """
    raise NotImplementedError
