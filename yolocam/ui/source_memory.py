"""Keeps something of each source for the next time it is opened."""

from __future__ import annotations

from typing import Any

from yolocam.address import kept
from yolocam.ui.preferences import Preferences

_MOST_SOURCES = 100


class SourceMemory:
    """JSON objects by the address of their source, less what is secret in it; those used last are kept.

    `name` is the preference that holds them.
    """

    def __init__(self, preferences: Preferences, name: str) -> None:
        self._preferences = preferences
        self._name = name

    def of(self, address: str) -> Any:
        """Return what is kept of a source, as it stands in the file; None where nothing is."""
        return self._preferences.object(self._name).get(kept(address))

    def keep(self, address: str, value: dict[str, Any] | None) -> None:
        """Keep this of a source, or forget what is kept of it."""
        name = kept(address)
        if not name:  # an address that cannot be kept
            return
        every = self._preferences.object(self._name)
        every.pop(name, None)
        if value is not None:
            every[name] = value
        self._preferences.keep_object(self._name, dict(list(every.items())[-_MOST_SOURCES:]))
