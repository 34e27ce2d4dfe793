"""Tests whether Qt can open the display. Run it in its own process: on failure Qt aborts."""

from __future__ import annotations

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication

from yolocam.ui.qt.plugins import use_pyside_plugins


def describe_display() -> str:
    """Return the version of Qt, its platform plugin, and the size of the screen."""
    use_pyside_plugins()
    app = QApplication.instance()
    app = app if isinstance(app, QApplication) else QApplication(["yolocam"])
    screen = app.primaryScreen()
    size = f"{screen.size().width()}x{screen.size().height()}" if screen is not None else "no screen"
    return f"Qt {qVersion()} opens windows ({app.platformName()}, {size})"
