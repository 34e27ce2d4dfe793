"""A bus of its own with a screen saver and a logind that remember who keeps the screen on."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import ClassInfo, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher, QDBusUnixFileDescriptor

_EXPORT = QDBusConnection.RegisterOption.ExportAllSlots
_SERVICES = "awake services"


@ClassInfo({"D-Bus Interface": "org.freedesktop.ScreenSaver"})
class ScreenSaver(QObject):
    """Lets go of what a caller asked for when its connection closes, as those of the desktops do."""

    def __init__(self, bus: QDBusConnection) -> None:
        super().__init__()
        self.holds: list[tuple[str, str]] = []
        self._gone = QDBusServiceWatcher(
            "*", bus, QDBusServiceWatcher.WatchModeFlag.WatchForUnregistration, self
        )
        self._gone.serviceUnregistered.connect(lambda _name: self.holds.clear())

    @Slot(str, str, result="uint")
    def Inhibit(self, name: str, reason: str) -> int:
        self.holds.append((name, reason))
        return 3_000_000_000


@ClassInfo({"D-Bus Interface": "org.freedesktop.login1.Manager"})
class Logind(QObject):
    """Gives the one end of a pipe; the lock holds until all copies of it are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, ...]] = []
        self._reader = -1

    @Slot(str, str, str, str, result="QDBusUnixFileDescriptor")
    def Inhibit(self, what: str, who: str, why: str, mode: str) -> QDBusUnixFileDescriptor:
        self.asked.append((what, who, why, mode))
        self._reader, writer = os.pipe()
        os.set_blocking(self._reader, False)
        lock = QDBusUnixFileDescriptor(writer)  # a copy of its own
        os.close(writer)
        return lock

    @property
    def held(self) -> bool:
        """Whether somebody still has the lock: the pipe is not at its end."""
        try:
            return self._reader >= 0 and os.read(self._reader, 1) != b""
        except BlockingIOError:
            return True

    def close(self) -> None:
        if self._reader >= 0:
            os.close(self._reader)


@contextmanager
def awake_services(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[ScreenSaver, Logind]]:
    """Run both on a bus that stands for the session's and the system's."""
    program = shutil.which("dbus-daemon")
    if program is None:
        pytest.skip("there is no dbus-daemon")
    command = [program, "--session", "--nofork", "--nopidfile", "--print-address=1"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        for name in ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"):
            monkeypatch.setenv(name, address)
        bus = QDBusConnection.connectToBus(address, _SERVICES)
        saver, logind = ScreenSaver(bus), Logind()
        for service, path, target in (
            ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", saver),
            ("org.freedesktop.login1", "/org/freedesktop/login1", logind),
        ):
            assert bus.registerService(service)
            assert bus.registerObject(path, target, _EXPORT)
        yield saver, logind
        logind.close()
        QDBusConnection.disconnectFromBus(_SERVICES)
    finally:
        daemon.kill()
        daemon.wait()
        if daemon.stdout is not None:
            daemon.stdout.close()
