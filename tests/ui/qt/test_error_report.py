"""Exceptions of slots and threads reach the window and the log."""

import logging
import threading

import pytest
from PySide6.QtCore import QTimer, qCritical

from yolocam.ui.qt.error_report import ErrorReport, describe


@pytest.fixture
def reported(qtbot):
    sentences = []
    with ErrorReport() as report:
        report.reported.connect(sentences.append)
        yield sentences


@pytest.mark.qt_no_exception_capture
def test_exception_in_a_slot(qtbot, reported, caplog):
    def broken():
        raise ValueError("no such thing")

    QTimer.singleShot(0, broken)
    qtbot.waitUntil(lambda: bool(reported))
    assert "ValueError: no such thing" in reported[0]
    assert any("no such thing" in record.getMessage() for record in caplog.records)


def test_exception_in_a_thread(qtbot, reported):
    thread = threading.Thread(target=lambda: 1 // 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(reported))
    assert "ZeroDivisionError" in reported[0]


def test_qt_complaints(qtbot, reported, caplog):
    caplog.set_level(logging.INFO)
    qCritical("something is very wrong")
    qtbot.waitUntil(lambda: reported == ["something is very wrong"])


@pytest.mark.slow
def test_an_exception_without_words():
    assert describe(RuntimeError()) == "Unexpected error (RuntimeError); yolocam goes on."
