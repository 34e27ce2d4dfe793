"""The addresses that were opened last."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yolocam.address import is_network, kept, shown

MAX_RECENTS = 10


def add_recent(recents: Sequence[str], address: str) -> tuple[str, ...]:
    """Return the list with this address first, each address once, at most MAX_RECENTS.

    The list is written to the disk: what an address holds of passwords and keys is left out.
    """
    return tuple(dict.fromkeys(filter(None, map(kept, (address, *recents)))))[:MAX_RECENTS]


def is_worth_keeping(address: str) -> bool:
    """Whether an address names something of the user's: cameras and test cards have their own buttons."""
    return not address.startswith(("camera:", "synthetic:", "screen:")) and not address.isdecimal()


def title_of(address: str) -> str:
    """Return a short name for an address: a file's name, or a network address without its secrets."""
    if address.isdecimal():
        return f"Camera {address}"
    scheme, colon, rest = address.partition(":")
    if scheme == "camera" and colon:
        device = rest.partition("?")[0]
        return f"Camera {device}" if device.isdecimal() else device
    if scheme == "synthetic" and colon:
        return "Test card"
    if is_network(address):
        return shown(address)
    return Path(address).name or address
