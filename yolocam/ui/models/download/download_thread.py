"""One download on its own thread, and its state. No Qt."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from yolocam.errors import DownloadError, DownloadStopped, YolocamError
from yolocam.ui.models.download.download_rate import DownloadRate
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.partial_download import PartFile
from yolocam.zoo.weights_download import download

_LOG = logging.getLogger("yolocam.ui")


@dataclass(frozen=True, slots=True)
class DownloadState:
    """The state of a download: bytes `done` and in `total`.

    `total`, `bytes_per_s` and `seconds_left` are None while unknown; `error` is a sentence.
    """

    phase: Literal["running", "stopping", "paused", "failed"]
    done: int = 0
    total: int | None = None
    bytes_per_s: float | None = None
    seconds_left: float | None = None
    error: str = ""


def part_of(name: str, folder: Path) -> PartFile:
    """Return the part of a public model that has been downloaded to a folder."""
    return PartFile(folder / f"{name}.weights")


def discard(name: str, folder: Path) -> None:
    """Delete the downloaded part. If that fails it stays and is offered again."""
    with suppress(DownloadError):
        part_of(name, folder).discard()


class DownloadThread:
    """Downloads a model; calls `ended` on its thread at the end. Only the thread writes `_progress`."""

    def __init__(
        self, entry: ModelEntry, folder: Path, before: DownloadState | None, ended: Callable[[], None]
    ) -> None:
        self.entry = entry
        self.cancelled = False
        self.error: str | None = None
        """Why it failed; None if it did not, empty if the user stopped it."""
        self._folder = folder
        self._progress = (before.done, before.total) if before else (0, entry.download_bytes)
        self._rate = DownloadRate()
        self._ended = ended
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="download", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, *, cancel: bool) -> None:
        """Ask it to end soon."""
        self.cancelled = self.cancelled or cancel
        self._stop.set()

    def wait(self) -> None:
        """Wait until it has ended."""
        self._thread.join()

    def measure(self) -> DownloadState:
        """Return the present state. For one caller, a few times a second: each call updates the rate."""
        done, total = self._progress
        self._rate.add(time.monotonic(), done)
        if self._stop.is_set():
            return DownloadState("stopping", done, total)
        return DownloadState("running", done, total, self._rate.bytes_per_s, self._rate.seconds_left(total))

    def final_state(self) -> DownloadState | None:
        """Return the state after the end; None if the model is complete."""
        if self.error is None:
            return None
        done, total = self._progress
        return DownloadState("failed" if self.error else "paused", done, total, error=self.error)

    def _run(self) -> None:
        try:
            download(self.entry, self._folder, progress=self._note, stop=self._stop.is_set)
        except DownloadStopped:
            self.error = ""
            if self.cancelled:
                discard(self.entry.name, self._folder)
        except YolocamError as error:
            self.error = str(error)
        except Exception as error:  # the window would wait for ever
            _LOG.debug("traceback", exc_info=error)
            self.error = str(error) or type(error).__name__
        self._ended()

    def _note(self, done: int, total: int | None) -> None:
        self._progress = (done, total or self._progress[1])
