"""Stream keys in the keyring of the system, where the package keyring is installed; nowhere else."""

from __future__ import annotations

import contextlib
import importlib.util

from yolocam.address import shown

_SERVICE = "yolocam stream"


def can_store() -> bool:
    """Whether there is a keyring to keep a key in."""
    if importlib.util.find_spec("keyring") is None:
        return False
    import keyring

    try:
        return bool(keyring.get_keyring().priority > 0)
    except Exception:  # each backend fails in its own way
        return False


def stored_key(address: str) -> str | None:
    """Return the key that was stored for a server; None where there is none."""
    return stored_secret(_SERVICE, address)


def store_key(address: str, key: str) -> bool:
    """Store the key of a server; False where it could not be."""
    return store_secret(_SERVICE, address, key)


def stored_secret(service: str, address: str) -> str | None:
    """Return what the keyring has for an address under the name of a service; None where that is nothing."""
    if not can_store():
        return None
    import keyring

    with contextlib.suppress(Exception):  # locked, refused or broken: it is asked for
        secret: str | None = keyring.get_password(service, shown(address))
        return secret
    return None


def store_secret(service: str, address: str, secret: str) -> bool:
    """Store a secret for an address under the name of a service; False where it could not be."""
    if not can_store():
        return False
    import keyring

    with contextlib.suppress(Exception):
        keyring.set_password(service, shown(address), secret)
        return True
    return False
