"""A mouse whose clicks go through the window, so that they reach what lies there and move the focus."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def click(widget: QWidget, place: QPoint | None = None, button=LEFT, modifiers=NONE) -> None:
    handle, where = _in_window(widget, place)
    QTest.mouseClick(handle, button, modifiers, where)
    QApplication.processEvents()


def double_click(widget: QWidget, place: QPoint | None = None) -> None:
    """Two clicks in quick succession, as the window system reports them."""
    handle, where = _in_window(widget, place)
    QTest.mouseDClick(handle, LEFT, NONE, where)
    QApplication.processEvents()


def press_move_release(widget: QWidget, *places: QPoint) -> None:
    handle, first = _in_window(widget, places[0])
    QTest.mousePress(handle, LEFT, NONE, first)
    for place in places[1:]:
        QTest.mouseMove(handle, _in_window(widget, place)[1])
        QApplication.processEvents()
    QTest.mouseRelease(handle, LEFT, NONE, _in_window(widget, places[-1])[1])
    QApplication.processEvents()


def type_keys(text: str) -> None:
    """Type into whatever has the keyboard."""
    QTest.keyClicks(_focus(), text)


def press_key(key: Qt.Key, modifiers=NONE) -> None:
    QTest.keyClick(_focus(), key, modifiers)
    QApplication.processEvents()


def wheel(widget: QWidget, angle: int, place: QPoint | None = None, modifiers=NONE) -> None:
    """Turn the wheel over a place of a widget."""
    handle, where = _in_window(widget, place)
    QTest.wheelEvent(handle, QPointF(where), QPoint(0, angle), QPoint(), modifiers)
    QApplication.processEvents()


def _focus() -> QWidget:
    focus = QApplication.focusWidget() or QApplication.activeWindow()
    assert focus is not None
    return focus


def _in_window(widget: QWidget, place: QPoint | None):
    place = widget.rect().center() if place is None else place
    window = widget.window()
    return window.windowHandle(), widget.mapTo(window, place)
