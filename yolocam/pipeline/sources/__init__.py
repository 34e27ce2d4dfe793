"""Where frames come from. An address is `scheme:rest`; one without a known scheme is a file or folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from yolocam.address import is_network, shown
from yolocam.errors import SourceError
from yolocam.pipeline.interfaces import Source

_CAMERA_NUMBER = re.compile(r"[0-9]{1,4}(\?|$)")


def open_source(address: str) -> Source:
    """Open what an address names: a path, `file:path`, any scheme of SCHEMES, or a camera's number or device.

    A single video is opened so that it can be sought; images become a slide show; a folder or glob
    with videos becomes a sequence. Raises SourceError when it cannot be opened.
    """
    if _CAMERA_NUMBER.match(address):
        address = f"camera:{address}"
    scheme, colon, rest = address.partition(":")
    opener = SCHEMES.get(scheme.lower()) if colon else None
    return opener(rest) if opener else _open_file(address)


def is_stream_address(address: str) -> bool:
    """Whether an address names a camera, a network stream or a test card rather than files.

    A file or folder of that name comes first: folders are called 0, 1, 2 where people sort pictures.
    """
    from yolocam.pipeline.sources.live.devices import is_device

    if is_device(address.partition("?")[0]):
        return True
    try:
        if Path(address).exists():
            return False
    except (OSError, ValueError):
        pass
    if _CAMERA_NUMBER.match(address):
        return True
    scheme, colon, _ = address.partition(":")
    return bool(colon) and scheme.lower() in SCHEMES and scheme.lower() != "file"


def _open_file(path: str) -> Source:
    from yolocam.pipeline.sources.files.film import open_film
    from yolocam.pipeline.sources.files.listing import list_sources
    from yolocam.pipeline.sources.files.sequence import SequenceSource
    from yolocam.pipeline.sources.files.slideshow import SlideshowSource
    from yolocam.pipeline.sources.live.devices import is_device

    if is_network(path):
        expected = ", ".join(f"{scheme}://" for scheme in STREAM_SCHEMES)
        raise SourceError(f"{shown(path)} is an address of an unknown kind, expected one of {expected}")
    if is_device(path.partition("?")[0]):
        return _open_camera(path)
    listing = list_sources([path])
    if listing.video_count == 0:
        return SlideshowSource(listing, name=Path(path).name)
    if len(listing) > 1:
        return SequenceSource(listing)
    item = listing.items[0]
    return open_film(item.path, item.name)


def _open_synthetic(rest: str) -> Source:
    from yolocam.pipeline.sources.live.synthetic import SyntheticSource

    return SyntheticSource(f"synthetic:{rest}")


def _open_camera(rest: str) -> Source:
    from yolocam.pipeline.sources.live.camera import open_camera

    return open_camera(f"camera:{rest}")


def _open_stream(scheme: str, rest: str) -> Source:
    from yolocam.pipeline.sources.live.stream import open_stream

    return open_stream(f"{scheme}:{rest}")


STREAM_SCHEMES = ("rtsp", "rtspt", "rtspu", "rtsps", "rtmp", "rtmps", "http", "https", "tcp", "udp", "srt")
"""Network protocols, all read through FFmpeg; `rtspt` and `rtspu` are rtsp over TCP and over UDP only."""

SCHEMES: dict[str, Callable[[str], Source]] = {
    "file": _open_file,
    "synthetic": _open_synthetic,
    "camera": _open_camera,
    **{scheme: partial(_open_stream, scheme) for scheme in STREAM_SCHEMES},
}
"""How each kind of address is opened; an opener imports what it needs when it is called."""
