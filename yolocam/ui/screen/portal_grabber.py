"""The process that captures a Wayland screen with Qt, which asks the desktop's portal for it.

It says `image NANOSECONDS WIDTH HEIGHT` before the bytes of each image, or `error WORDS` and ends; the words
begin with `refused` where the user did not allow it. In a process of its own: a source may have no Qt.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import IO

from PySide6.QtCore import Qt, QTimer, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from yolocam.ui.qt.plugins import use_pyside_plugins
from yolocam.ui.screen.latest_screen import LatestScreen
from yolocam.ui.screen.latest_writer import LatestWriter
from yolocam.ui.screen.portal_check import why_no_portal

_MISSING = b"error Qt Multimedia is not installed; it comes with pip install 'yolocam[wayland]'\n"


def main() -> None:
    """Capture what a line of JSON on standard input asks for, until that ends."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what libraries print must not get among the images
    task = json.loads(requests.readline() or b"null")
    if task is None:
        return
    threading.Thread(target=_end_with, args=(requests,), daemon=True).start()
    screen, writer = LatestScreen(task["part"]), LatestWriter(answers)
    qInstallMessageHandler(screen.hear)
    use_pyside_plugins()
    try:
        from PySide6 import QtMultimedia  # noqa: F401 - not in PySide6-Essentials
    except ImportError:
        writer.put((_MISSING,))
    else:
        _capture(screen, writer, task["fps"])
    writer.finish()
    os._exit(0)  # Qt crashes where it closes what was opened by half


def _end_with(requests: IO[bytes]) -> None:
    requests.read()
    os._exit(0)


def _capture(screen: LatestScreen, writer: LatestWriter, fps: float) -> None:
    from PySide6.QtMultimedia import QMediaCaptureSession, QScreenCapture, QVideoSink

    application = QGuiApplication([])
    # By the same variable Qt itself decides between X11 and the portal.
    if os.environ.get("XDG_SESSION_TYPE") != "x11" and (why := why_no_portal()):
        screen.fail(why)
        writer.put(screen.message())
        return
    session, capture, sink = QMediaCaptureSession(), QScreenCapture(), QVideoSink()
    # On whatever thread Qt has the frame, so that none waits for another.
    sink.videoFrameChanged.connect(screen.take, Qt.ConnectionType.DirectConnection)
    capture.errorOccurred.connect(lambda _, words: screen.fail(words))
    session.setScreenCapture(capture)
    session.setVideoSink(sink)

    def send() -> None:
        writer.put(screen.message())
        if screen.over:
            application.quit()

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(send)
    timer.start(max(round(1000 / fps), 1))
    capture.start()
    application.exec()
