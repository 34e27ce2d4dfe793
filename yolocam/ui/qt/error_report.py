"""Reports uncaught exceptions and Qt's messages in the window and the log."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from yolocam.address import without_secrets
from yolocam.terminal import visible
from yolocam.ui.translation import tr

_LOG = logging.getLogger("yolocam.ui")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.DEBUG,
    QtMsgType.QtWarningMsg: logging.INFO,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class ErrorReport(QObject):
    """A context in which `reported(sentence)` is emitted for each uncaught exception.

    The log gets one line at error level, and the traceback at debug level.
    """

    reported = Signal(str)

    def __enter__(self) -> ErrorReport:
        self._hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._exception
        threading.excepthook = self._thread_exception
        self._qt = qInstallMessageHandler(self._message)
        return self

    def __exit__(self, *_: object) -> None:
        sys.excepthook, threading.excepthook = self._hooks
        qInstallMessageHandler(self._qt)

    def _exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        _LOG.debug("traceback", exc_info=(kind, error, trace))
        sentence = describe(error)
        _LOG.error(visible(sentence))
        self.reported.emit(sentence)

    def _thread_exception(self, args: threading.ExceptHookArgs) -> None:
        error = args.exc_value if args.exc_value is not None else args.exc_type()
        self._exception(args.exc_type, error, args.exc_traceback)

    def _message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        _LOG.log(_LEVELS.get(kind, logging.INFO), "Qt: %s", visible(text))
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            self.reported.emit(text)


def describe(error: BaseException) -> str:
    """Return one sentence about an unexpected exception."""
    lines = without_secrets(str(error)).strip().splitlines()
    name = type(error).__name__
    text = tr("Unexpected error ({error}); yolocam goes on.")
    return text.format(error=f"{name}: {lines[0]}" if lines else name)
