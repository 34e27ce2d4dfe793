"""Skips tests where a package is missing, without importing it."""

from importlib.util import find_spec

import pytest


def needs_packages(*names: str) -> None:
    """Skip the test, with the reason, where one of the packages is not installed."""
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        pytest.skip(f"needs {' and '.join(missing)}")
