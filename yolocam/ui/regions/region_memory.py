"""Keeps the regions of each source for the next time it is opened."""

from __future__ import annotations

from yolocam.errors import SettingsError
from yolocam.pipeline.regions.region_file import Regions, parse_regions
from yolocam.pipeline.regions.region_text import regions_content
from yolocam.ui.preferences import Preferences
from yolocam.ui.source_memory import SourceMemory


class RegionMemory:
    """Regions as the content of their files."""

    def __init__(self, preferences: Preferences) -> None:
        self._sources = SourceMemory(preferences, "regions")

    def of(self, address: str) -> Regions | None:
        """Return the regions of a source; None where none are kept that can be read."""
        content = self._sources.of(address)
        try:
            return None if content is None else parse_regions(content, "window.ini")
        except SettingsError:
            return None

    def keep(self, address: str, regions: Regions) -> None:
        """Keep the regions of a source, or forget them where there are none."""
        self._sources.keep(address, regions_content(regions) if regions.regions else None)
