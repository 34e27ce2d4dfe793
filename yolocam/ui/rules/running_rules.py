"""Has the session follow the rules of the list, without making the window wait."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from yolocam.pipeline.actions.live_rules import LiveRules
from yolocam.pipeline.rules.rule import Rule
from yolocam.ui.qt.background_jobs import Background


class RunningRules(QObject):
    """Hands over the rules of this moment, one change after the other; those in between are left out.

    `settled` tells that `problems` (sentences by the names of rules) are those of the rules that run.
    """

    settled = Signal()
    failed = Signal(str)
    _rung = Signal()  # from the thread of the rules

    def __init__(self, live: LiveRules, parent: QObject) -> None:
        super().__init__(parent)
        self.problems: dict[str, str] = {}
        self._live = live
        self._background = Background(self)
        self._wanted: tuple[Rule, ...] | None = None
        self._busy = False
        self._rung.connect(self._beep, Qt.ConnectionType.QueuedConnection)
        live.bell = self._ring

    def follow(self, rules: Sequence[Rule]) -> None:
        """Follow these rules soon."""
        self._wanted = tuple(rules)
        if not self._busy:
            self._next()

    def stop(self) -> None:
        """Change nothing more: the window closes."""
        self._wanted, self._busy = None, True
        self._background.stop()

    def wait(self) -> None:
        """Wait for a change that is under way; called on any thread."""
        self._background.wait()

    def _ring(self) -> None:
        with suppress(RuntimeError):  # the window is gone
            self._rung.emit()

    def _beep(self) -> None:
        QApplication.beep()

    def _next(self) -> None:
        rules, self._wanted = self._wanted, None
        if rules is None:
            return
        self._busy = True
        self._background.start(lambda: self._live.take(rules), self._done, self._failed)

    def _done(self, problems: dict[str, str]) -> None:
        self._busy = False
        self.problems = problems
        self.settled.emit()
        self._next()

    def _failed(self, words: str) -> None:
        self._busy = False
        self.failed.emit(words)
        self._next()
