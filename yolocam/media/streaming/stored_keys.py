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
    if not can_store():
        return None
    import keyring

    with contextlib.suppress(Exception):  # locked, refused or broken: the key is asked for
        key: str | None = keyring.get_password(_SERVICE, shown(address))
        return key
    return None


def store_key(address: str, key: str) -> bool:
    """Store the key of a server; False where it could not be."""
    if not can_store():
        return False
    import keyring

    with contextlib.suppress(Exception):
        keyring.set_password(_SERVICE, shown(address), key)
        return True
    return False
