"""Whether a window can be opened here, found out in milliseconds before Qt, which aborts where it cannot."""

from __future__ import annotations

import ctypes
import os
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping

from yolocam.errors import DisplayError
from yolocam.system.system_libraries import missing_libraries, missing_sentence, window_file

CONNECT_S = 2.0
"""How long a display may take to answer."""

_X_PORT = 6000
_ATTEMPTS = 4
_PAUSE_S = 0.1


def has_display() -> bool:
    """Whether a window can be opened where somebody sees it."""
    if sys.platform in ("win32", "darwin"):
        return True
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(named) and display_problem() is None


def require_display(instead: str) -> None:
    """Raise DisplayError if no window can be opened; `instead` is the command that needs none."""
    problem = display_problem()
    if problem is not None:
        raise DisplayError(f"no window can be opened: {problem}; `{instead}` works without one")


def display_problem(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return why Qt could open no window, in words; None where it can, or where only Qt knows.

    Asks the display that the environment names, X11 or Wayland, whether it answers, and loads the
    libraries that Qt's plugin for it wants. Windows and macOS always have a display.
    """
    if sys.platform in ("win32", "darwin"):
        return None
    wished = [name.partition(":")[0] for name in environment.get("QT_QPA_PLATFORM", "").split(";") if name]
    if any(name not in _SYSTEMS for name in wished):
        return None  # one without a display, or one that only Qt knows
    systems = wished or [name for name, variable in _VARIABLES.items() if environment.get(variable)]
    if not systems:
        return "there is no display (DISPLAY and WAYLAND_DISPLAY are not set)"
    problems: list[str] = []
    for name in systems:
        problem = _SYSTEMS[name](environment) or _plugin_problem(name)
        if problem is None:
            return None
        problems.append(problem)
    return ", and ".join(dict.fromkeys(problems))


def _x_problem(environment: Mapping[str, str]) -> str | None:
    display = environment.get("DISPLAY", "")
    if not display:
        return "there is no display (DISPLAY is not set)"
    found = re.fullmatch(r"(?:\w+/)?(.*):(\d{1,5})(?:\.\d+)?", display)
    if found is None:
        return f"DISPLAY is '{display}', expected one such as :0"
    if not _x_listens(found[1], int(found[2])):
        return f"the display {display} does not answer"
    return _x_refusal(display)


def _x_listens(host: str, number: int) -> bool:
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return _listens(f"\0{path}") or _listens(path)
    if host.startswith("/"):
        return _listens(f"{host}:{number}") or _listens(host)
    try:
        socket.create_connection((host.strip("[]"), _X_PORT + number), CONNECT_S).close()
    except (OSError, OverflowError, UnicodeError):
        return False
    return True


def _x_refusal(display: str) -> str | None:
    """Return why a server that listens does not let us in: it may hang, or want another user's key."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return None  # the plugin says what is missing
    xcb.xcb_connect.restype = ctypes.c_void_p
    codes: list[int] = []

    def connect() -> None:
        for attempt in range(_ATTEMPTS):  # a server that starts anew refuses for a moment
            time.sleep(_PAUSE_S * attempt)
            connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
            # It stays open: some servers start anew when their last client leaves, just when Qt wants them.
            code = xcb.xcb_connection_has_error(connection)
            if not code:
                break
        codes.append(code)

    thread = threading.Thread(target=connect, name="display", daemon=True)
    thread.start()
    thread.join(CONNECT_S)
    if not codes:
        return f"the display {display} does not answer"
    return f"the display {display} does not let this user in" if codes[0] else None


def _wayland_problem(environment: Mapping[str, str]) -> str | None:
    if environment.get("WAYLAND_SOCKET"):
        return None  # a connection that was made before
    name = environment.get("WAYLAND_DISPLAY") or "wayland-0"
    folder = environment.get("XDG_RUNTIME_DIR", "")
    if not _listens(os.path.join(folder, name)):  # noqa: PTH118 - an empty folder is none
        return f"the Wayland display {name} does not answer"
    return None


def _listens(path: str) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(CONNECT_S)
            connection.connect(path)
    except (OSError, ValueError):  # also a path that is too long
        return False
    return True


def _plugin_problem(system: str) -> str | None:
    """Return which libraries Qt's plugin lacks.

    Not by loading the plugin itself: that resolves all of Qt at once, which takes longer than Qt's own way.
    """
    if all(_loads(library) for library in _LIBRARIES[system]):
        return None
    plugin = window_file(f"Qt/plugins/platforms/{_PLUGINS[system]}")
    if plugin is None:
        return None  # another build of PySide6 may have it elsewhere
    missing = missing_libraries([plugin])
    return missing_sentence(missing) if missing else None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


_VARIABLES = {"wayland": "WAYLAND_DISPLAY", "xcb": "DISPLAY"}
_PLUGINS = {"wayland": "libqwayland.so", "xcb": "libqxcb.so"}
_COMMON = ("libEGL.so.1", "libGL.so.1", "libfontconfig.so.1", "libglib-2.0.so.0", "libxkbcommon.so.0")
_LIBRARIES = {
    "wayland": (*_COMMON, "libwayland-client.so.0", "libwayland-cursor.so.0"),
    "xcb": (
        *_COMMON, "libX11.so.6", "libX11-xcb.so.1", "libxcb-cursor.so.0", "libxcb-icccm.so.4",
        "libxcb-image.so.0", "libxcb-keysyms.so.1", "libxcb-randr.so.0", "libxcb-render-util.so.0",
        "libxcb-shape.so.0", "libxcb-xkb.so.1", "libxkbcommon-x11.so.0",
    ),
}  # fmt: skip
"""What Qt's plugins want; where one of these is missing, the plugin itself is looked at."""

_SYSTEMS: dict[str, Callable[[Mapping[str, str]], str | None]] = {
    "wayland": _wayland_problem,
    "xcb": _x_problem,
}
