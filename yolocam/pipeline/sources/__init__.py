"""Where frames come from. An address is `scheme:rest`; one without a known scheme is a file or folder."""

from __future__ import annotations

import re
from collections.abc import Callable

from yolocam.pipeline.interfaces import Source


def open_source(address: str) -> Source:
    """Open what an address names: a path, `file:path`, any scheme of SCHEMES, or a camera's number.

    A single video or image is opened by itself, a video so that it can be sought; a folder or glob
    becomes a sequence. Raises SourceError when it cannot be opened.
    """
    if re.match(r"\d{1,4}(\?|$)", address):
        address = f"camera:{address}"
    scheme, colon, rest = address.partition(":")
    opener = SCHEMES.get(scheme) if colon else None
    return opener(rest) if opener else _open_file(address)


def _open_file(path: str) -> Source:
    from yolocam.pipeline.sources.images import ImageSource
    from yolocam.pipeline.sources.listing import list_sources
    from yolocam.pipeline.sources.sequence import SequenceSource
    from yolocam.pipeline.sources.video import VideoSource

    listing = list_sources([path])
    if len(listing) > 1:
        return SequenceSource(listing)
    item = listing.items[0]
    opener = VideoSource if item.kind == "video" else ImageSource
    return opener(item.path, item.name)


def _open_synthetic(rest: str) -> Source:
    from yolocam.pipeline.sources.synthetic import SyntheticSource

    return SyntheticSource(f"synthetic:{rest}")


def _open_camera(rest: str) -> Source:
    from yolocam.pipeline.sources.camera import open_camera

    return open_camera(f"camera:{rest}")


SCHEMES: dict[str, Callable[[str], Source]] = {
    "file": _open_file,
    "synthetic": _open_synthetic,
    "camera": _open_camera,
}
"""How each kind of address is opened; an opener imports what it needs when it is called."""
