"""Sizes that follow the font of the system, and places that follow the direction of reading."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

_USUAL_LETTER = 7.2
"""Mean width of a letter, in pixels, of the font for which sizes are given."""


def scaled(pixels: float) -> int:
    """Return a size that suits the usual font for the font in use; no smaller than it was."""
    letter = QFontMetricsF(QApplication.font()).horizontalAdvance("abcdefghij") / 10
    return round(pixels * max(letter / _USUAL_LETTER, 1.0))


def square(pixels: float) -> QSize:
    """Return the size of an icon, which grows with the font."""
    return QSize(scaled(pixels), scaled(pixels))


def placed(rect: QRectF, widget: QWidget) -> QRectF:
    """Return a place that was meant for reading from the left, mirrored where one reads from the right."""
    return placed_within(rect, QRectF(widget.rect()), widget.layoutDirection())


def placed_within(rect: QRectF, whole: QRectF, direction: Qt.LayoutDirection) -> QRectF:
    """Return the same for a place within another one; QStyle.visualRect does it in whole pixels."""
    if direction == Qt.LayoutDirection.LeftToRight:
        return rect
    return QRectF(whole.left() + whole.right() - rect.right(), rect.top(), rect.width(), rect.height())


def isolated(text: str) -> str:
    """Return a size such as 768×576 so that it is not read backwards among words read from the right."""
    return f"\u2066{text}\u2069" if QGuiApplication.isRightToLeft() else text
