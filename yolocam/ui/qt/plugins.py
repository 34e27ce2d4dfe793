"""Keeps OpenCV's own Qt plugins away from PySide6."""

from __future__ import annotations

import os
from pathlib import Path

import cv2

_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")


def use_pyside_plugins() -> None:
    """Undo what `import cv2` did to Qt's environment variables; call it before the QApplication is made.

    On Linux OpenCV's wheels point Qt at plugins built for another Qt version, and at a folder of
    fonts. Qt, and every program started from the window, would look there first. A variable that
    the user has set to a place of their own stays as it is.
    """
    opencv = Path(cv2.__file__).resolve().parent
    for name in _VARIABLES:
        value = os.environ.get(name)
        if value and Path(value).resolve().is_relative_to(opencv):
            del os.environ[name]
