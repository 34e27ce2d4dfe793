"""What a rule notifies of is shown by the desktop where it can, and in the window."""

import pytest
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from yolocam.ui.window.desktop_alert import DesktopAlert


def test_a_sentence_is_shown_from_the_tray(qtbot, monkeypatch):
    shown = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda icon, *words: shown.append(words[:2]))
    window = QWidget()
    qtbot.addWidget(window)
    alert = DesktopAlert(window)
    assert alert.show("visitor: person #7 appeared") and alert.show("again")
    assert shown == [("yolocam", "visitor: person #7 appeared"), ("yolocam", "again")]


@pytest.mark.slow
def test_without_a_tray_the_window_alone_shows_it(qtbot, monkeypatch):
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: False))
    window = QWidget()
    qtbot.addWidget(window)
    assert not DesktopAlert(window).show("visitor")
