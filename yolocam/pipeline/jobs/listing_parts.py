"""Splits the files of a run into parts that are worked at side by side."""

from __future__ import annotations

from itertools import groupby

from yolocam.pipeline.sources.files.listing import Listing

MOST_IMAGES = 64
"""Images in a part: enough to fill batches, few enough to spread a folder over all jobs."""


def listing_parts(listing: Listing, jobs: int, most: int = MOST_IMAGES) -> list[Listing]:
    """Return each video by itself and the images between them in groups of up to `most`, in their order."""
    parts: list[Listing] = []
    for kind, group in groupby(listing.items, key=lambda item: item.kind):
        items = tuple(group)
        size = 1 if kind == "video" else min(-(-len(items) // jobs), most)
        parts += [Listing(items[start : start + size]) for start in range(0, len(items), size)]
    return parts


def part_name(part: Listing) -> str:
    """Return what progress calls a part: its file, or the first of them and how many follow."""
    more = len(part) - 1
    return part.items[0].name + (f" and {more} more" if more else "")
