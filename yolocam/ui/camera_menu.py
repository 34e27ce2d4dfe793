"""The menu of cameras, kept up to date while cameras come and go."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget


class CameraMenu(QMenu):
    """Lists the cameras of this machine; choosing one opens it."""

    def __init__(self, open_camera: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__("Camera", parent)
        self._open_camera = open_camera
