"""A dialogue for a program that ended before its window could say anything."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QMessageBox

from yolocam.ui.qt.plugins import use_pyside_plugins


def show_failure(text: str) -> None:
    """Show what went wrong and wait until it is read; there must be a display."""
    use_pyside_plugins()
    app = QApplication.instance() or QApplication([])
    app.setApplicationName("yolocam")
    box = QMessageBox(QMessageBox.Icon.Critical, "yolocam", text)
    box.exec()
