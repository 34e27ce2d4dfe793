"""Brings files that lie elsewhere to where they are worked at, and lists them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from yolocam.address import shown
from yolocam.errors import SourceError
from yolocam.files.remote import RemoteFolder, is_remote
from yolocam.media.kinds import media_kind
from yolocam.pipeline.sources.files.listing import Listing, MediaItem, natural_key


@contextmanager
def at_hand(file: str) -> Iterator[Path]:
    """Yield a file of this machine: the file itself, or a copy that lasts as long; SourceError."""
    if not is_remote(file):
        yield Path(file)
        return
    with tempfile.TemporaryDirectory(prefix="yolocam-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / file.rpartition("/")[2]
        RemoteFolder(file).fetch("", path)
        yield path


@contextmanager
def items_at_hand(
    items: Sequence[MediaItem], lost: Callable[[str, str], None]
) -> Iterator[tuple[MediaItem, ...]]:
    """Yield items whose files are on this machine; `lost` hears of one that cannot be fetched."""
    if not any(is_remote(item.file) for item in items):
        yield tuple(items)
        return
    with tempfile.TemporaryDirectory(prefix="yolocam-", ignore_cleanup_errors=True) as folder:
        near = []
        for number, item in enumerate(items):
            path = Path(folder) / str(number) / item.file.rpartition("/")[2]
            try:
                RemoteFolder(item.file).fetch("", path)
            except SourceError as error:
                lost(item.name, str(error))
            else:
                near.append(replace(item, file=str(path)))
        yield tuple(near)


def remote_listing(sources: Sequence[str], recursive: bool) -> tuple[Listing, dict[str, str]]:
    """List the images and videos that addresses name, by their endings, and the version of each file.

    Raises SourceError where nothing is found.
    """
    items: list[MediaItem] = []
    versions: dict[str, str] = {}
    taken: set[str] = set()
    for source in sources:
        found = RemoteFolder(source).listed(recursive)
        for name, size, version in sorted(found, key=lambda one: natural_key(one[0])):
            kind = media_kind(name)
            if kind is None or any(part.startswith(".") for part in name.split("/")):
                continue
            if name.casefold() in taken:
                raise SourceError(
                    f"{shown(source)} and another source both hold {name}: give each a run of its own"
                )
            taken.add(name.casefold())
            single = len(found) == 1 and source.rstrip("/").endswith(f"/{name}")
            address = source if single else f"{source.rstrip('/')}/{name}"
            items.append(MediaItem(address, kind, name))
            versions[address] = f"{size} {version}"
    if not items:
        raise SourceError(
            f"{', '.join(map(shown, sources))} holds no image or video, by the endings of the names"
        )
    return Listing(tuple(items)), versions
