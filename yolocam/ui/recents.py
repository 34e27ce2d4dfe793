"""The list of recent addresses, and short names for addresses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yolocam.address import is_network, kept, shown
from yolocam.ui.translation import tr

MAX_RECENTS = 10


def add_recent(recents: Sequence[str], address: str) -> tuple[str, ...]:
    """Return the list with this address first, each address once, at most MAX_RECENTS.

    Passwords and keys are removed from the addresses, because the list is written to disk.
    """
    return tuple(dict.fromkeys(filter(None, map(kept, (address, *recents)))))[:MAX_RECENTS]


def is_worth_keeping(address: str) -> bool:
    """Whether an address belongs in the list; cameras and the test card have their own buttons."""
    return not address.startswith(("camera:", "synthetic:", "screen:")) and not address.isdecimal()


def title_of(address: str) -> str:
    """Return a short name of an address: the file name, or the network address without secrets."""
    if address.isdecimal():
        return _camera(address)
    scheme, colon, rest = address.partition(":")
    if scheme == "camera" and colon:
        device = rest.partition("?")[0]
        return _camera(device) if device.isdecimal() else device
    if scheme == "synthetic" and colon:
        return tr("Test card")
    if is_network(address):
        return shown(address)
    return Path(address).name or address


def _camera(number: str) -> str:
    return tr("Camera {number}").format(number=number)
