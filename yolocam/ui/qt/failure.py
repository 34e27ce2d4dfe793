"""A dialog for errors before the window opens."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from yolocam.ui.qt.plugins import use_pyside_plugins


def show_failure(text: str) -> None:
    """Show an error and wait until the user closes it. Needs a display."""
    use_pyside_plugins()
    app = QApplication.instance() or QApplication([])
    app.setApplicationName("yolocam")
    box = QMessageBox(QMessageBox.Icon.Critical, "yolocam", "")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.exec()
