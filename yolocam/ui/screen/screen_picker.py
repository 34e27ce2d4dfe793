"""Lets a part of the screens be chosen by dragging over them."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QScreen,
)
from PySide6.QtWidgets import QWidget

from yolocam.pipeline.sources.live.x11_desktop import Rectangle
from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme

_HIDING_MS = 300
"""How long a window may take to go from the screen before that is looked at."""

_SMALLEST = 16
_DIM = QColor(0, 0, 0, 110)
_PADDING = 6


class ScreenPicker(QObject):
    """Hides the window, asks on all screens at once, shows the window again, and then calls `picked`.

    `picked` gets a rectangle in pixels of the desktop, None where the user has pressed Esc. Holds itself
    until then.
    """

    def __init__(self, window: QWidget, picked: Callable[[Rectangle | None], None]) -> None:
        super().__init__(window)
        self._window = window
        self._picked = picked
        self._shades: list[Shade] = []
        self._hidden = [
            widget for widget in (window, *window.findChildren(QWidget)) if widget.isWindow()
            and widget.isVisible()
        ]  # fmt: skip

    def start(self) -> None:
        """Begin."""
        for widget in self._hidden:
            widget.hide()
        QTimer.singleShot(_HIDING_MS, self, self._ask)

    @property
    def shades(self) -> tuple[Shade, ...]:
        """What lies over the screens."""
        return tuple(self._shades)

    def _ask(self) -> None:
        for screen in QGuiApplication.screens():
            shade = Shade(screen, self._take)
            self._shades.append(shade)
            shade.show_over_screen()

    def _take(self, rectangle: Rectangle | None) -> None:
        for shade in self._shades:
            shade.hide()
            shade.deleteLater()
        self._shades.clear()
        for widget in self._hidden:
            widget.show()
        self._window.activateWindow()
        self.deleteLater()
        self._picked(rectangle)


class Shade(QWidget):
    """Covers a screen with its own dimmed image, in which a rectangle is drawn with the mouse.

    An image, and no translucent window: that needs a compositor, which not every desktop has.
    """

    def __init__(self, screen: QScreen, taken: Callable[[Rectangle | None], None]) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
                         | Qt.WindowType.Tool)  # fmt: skip
        self._screen = screen
        self._taken = taken
        self._image = screen.grabWindow(0)
        self._from: QPoint | None = None
        self._to = QPoint()
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setWindowTitle(tr("Choose a part of the screen"))
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_over_screen(self) -> None:
        """Cover the screen and take the keyboard."""
        self.setScreen(self._screen)
        self.setGeometry(self._screen.geometry())
        self.showFullScreen()
        self.raise_()
        self.activateWindow()
        self.setFocus()

    @property
    def chosen(self) -> QRect:
        """The rectangle so far, in this widget."""
        if self._from is None:
            return QRect()
        left, right = sorted((self._from.x(), self._to.x()))
        top, bottom = sorted((self._from.y(), self._to.y()))
        return QRect(QPoint(left, top), QPoint(right, bottom)) & self.rect()

    @property
    def pixels(self) -> Rectangle:
        """The same in pixels of the desktop."""
        return in_pixels(self.chosen, self._screen.geometry().topLeft(), self._screen.devicePixelRatio())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = self._to = event.position().toPoint()
            self.update()
        else:
            self._taken(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._to = event.position().toPoint()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the rectangle; a mere click begins anew."""
        if event.button() != Qt.MouseButton.LeftButton or self._from is None:
            return
        self._to = event.position().toPoint()
        if min(self.pixels[2:]) >= _SMALLEST:
            self._taken(self.pixels)
        else:
            self._from = None
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._taken(None)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._from, self._to = QPoint(0, 0), self.rect().bottomRight()
            self._taken(self.pixels)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the screen as it was, dimmed but for what is chosen, and how large that is."""
        with QPainter(self) as painter:
            painter.drawPixmap(self.rect(), self._image)
            chosen = self.chosen
            for part in _around(chosen, self.rect()):
                painter.fillRect(part, _DIM)
            if chosen.isEmpty():
                words = tr("Drag over what is to be captured. Enter takes the whole screen, Esc cancels.")
                self._paint_words(painter, words, QPoint(self.width() // 2, self.height() // 3))
                return
            painter.setPen(QPen(theme.accent(), 2))
            painter.drawRect(chosen)
            _, _, width, height = self.pixels
            below = chosen.bottom() + 28 if chosen.bottom() + 48 < self.height() else chosen.bottom() - 20
            self._paint_words(painter, f"{width} × {height}", QPoint(chosen.center().x(), below))

    def _paint_words(self, painter: QPainter, words: str, middle: QPoint) -> None:
        box = (
            painter.fontMetrics()
            .boundingRect(words)
            .adjusted(-2 * _PADDING, -_PADDING, 2 * _PADDING, _PADDING)
        )
        box.moveCenter(middle)
        box.moveLeft(min(max(box.left(), 0), max(self.width() - box.width(), 0)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 200))
        painter.drawRoundedRect(QRectF(box), 4, 4)
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def in_pixels(rect: QRect, origin: QPoint, ratio: float) -> Rectangle:
    """Return where a rectangle of a screen lies on the desktop, in the units that captures count in.

    `origin` is the screen's, which Qt does not scale. macOS counts in points, as Qt does.
    """
    scale = 1.0 if sys.platform == "darwin" else ratio
    left, top = round(rect.x() * scale), round(rect.y() * scale)
    right, bottom = round((rect.x() + rect.width()) * scale), round((rect.y() + rect.height()) * scale)
    return origin.x() + left, origin.y() + top, right - left, bottom - top


def _around(inner: QRect, outer: QRect) -> tuple[QRect, ...]:
    if inner.isEmpty():
        return (outer,)
    return (
        QRect(outer.left(), outer.top(), outer.width(), inner.top()),
        QRect(outer.left(), inner.bottom() + 1, outer.width(), outer.bottom() - inner.bottom()),
        QRect(outer.left(), inner.top(), inner.left(), inner.height()),
        QRect(inner.right() + 1, inner.top(), outer.right() - inner.right(), inner.height()),
    )
