"""Keeps the keyboard with the image: a click on a control does not take it, Enter and Esc give it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QToolBar,
    QWidget,
)

from yolocam.ui.panel.control_panel import ControlPanel
from yolocam.ui.window.reading_order import order_tabs

_CLICKED = (QAbstractButton, QAbstractSlider, QComboBox)
"""Controls that a mouse works without the keyboard."""


class Keyboard:
    """Space, the arrows and the letters mean the player unless somebody types or has used Tab.

    Tab goes through the window as one reads it.
    """

    def __init__(self, window: QMainWindow, view: QWidget, controls: ControlPanel) -> None:
        self._window = window
        self._view = view
        self._controls = controls
        for widget in window.findChildren(QWidget):
            if isinstance(widget, _CLICKED) and widget.focusPolicy() & Qt.FocusPolicy.ClickFocus:
                widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            elif isinstance(widget, QScrollArea):
                widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keyboard
        docks, tools = window.findChildren(QDockWidget), window.findChildren(QToolBar)
        order_tabs((window.centralWidget(), *docks, window.statusBar(), *tools))

    def give_back(self) -> bool:
        """Give the keyboard to the image; returns whether a text field or the panel had it."""
        focus = QApplication.focusWidget()
        typing = isinstance(focus, QLineEdit | QAbstractSpinBox)
        if focus is None or focus.window() is not self._window:
            return False
        if not typing and not self._controls.isAncestorOf(focus):
            return False
        focus.clearFocus()
        if self._view.isVisible():
            self._view.setFocus()
        return True
