"""Logins of network sources in the keyring of the system, for who asked to keep them; nowhere else."""

from __future__ import annotations

import contextlib

from yolocam.address import shown
from yolocam.media.streaming.stored_keys import can_store

_SERVICE = "yolocam source"


def stored_login(address: str) -> tuple[str, str] | None:
    """Return user and password that were stored for a source; None where there are none."""
    if not can_store():
        return None
    import keyring

    with contextlib.suppress(Exception):  # locked, refused or broken: they are asked for
        user, mark, password = (keyring.get_password(_SERVICE, shown(address)) or "").partition("\n")
        return (user, password) if mark else None
    return None


def store_login(address: str, user: str, password: str) -> bool:
    """Store user and password of a source; False where they could not be."""
    if not can_store():
        return False
    import keyring

    with contextlib.suppress(Exception):
        keyring.set_password(_SERVICE, shown(address), f"{user}\n{password}")
        return True
    return False
