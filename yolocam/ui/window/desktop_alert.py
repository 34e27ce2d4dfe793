"""Notifications of the desktop, for a user who looks elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon


class DesktopAlert(QObject):
    """Shows sentences from an icon in the system's tray, which is there from the first one on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None

    def show(self, text: str) -> bool:
        """Show a sentence; False where the desktop has no tray."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return False
        if self._icon is None:
            self._icon = QSystemTrayIcon(QApplication.windowIcon(), self)
            self._icon.show()
        self._icon.showMessage("yolocam", text, QApplication.windowIcon())
        return True
