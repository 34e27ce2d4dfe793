"""Puts secrets in the place of their names, from environment variables and the keyring of the system."""

from __future__ import annotations

import contextlib
import os
import re

from yolocam.address import kept
from yolocam.errors import SinkError
from yolocam.registry import Need

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_NAMED = re.compile(r"[^/?&;=]*=\$\{[A-Za-z_][A-Za-z0-9_]*\}")
_NAMED_LOGIN = re.compile(r"//(?:[^/@:?#]*:)?\$\{[A-Za-z_][A-Za-z0-9_]*\}@")
PREFIX = "keyring:"
"""What stands before the name of an entry of the keyring."""

KEYRING = Need("keyring", "yolocam[keys]")

SERVICE = "yolocam"
"""The service under which the keyring keeps what rules use: `keyring set yolocam NAME`."""


def filled(text: str) -> str:
    """Return a text with the secrets that it names; SinkError where one is missing. Never show the result."""
    if text.startswith(PREFIX):
        return _from_keyring(text.removeprefix(PREFIX).strip())
    return _VARIABLE.sub(lambda found: _from_environment(found[1]), text)


def has_secret(address: str) -> bool:
    """Whether an address has a login, or the value of a password or a key, written out in it."""
    plain = _NAMED.sub("x=1", _NAMED_LOGIN.sub("//", address)).partition("#")[0]
    return kept(plain) != plain


def _from_environment(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise SinkError(f"the environment variable {name} is not set, but a rule uses it")
    return value


def _from_keyring(name: str) -> str:
    _need_keyring()
    import keyring

    value: str | None = None
    with contextlib.suppress(Exception):  # each backend fails in its own way
        value = keyring.get_password(SERVICE, name)
    if not value:
        raise SinkError(f"the keyring has no '{name}', but a rule uses it: keyring set {SERVICE} {name}")
    return value


def keep_secret(name: str, value: str) -> None:
    """Put a secret into the keyring of the system, where `keyring:NAME` finds it; SinkError."""
    _need_keyring()
    import keyring

    try:
        keyring.set_password(SERVICE, name, value)
    except Exception:  # each backend fails in its own way, and may repeat what it was given
        raise SinkError(f"the keyring of this system cannot keep '{name}'; is it unlocked?") from None


def _need_keyring() -> None:
    if not KEYRING.met:
        raise SinkError(f"a secret in the keyring {KEYRING}")
