"""How this session lets its screen be captured, by what its environment says."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

_PORTAL_NEEDS = "on Wayland this needs Qt Multimedia: pip install 'yolocam[wayland]'"


def asks_portal() -> bool:
    """Whether the desktop's portal is to be asked: a Wayland session shows X11 programs nothing of itself."""
    if not sys.platform.startswith("linux"):
        return False
    if os.environ.get("XDG_SESSION_TYPE") == "wayland":
        return True
    return bool(os.environ.get("WAYLAND_DISPLAY")) and not os.environ.get("DISPLAY")


def why_no_screen() -> str:
    """Return why this session does not let its screen be captured; nothing where it does."""
    if not sys.platform.startswith("linux"):
        return ""
    if asks_portal():
        return "" if has_qt_multimedia() else _PORTAL_NEEDS
    return "" if os.environ.get("DISPLAY") else "there is no X11 display; DISPLAY is not set"


def has_qt_multimedia() -> bool:
    """Whether Qt Multimedia is installed; nothing of Qt is loaded for it."""
    found = importlib.util.find_spec("PySide6")
    places = (found.submodule_search_locations if found is not None else None) or []
    return any(any(Path(place).glob("QtMultimedia.*so")) for place in places)
