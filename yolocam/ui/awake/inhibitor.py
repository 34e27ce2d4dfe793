"""How each platform is asked to leave its screen on."""

from __future__ import annotations

import sys
from typing import Protocol


class Inhibitor(Protocol):
    """Asks the platform to leave the screen on. Never raises, never waits; for the UI thread."""

    def hold(self, reason: str) -> None:
        """Leave the screen on until `release`; `reason` is what the user may be told."""

    def release(self) -> None:
        """Let the screen go dark again when nobody is there."""


def platform_inhibitor(platform: str = sys.platform) -> Inhibitor:
    """Return that of a platform, by its name in `sys.platform`; every other one is taken for a Linux."""
    if platform == "win32":
        from yolocam.ui.awake.windows_inhibitor import WindowsInhibitor

        return WindowsInhibitor()
    if platform == "darwin":
        from yolocam.ui.awake.caffeinate import Caffeinate

        return Caffeinate()
    from yolocam.ui.awake.bus_inhibitor import BusInhibitor

    return BusInhibitor()
