"""Which graphics cards this machine has, by what the system says of them, without any driver's library."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_VENDORS = {"0x10de": "NVIDIA", "0x1002": "AMD", "0x8086": "Intel"}
_DISPLAY_CLASS = "0x03"
"""PCI's class of display controllers; those without an outlet, as in servers, belong to it."""

_WINDOWS_CLASS = r"SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}"


@dataclass(frozen=True, slots=True)
class GraphicsCard:
    """One card. `name` may be no more than the maker's; `has_driver` says that the maker's driver runs it."""

    maker: str
    name: str
    has_driver: bool


def graphics_cards(root: Path = Path("/")) -> list[GraphicsCard]:
    """Return the cards of NVIDIA, AMD and Intel; none where the system does not tell. Takes milliseconds.

    `root` is where a Linux system's files are.
    """
    registered = list(_registered())
    if registered:
        return registered
    named = list(_known_to_driver(root))
    on_bus = [card for card in _on_bus(root) if card.maker != "NVIDIA" or not named]
    if not named and not on_bus and (root / "usr/lib/wsl/lib/libcuda.so.1").exists():
        named = [GraphicsCard("NVIDIA", "NVIDIA card of the Windows host", True)]
    return [*named, *on_bus]


def nvidia_card(root: Path = Path("/")) -> GraphicsCard | None:
    """Return the first card of NVIDIA, one with a driver if there is one; None where there is none."""
    cards = [card for card in graphics_cards(root) if card.maker == "NVIDIA"]
    return max(cards, key=lambda card: card.has_driver, default=None)


def driver_version(root: Path = Path("/")) -> str:
    """Return the version of NVIDIA's driver on Linux, such as "580.65.06"; empty if it does not run."""
    words = _text(root / "proc/driver/nvidia/version").partition("\n")[0].split()
    return next((word for word in words if word[:1].isdigit() and "." in word), "")


def _known_to_driver(root: Path) -> Iterator[GraphicsCard]:
    for file in sorted((root / "proc/driver/nvidia/gpus").glob("*/information")):
        lines = dict(line.partition(":")[::2] for line in _text(file).splitlines())
        yield GraphicsCard("NVIDIA", lines.get("Model", "").strip() or "NVIDIA card", True)


def _on_bus(root: Path) -> Iterator[GraphicsCard]:
    for device in sorted((root / "sys/bus/pci/devices").glob("*")):
        maker = _VENDORS.get(_text(device / "vendor"))
        if maker is not None and _text(device / "class").startswith(_DISPLAY_CLASS):
            # `nouveau` shows images and computes nothing.
            driver = (device / "driver").resolve().name if (device / "driver").exists() else ""
            yield GraphicsCard(maker, f"{maker} card", driver not in ("", "nouveau", "vfio-pci"))


def _registered() -> Iterator[GraphicsCard]:
    """Yield the cards of which Windows' registry knows; nothing elsewhere."""
    yield from ()
    if sys.platform == "win32":
        import winreg

        makers = {"ven_10de": "NVIDIA", "ven_1002": "AMD", "ven_8086": "Intel"}
        for number in range(16):
            try:
                with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, rf"{_WINDOWS_CLASS}\{number:04}") as key:
                    name = str(winreg.QueryValueEx(key, "DriverDesc")[0])
                    device = str(winreg.QueryValueEx(key, "MatchingDeviceId")[0]).lower()
            except OSError:
                continue
            maker = next((maker for vendor, maker in makers.items() if vendor in device), None)
            if maker is not None:
                yield GraphicsCard(maker, name, "basic display" not in name.lower())


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
