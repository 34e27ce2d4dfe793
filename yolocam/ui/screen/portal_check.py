"""Whether this desktop can be asked for its screen; Qt would give an empty image where it cannot."""

from __future__ import annotations

import ctypes

from PySide6.QtDBus import QDBusConnection, QDBusMessage

_LIBRARY = "libpipewire-0.3.so.0"
_WAIT_MS = 10_000
"""The portal may have to be started first."""


def why_no_portal() -> str:
    """Return what is missing, and what to do; nothing where the portal answers. It may wait for seconds."""
    try:
        ctypes.CDLL(_LIBRARY)
    except OSError:
        return f"PipeWire's library {_LIBRARY} is missing; install your system's pipewire"
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return "there is no D-Bus session to ask the desktop over; log in to one"
    ask = QDBusMessage.createMethodCall(
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.DBus.Properties",
        "Get",
    )
    ask.setArguments(["org.freedesktop.portal.ScreenCast", "version"])
    answer = bus.call(ask, timeout=_WAIT_MS)
    if answer.type() == QDBusMessage.MessageType.ReplyMessage:
        return ""
    return "the desktop has no portal for screens; install xdg-desktop-portal and its part for your desktop"
