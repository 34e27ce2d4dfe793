"""Leaves the screen on under Linux, by the desktop's screen saver and by logind, over D-Bus.

The specifications are those of org.freedesktop.ScreenSaver and of systemd's inhibitor locks.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

_LOG = logging.getLogger("yolocam.ui")
_NAMES = itertools.count(1)
_NAME = "yolocam"

SCREEN_SAVER = "org.freedesktop.ScreenSaver"
LOGIND = "org.freedesktop.login1"


class BusInhibitor(QObject):
    """An Inhibitor. Both services are asked: desktops heed the one or the other, and some both.

    Each time it connects to the buses anew, for a screen saver lets go of what a connection asked for when
    it closes. Where there is no bus, or nobody answers, the screen does as the user's settings say.
    """

    def __init__(self) -> None:
        super().__init__()
        self._connections: list[str] = []
        self._locks: list[object] = []  # logind's, each of which holds as long as its file is open

    def hold(self, reason: str) -> None:
        """Leave the screen on until `release`; the desktop may show the reason."""
        if self._connections:
            return
        if _has_session_bus():
            call = _call(SCREEN_SAVER, "/org/freedesktop/ScreenSaver", SCREEN_SAVER, (_NAME, reason))
            self._ask(QDBusConnection.BusType.SessionBus, call)
        if _has_system_bus():
            call = _call(
                LOGIND, "/org/freedesktop/login1", f"{LOGIND}.Manager", ("idle", _NAME, reason, "block")
            )
            self._ask(QDBusConnection.BusType.SystemBus, call)

    def release(self) -> None:
        """Let the screen go dark again."""
        self._locks = []
        names, self._connections = self._connections, []
        for name in names:
            QDBusConnection.disconnectFromBus(name)

    def _ask(self, bus: QDBusConnection.BusType, call: QDBusMessage) -> None:
        name = f"{_NAME} awake {next(_NAMES)}"
        connection = QDBusConnection.connectToBus(bus, name)
        self._connections.append(name)
        if not connection.isConnected():
            return
        watcher = QDBusPendingCallWatcher(connection.asyncCall(call), self)
        watcher.finished.connect(lambda answered: self._answered(name, answered))

    def _answered(self, name: str, watcher: QDBusPendingCallWatcher) -> None:
        if watcher.isError():
            _LOG.debug("the screen is not kept on: %s", watcher.error().message())
        elif name in self._connections:  # otherwise it was released before the answer came
            self._locks += watcher.reply().arguments()
        watcher.deleteLater()


def _call(service: str, path: str, interface: str, arguments: Sequence[str]) -> QDBusMessage:
    call = QDBusMessage.createMethodCall(service, path, interface, "Inhibit")
    call.setArguments(list(arguments))
    return call


def _has_session_bus() -> bool:
    """Whether a session's bus is known: Qt would start one otherwise."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    return _is_there(Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent") / "bus")


def _has_system_bus() -> bool:
    known = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS")
    return bool(known) or _is_there(Path("/run/dbus/system_bus_socket"))


def _is_there(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return path.exists()
    return False
