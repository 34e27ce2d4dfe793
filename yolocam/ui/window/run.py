"""Opens the window and runs it until it is closed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from yolocam.assets import asset
from yolocam.files.output_file import write_bytes
from yolocam.pipeline.session import Session
from yolocam.ui.language import use_language
from yolocam.ui.preferences import Preferences
from yolocam.ui.qt.error_report import ErrorReport
from yolocam.ui.qt.garbage_collector import GarbageCollector
from yolocam.ui.qt.plugins import use_pyside_plugins
from yolocam.ui.widgets.focus_ring import FocusRing
from yolocam.ui.widgets.theme import Scheme, apply_theme
from yolocam.ui.window.language_menu import preferred_language
from yolocam.ui.window.main_window import MainWindow
from yolocam.ui.window.menus import scheme_choices
from yolocam.ui.window.window_options import WindowOptions

_BAD_INPUT = 2
"""Exit status of the commands for bad input."""

_INSTEAD = "`yolocam detect FILE` works without one, and `yolocam doctor` shows the cause"

__all__ = ["WindowOptions", "run_window"]


def run_window(session: Session, options: WindowOptions, preferences: Preferences | None = None) -> int:
    """Show the window of a session until it is closed, close the session, and return the exit status.

    The status is 1 if `exit_at_end` is set and the source or the recording failed. Raises SinkError if
    `record` or `stats_json` cannot be written.
    """
    use_pyside_plugins()
    app = _application()
    preferences = preferences or Preferences()
    scheme = options.scheme or preferences.word("scheme", scheme_choices(), "system")
    apply_theme(app, cast(Scheme, scheme))
    use_language(app, preferred_language(preferences))
    options.library.tidy()
    damage = preferences.put_damage_aside()
    if damage is not None:
        options = replace(options, notice="; ".join(filter(None, (options.notice, damage))))
    with GarbageCollector():
        window = MainWindow(session, options, preferences)
        status = _run(app, window, session, options)
        while window.reopens:
            use_language(app, preferred_language(preferences))
            options = _again(options, window)
            window = MainWindow(session, options, preferences)
            if session.playback is not None:
                session.playback.repeat()  # an image that is held is the new window's first
            status = _run(app, window, session, options)
        return status


def _again(options: WindowOptions, window: MainWindow) -> WindowOptions:
    """Return the options of a window in the place of one whose source goes on."""
    return replace(options, address=None, record=None, notice=None, fullscreen=window.full_screen.active)


def _run(app: QApplication, window: MainWindow, session: Session, options: WindowOptions) -> int:
    try:
        with ErrorReport() as report, _signals_close(window.close):
            report.reported.connect(window.report)
            FocusRing(window)
            window.start()
            app.exec()
        if options.stats_json is not None and not window.reopens:
            _write_stats(window, options.stats_json)
        return window.exit_status
    finally:
        window.sync.stop()
        if not window.closed:
            session.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        with _platform_errors():
            app = QApplication(["yolocam"])
    app.setApplicationName("yolocam")
    app.setDesktopFileName("yolocam")
    app.setWindowIcon(QIcon(str(asset("icons/yolocam.png"))))
    return app


@contextlib.contextmanager
def _platform_errors() -> Iterator[None]:
    """Print one sentence and exit if Qt cannot open a window; Qt itself would abort.

    The first message of Qt names the cause, so all messages are held back until then.
    """
    said: list[str] = []

    def listen(kind: QtMsgType, _: QMessageLogContext, text: str) -> None:
        said.append(text.strip().partition("\n")[0])
        if kind == QtMsgType.QtFatalMsg:
            print(f"yolocam: no window can be opened: {said[0]}; {_INSTEAD}", file=sys.stderr, flush=True)  # noqa: T201
            os._exit(_BAD_INPUT)

    before = qInstallMessageHandler(listen)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


@contextlib.contextmanager
def _signals_close(close: Callable[[], object]) -> Iterator[None]:
    """Close the window on SIGINT, SIGTERM and SIGHUP, so that the recording is finished.

    SIGHUP, which comes when the terminal closes, stays without effect under `nohup`.

    Python handles a signal when it runs next, which is at the next timer of the window.
    """
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    if before.get(getattr(signal, "SIGHUP", None)) == signal.SIG_IGN:
        del before[signal.SIGHUP]
    for number in before:
        signal.signal(number, lambda *_: close() and None)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _write_stats(window: MainWindow, path: Path) -> None:
    if window.final is None:
        return
    snapshot, info = window.final
    write_bytes(path, (json.dumps(snapshot.to_json(info), indent=1) + "\n").encode())
