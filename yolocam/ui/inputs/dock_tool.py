"""The small buttons of docks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from yolocam.ui.widgets import theme
from yolocam.ui.widgets.geometry import square


def dock_tool(text: str, tip: str, icon: str) -> QToolButton:
    """Return a button that shows its icon; `text` is its name, and is shown where there is room for it."""
    button = QToolButton()
    button.setText(text)
    button.setIcon(theme.icon(icon))
    button.setIconSize(square(16))
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the image
    return button
