"""The regions of this moment, swapped whole while sources run."""

from __future__ import annotations

from yolocam.pipeline.regions.region_file import Regions


class RegionStore:
    """Holds regions that somebody edits; a processor reads `current` once per frame.

    One thread writes: it puts other, frozen `Regions` in their place.
    """

    def __init__(self, regions: Regions | None = None) -> None:
        self.current = Regions((), relative=True) if regions is None else regions
