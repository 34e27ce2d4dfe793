"""Screens and windows of an X11 desktop, asked of Xlib by ctypes: nothing needs to be installed for it."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from yolocam.errors import SourceError

Rectangle = tuple[int, int, int, int]
"""x, y, width, height in pixels."""

_MOST_TEXT = 1024
_DEPTH = 4
"""How deep below the root the windows of programs are: a window manager puts its frames around them."""


@dataclass(frozen=True, slots=True)
class DesktopWindow:
    """A window with a title; `pid` is its program's, 0 where that is not told."""

    id: int
    title: str
    rectangle: Rectangle
    pid: int


class _Attributes(ctypes.Structure):
    _fields_ = (
        *[(name, ctypes.c_int) for name in ("x", "y", "width", "height", "border_width", "depth")],
        ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong),
        *[(name, ctypes.c_int) for name in ("c_class", "bit_gravity", "win_gravity", "backing_store")],
        *[(name, ctypes.c_ulong) for name in ("backing_planes", "backing_pixel")],
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        *[(name, ctypes.c_int) for name in ("map_installed", "map_state")],
        *[(name, ctypes.c_long) for name in ("all_masks", "your_mask", "no_propagate")],
        ("override_redirect", ctypes.c_int),
        ("screen", ctypes.c_void_p),
    )


class _Monitor(ctypes.Structure):
    _fields_ = (
        ("number", ctypes.c_int),
        *[(name, ctypes.c_short) for name in ("x", "y", "width", "height")],
    )


_ErrorHandler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_IGNORE = _ErrorHandler(lambda *_: 0)
"""A window may go while it is looked at; Xlib's own handler would end the program."""


class Desktop:
    """A connection to an X display, closed by `close`; SourceError where there is none to be had."""

    def __init__(self, display: str) -> None:
        try:
            self._x = x = ctypes.CDLL("libX11.so.6")
        except OSError as error:
            raise SourceError(
                "the screen cannot be captured: libX11 is missing, install your system's libx11"
            ) from error
        pointer, number = ctypes.c_void_p, ctypes.c_ulong
        x.XOpenDisplay.restype = pointer
        x.XDefaultRootWindow.restype = x.XInternAtom.restype = number
        self._display = pointer(x.XOpenDisplay(display.encode()))
        if not self._display:
            raise SourceError(
                f"the display {display} cannot be opened; check DISPLAY, and that you may use it"
            )
        x.XSetErrorHandler(_IGNORE)
        self._root = number(x.XDefaultRootWindow(self._display))

    def close(self) -> None:
        """Close the connection."""
        self._x.XCloseDisplay(self._display)

    def size_wh(self) -> tuple[int, int]:
        """Return the size of the whole desktop in pixels."""
        attributes = self._attributes(self._root.value)
        return (attributes.width, attributes.height) if attributes is not None else (0, 0)

    def monitors(self) -> list[Rectangle]:
        """Return where each screen lies; the whole desktop where that is not told."""
        found: list[Rectangle] = []
        with contextlib.suppress(OSError):  # the library need not be there
            xinerama, count = ctypes.CDLL("libXinerama.so.1"), ctypes.c_int()
            xinerama.XineramaQueryScreens.restype = ctypes.POINTER(_Monitor)
            screens = xinerama.XineramaQueryScreens(self._display, ctypes.byref(count))
            found = [(one.x, one.y, one.width, one.height) for one in screens[: count.value]]
            if screens:
                self._x.XFree(screens)
        return found or [(0, 0, *self.size_wh())]

    def windows(self) -> list[DesktopWindow]:
        """Return the windows that are shown and have a title, the topmost last."""
        found = []
        for window in self._below(self._root.value, _DEPTH):
            attributes, title = self._attributes(window), self._title(window)
            if title and attributes is not None and attributes.map_state == 2:
                found.append(
                    DesktopWindow(window, title, self._rectangle(window, attributes), self._pid(window))
                )
        return found

    def _below(self, window: int, depth: int) -> Iterator[int]:
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        references = [ctypes.byref(one) for one in (root, parent, children, count)]
        if not self._x.XQueryTree(self._display, ctypes.c_ulong(window), *references):
            return
        below = list(children[: count.value]) if children else []
        if children:
            self._x.XFree(children)
        for child in below:
            yield child
            if depth > 1:
                yield from self._below(child, depth - 1)

    def _attributes(self, window: int) -> _Attributes | None:
        attributes = _Attributes()
        done = self._x.XGetWindowAttributes(self._display, ctypes.c_ulong(window), ctypes.byref(attributes))
        return attributes if done else None

    def _rectangle(self, window: int, attributes: _Attributes) -> Rectangle:
        x, y, child = ctypes.c_int(), ctypes.c_int(), ctypes.c_ulong()
        references = [ctypes.byref(one) for one in (x, y, child)]
        self._x.XTranslateCoordinates(self._display, ctypes.c_ulong(window), self._root, 0, 0, *references)
        return x.value, y.value, attributes.width, attributes.height

    def _title(self, window: int) -> str:
        return (self._text(window, b"_NET_WM_NAME") or self._text(window, b"WM_NAME")).strip()

    def _text(self, window: int, name: bytes) -> str:
        data = self._property(window, name, 1)
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode()
        return data.decode("latin-1")

    def _pid(self, window: int) -> int:
        data = self._property(window, b"_NET_WM_PID", ctypes.sizeof(ctypes.c_long))
        return int.from_bytes(data[: ctypes.sizeof(ctypes.c_long)], "little")

    def _property(self, window: int, name: bytes, width: int) -> bytes:
        """Return the bytes of a property, whose items are of `width` bytes each."""
        atom = ctypes.c_ulong(self._x.XInternAtom(self._display, name, 0))
        kind, form = ctypes.c_ulong(), ctypes.c_int()
        count, rest, data = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_void_p()
        answers: list[Any] = [ctypes.byref(one) for one in (kind, form, count, rest, data)]
        length, start, any_kind = ctypes.c_long(_MOST_TEXT), ctypes.c_long(0), ctypes.c_ulong(0)
        self._x.XGetWindowProperty(
            self._display, ctypes.c_ulong(window), atom, start, length, 0, any_kind, *answers
        )
        if not data:
            return b""
        found = ctypes.string_at(data, count.value * width)
        self._x.XFree(data)
        return found
