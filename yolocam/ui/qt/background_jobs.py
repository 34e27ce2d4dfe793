"""Runs jobs beside the window and brings what they return to its thread."""

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
    """One thread for each job. For the UI thread, except `wait`."""

    _ended = Signal(object)  # from the thread of a job

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[threading.Thread] = []
        self._stopped = False
        self._ended.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def start(
        self, job: Callable[[], _Result], done: Callable[[_Result], None], failed: Callable[[str], None]
    ) -> None:
        """Run `job` on a thread; `done` gets its result here, or `failed` a sentence."""
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=self._run, args=(job, done, failed), name="background", daemon=True)
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        """Answer no more: whoever asked is closing."""
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
        except Exception as error:  # nobody else would hear of it: the window would wait for ever
            _LOG.debug("traceback", exc_info=error)
            answer = partial(failed, str(error) or type(error).__name__)
        with suppress(RuntimeError):  # the window has gone
            self._ended.emit(answer)

    def _answer(self, answer: Callable[[], None]) -> None:
        if not self._stopped:
            answer()
