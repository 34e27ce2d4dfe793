"""The package keyring, with a keyring in memory."""

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace

import pytest


def use_keyring(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Put it in the place of the real one: `kept` holds secrets by (service, name), `backend` a priority."""
    module = ModuleType("keyring")
    module.__spec__ = ModuleSpec("keyring", None)
    kept: dict[tuple[str, str], str] = {}
    backend = SimpleNamespace(priority=5)
    for name, value in {
        "kept": kept,
        "backend": backend,
        "get_keyring": lambda: backend,
        "set_password": lambda service, name, secret: kept.update({(service, name): secret}),
        "get_password": lambda service, name: kept.get((service, name)),
    }.items():
        setattr(module, name, value)
    monkeypatch.setitem(sys.modules, "keyring", module)
    return module
