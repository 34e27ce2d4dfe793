"""Keeps the regions of each source for the next time it is opened."""

from __future__ import annotations

from typing import Any

from yolocam.address import kept
from yolocam.errors import SettingsError
from yolocam.pipeline.regions.region_file import Regions, parse_regions
from yolocam.pipeline.regions.region_text import regions_content
from yolocam.ui.preferences import Preferences

_NAME = "regions"
_MOST_SOURCES = 100


class RegionMemory:
    """Regions by the address of their source, less what is secret in it; those used last are kept."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def of(self, address: str) -> Regions | None:
        """Return the regions of a source; None where none are kept that can be read."""
        content = self._all().get(kept(address))
        try:
            return None if content is None else parse_regions(content, "window.ini")
        except SettingsError:
            return None

    def keep(self, address: str, regions: Regions) -> None:
        """Keep the regions of a source, or forget them where there are none."""
        name = kept(address)
        if not name:  # an address that cannot be kept
            return
        every = self._all()
        every.pop(name, None)
        if regions.regions:
            every[name] = regions_content(regions)
        self._preferences.keep_object(_NAME, dict(list(every.items())[-_MOST_SOURCES:]))

    def _all(self) -> dict[str, Any]:
        return self._preferences.object(_NAME)
