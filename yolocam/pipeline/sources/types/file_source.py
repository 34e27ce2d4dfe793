"""Files and folders: images, videos, lists and patterns of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.address import is_network
from yolocam.errors import SourceError
from yolocam.registry import SourceType

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Source


def open_path(path: str) -> Source:
    """Open a file so that it can be sought, images as a slide show, a folder with videos as a sequence.

    The file of a camera opens the camera. Raises SourceError.
    """
    from yolocam.pipeline.sources import unknown_kind
    from yolocam.pipeline.sources.files.film import open_film
    from yolocam.pipeline.sources.files.listing import list_sources
    from yolocam.pipeline.sources.files.sequence import SequenceSource
    from yolocam.pipeline.sources.files.slideshow import DEFAULT_SECONDS, SlideshowSource
    from yolocam.pipeline.sources.live.camera import open_camera
    from yolocam.pipeline.sources.live.devices import is_device

    if is_network(path):
        raise SourceError(unknown_kind(path))
    if is_device(path.partition("?")[0]):
        return open_camera(f"camera:{path}")
    listing = list_sources([path])
    if listing.video_count == 0:
        return SlideshowSource(listing, name=Path(path).name)
    if len(listing) > 1:
        return SequenceSource(listing, image_seconds=DEFAULT_SECONDS)
    item = listing.items[0]
    return open_film(item.path, item.name)


FILE = SourceType(
    name="file",
    schemes=("file",),
    title="File or folder",
    help="Images, videos and folders of them.",
    examples=(("street.mp4", "a video, an image, or a folder of images"),),
    live=False,
    rank=10,
    open=lambda address: open_path(address.partition(":")[2]),
)
