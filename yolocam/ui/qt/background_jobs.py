"""Runs jobs on threads and returns their results to the UI thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from yolocam.errors import YolocamError

_LOG = logging.getLogger("yolocam.ui")
_Result = TypeVar("_Result")

_LOOK_MS = 20


class Background(QObject):
    """Runs each job on its own thread. For the UI thread, except `wait`.

    No thread of a job touches Qt: its window may be destroyed at that very moment. Answers are looked for
    while there are jobs.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[threading.Thread] = []
        self._answers: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._stopped = False

    def start(
        self, job: Callable[[], _Result], done: Callable[[_Result], None], failed: Callable[[str], None]
    ) -> None:
        """Run `job` on a thread, then call `done` with its result or `failed` with a sentence."""
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=self._run, args=(job, done, failed), name="background", daemon=True)
        self._threads.append(thread)
        thread.start()
        self._timer.start()

    def stop(self) -> None:
        """Drop all results from now on: the window closes."""
        self._stopped = True
        self._timer.stop()

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
        self._answers.put(answer)

    def _look(self) -> None:
        while not self._stopped:
            try:
                answer = self._answers.get_nowait()
            except Empty:
                break
            answer()  # which may start another job
        # First: a last answer comes before the end of its thread.
        at_work = any(thread.is_alive() for thread in self._threads)
        if not at_work and self._answers.empty():
            self._timer.stop()
