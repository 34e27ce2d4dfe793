"""The size of the window: the wished one as far as the screen has room for it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FIRST_SIZE = QSize(1280, 800)
"""The size at the first start in pixels, where the screen is large enough."""

_FRAME = QSize(16, 56)
"""Room for the window's own frame and title, whose sizes are known only once it is shown."""


def fit_to_screen(window: QWidget, wished: QSize) -> None:
    """Give a window that is not shown yet its size, with all of it on the screen."""
    room = window.screen().availableGeometry()
    window.resize(wished.boundedTo(room.size() - _FRAME).expandedTo(window.minimumSize()))
    frame = window.geometry()
    if not room.contains(frame):
        left = min(max(frame.left(), room.left()), room.right() - frame.width())
        top = min(max(frame.top(), room.top()), room.bottom() - frame.height())
        window.move(left, top)
