"""Runs jobs on threads and returns their results to the UI thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from yolocam.errors import YolocamError

_LOG = logging.getLogger("yolocam.ui")
_Result = TypeVar("_Result")


class Background(QObject):
    """Runs each job on its own thread. For the UI thread, except `wait`."""

    _ended = Signal(object)  # from the thread of a job

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[threading.Thread] = []
        self._stopped = False
        self._ended.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def start(
        self, job: Callable[[], _Result], done: Callable[[_Result], None], failed: Callable[[str], None]
    ) -> None:
        """Run `job` on a thread, then call `done` with its result or `failed` with a sentence."""
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=self._run, args=(job, done, failed), name="background", daemon=True)
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        """Drop all results from now on: the window closes."""
        self._stopped = True

    def wait(self) -> None:
        """Wait until every job has ended."""
        for thread in self._threads:
            thread.join()

    def _run(
        self, job: Callable[[], _Result], done: Callable[[_Result], None], failed: Callable[[str], None]
    ) -> None:
        try:
            answer = partial(done, job())
        except YolocamError as error:
            answer = partial(failed, str(error))
        except Exception as error:  # otherwise the window would wait for ever
            _LOG.debug("traceback", exc_info=error)
            answer = partial(failed, str(error) or type(error).__name__)
        with suppress(RuntimeError):  # the window is gone
            self._ended.emit(answer)

    def _answer(self, answer: Callable[[], None]) -> None:
        if not self._stopped:
            answer()
