"""Logins of network sources in the keyring of the system, for who asked to keep them; nowhere else."""

from __future__ import annotations

from yolocam.media.streaming.stored_keys import store_secret, stored_secret

_SERVICE = "yolocam source"


def stored_login(address: str) -> tuple[str, str] | None:
    """Return user and password that were stored for a source; None where there are none."""
    user, mark, password = (stored_secret(_SERVICE, address) or "").partition("\n")
    return (user, password) if mark else None


def store_login(address: str, user: str, password: str) -> bool:
    """Store user and password of a source; False where they could not be."""
    return store_secret(_SERVICE, address, f"{user}\n{password}")
