"""Hands at a window that do anything: press, drag, turn, type and drop, wherever something is shown."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from shiboken6 import isValid

from support.window.window_fakes import CAMERA, FILM, MISSING
from yolocam.ui.window.main_window import MainWindow

_BUTTONS = (Qt.MouseButton.LeftButton,) * 6 + (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton)
_MODIFIERS = (Qt.KeyboardModifier.NoModifier,) * 6 + (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)
_KEYS = tuple(
    getattr(Qt.Key, f"Key_{name}")
    for name in (
        *"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "Space", "Return", "Escape", "Tab", "Backtab", "Left",
        "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown", "Delete", "Backspace", "F1", "F5",
        "F10", "F11",
        "Comma", "Period", "Plus", "Minus", "Menu", "BracketLeft", "BracketRight", "Slash",
    )
)  # fmt: skip


def _is_open(top: QWidget) -> bool:
    """Whether a widget is still shown: what was done to it may have closed it, or given it a new window."""
    return isValid(top) and top.isVisible() and top.windowHandle() is not None


def _press_key(key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    """Press a key where window systems send it: to the active window, which passes it on to its menus."""
    active = QApplication.activeWindow()
    if active is None or not _is_open(active):
        return
    QTest.keyPress(active.windowHandle(), key, modifier)
    if _is_open(active):
        QTest.keyRelease(active.windowHandle(), key, modifier)


class Hands:
    """Does one random thing at a time; the same seed does the same to the same window.

    `told` gets a few words on each thing before it is done.
    """

    def __init__(self, seed: int, told: Callable[[str], None]) -> None:
        self.random = random.Random(seed)
        self._told = told
        self._moves: tuple[Callable[[QWidget], None], ...] = (
            *[self._click] * 10, *[self._key] * 8, *[self._wheel] * 3, *[self._drag] * 3, *[self._move] * 3,
            self._double_click, self._resize, self._drop, self._open,
        )  # fmt: skip

    def act(self, window: MainWindow) -> None:
        """Do one thing to what is on top."""
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QFileDialog) and dialog.isVisible():
                dialog.reject()  # it could delete real files
                return
        top = self._on_top(window)
        if top is None:
            return
        if top is not window and self.random.random() < 0.1:
            self._told(f"close {type(top).__name__}")
            top.close()
        else:
            self.random.choice(self._moves)(top)

    def leave_menu(self) -> None:
        """Do something in a menu that holds everything up until it is closed, as that of a button does."""
        popup = QApplication.activePopupWidget()
        if popup is None or popup.windowHandle() is None:
            return
        key = self.random.choice((Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape))
        self._told(f"in {type(popup).__name__}: {key.name}")
        if self.random.random() < 0.5:
            popup.close()
            return
        _press_key(key, Qt.KeyboardModifier.NoModifier)

    def _on_top(self, window: MainWindow) -> QWidget | None:
        popup = QApplication.activePopupWidget()
        modal = QApplication.activeModalWidget()
        others = [
            widget
            for widget in QApplication.topLevelWidgets()
            if widget.isVisible() and widget is not window and widget.windowHandle() is not None
        ]
        if popup is not None and popup.windowHandle() is not None:
            return popup
        if modal is not None and modal.windowHandle() is not None:
            return modal
        if others and self.random.random() < 0.5:
            return self.random.choice(others)
        return window if window.isVisible() and window.windowHandle() is not None else None

    def _place(self, top: QWidget) -> QPoint:
        """Return a place in a widget that is shown, in the coordinates of its window."""
        shown = [
            child for child in top.findChildren(QWidget) if child.isVisibleTo(top) and child.window() is top
        ]
        widget = self.random.choice([top, *shown])
        if isinstance(top, QMenu) and top.actions():
            return top.actionGeometry(self.random.choice(top.actions())).center()
        where = QPoint(
            self.random.randrange(max(widget.width(), 1)), self.random.randrange(max(widget.height(), 1))
        )
        self._told(
            f"at {type(widget).__name__} {widget.objectName()} of {type(top).__name__}, {where.toTuple()}"
        )
        return widget.mapTo(top, where)

    def _click(self, top: QWidget) -> None:
        place, button, modifier = (
            self._place(top),
            self.random.choice(_BUTTONS),
            self.random.choice(_MODIFIERS),
        )
        self._told(f"click {button.name}")
        QTest.mousePress(top.windowHandle(), button, modifier, place)
        if _is_open(top):
            QTest.mouseRelease(top.windowHandle(), button, modifier, place)

    def _double_click(self, top: QWidget) -> None:
        place = self._place(top)
        self._told("double click")
        for _ in range(2):  # in quick succession
            if _is_open(top):
                QTest.mousePress(top.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
            if _is_open(top):
                QTest.mouseRelease(top.windowHandle(), Qt.MouseButton.LeftButton, pos=place)

    def _drag(self, top: QWidget) -> None:
        places, left, none = [self._place(top) for _ in range(3)], Qt.MouseButton.LeftButton, _MODIFIERS[0]
        self._told("drag")
        QTest.mousePress(top.windowHandle(), left, none, places[0])
        for place in places[1:]:
            if _is_open(top):
                QTest.mouseMove(top.windowHandle(), place)
        if _is_open(top):
            QTest.mouseRelease(top.windowHandle(), left, none, places[-1])

    def _move(self, top: QWidget) -> None:
        place = self._place(top)
        self._told("move")
        QTest.mouseMove(top.windowHandle(), place)

    def _wheel(self, top: QWidget) -> None:
        place, angle = self._place(top), self.random.choice((-120, 120, 240))
        self._told(f"wheel {angle}")
        modifier = self.random.choice(_MODIFIERS)
        QTest.wheelEvent(top.windowHandle(), QPointF(place), QPoint(0, angle), QPoint(), modifier)

    def _key(self, top: QWidget) -> None:
        key, modifier = self.random.choice(_KEYS), self.random.choice(_MODIFIERS)
        if (
            key == Qt.Key.Key_Q
            and modifier & Qt.KeyboardModifier.ControlModifier
            and self.random.random() < 0.8
        ):
            return  # quitting is tried as well, but less often
        self._told(f"key {key.name} {modifier}")
        _press_key(key, modifier)

    def _resize(self, top: QWidget) -> None:
        self._told("resize")
        top.resize(self.random.randint(300, 1500), self.random.randint(200, 1000))

    def _drop(self, top: QWidget) -> None:
        data = QMimeData()
        data.setUrls(
            [QUrl.fromLocalFile(self.random.choice(("film.mp4", "a.cfg", "a.weights", "found.jsonl", "/")))]
        )
        how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        self._told("drop")
        QApplication.sendEvent(top, QDragEnterEvent(QPoint(9, 9), *how))
        QApplication.sendEvent(top, QDropEvent(QPointF(9, 9), *how))

    def _open(self, top: QWidget) -> None:
        if isinstance(top, MainWindow):
            self._told("open")
            top.open(self.random.choice((FILM, FILM, CAMERA, MISSING)))
