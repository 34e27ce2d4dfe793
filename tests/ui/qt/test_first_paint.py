"""What is put off until the window has been painted."""

from PySide6.QtWidgets import QWidget

from yolocam.ui.qt import first_paint
from yolocam.ui.qt.first_paint import FirstPaint


class Painted(QWidget):
    """Notes that it is painted."""

    def __init__(self, seen):
        super().__init__()
        self._seen = seen

    def paintEvent(self, event):
        self._seen.append("painted")


def test_it_comes_after_the_first_painting_and_once(qtbot):
    seen = []
    window = Painted(seen)
    qtbot.addWidget(window)
    FirstPaint(window, lambda: seen.append("then"))
    assert seen == []
    window.show()
    qtbot.waitUntil(lambda: "then" in seen)
    assert seen[0] == "painted"
    window.repaint()
    qtbot.waitUntil(lambda: seen[-1] == "painted")
    assert seen.count("then") == 1


def test_a_window_that_is_never_painted_waits_for_nothing(qtbot, monkeypatch):
    monkeypatch.setattr(first_paint, "_PATIENCE_MS", 0)
    seen = []
    window = QWidget()
    qtbot.addWidget(window)
    FirstPaint(window, lambda: seen.append("then"))
    qtbot.waitUntil(lambda: seen == ["then"])
