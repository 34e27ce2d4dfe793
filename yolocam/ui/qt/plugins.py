"""Keeps PySide6 from loading OpenCV's Qt plugins."""

from __future__ import annotations

import os
from pathlib import Path

import cv2

_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")


def use_pyside_plugins() -> None:
    """Undo what `import cv2` does to Qt's environment variables. Call it before creating the QApplication.

    On Linux, OpenCV's wheels point Qt to plugins of another Qt version and to a folder of fonts. Qt, and
    every program started from the window, would look there first. Variables set by the user are not changed.
    """
    opencv = Path(cv2.__file__).resolve().parent
    for name in _VARIABLES:
        value = os.environ.get(name)
        if value and Path(value).resolve().is_relative_to(opencv):
            del os.environ[name]
