"""Pictures shown one after the other, each for a while: how the window plays an image or a folder of them."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from fractions import Fraction

from yolocam.errors import SourceError
from yolocam.frame import Frame, Image, SourceInfo, publish
from yolocam.pipeline.sources.files.image import PictureFiles
from yolocam.pipeline.sources.files.listing import Listing, MediaItem

DEFAULT_SECONDS = Fraction(3)
"""How long each image is shown."""


class SlideshowSource:
    """The images of a listing as a seekable source: image n at n times `seconds`.

    Each frame carries the name, path and size of its own image. An image that cannot be read is
    left out of the show, which becomes shorter, and is named in `problem`. Raises SourceError when
    the listing holds anything but images, or none of them can be read.
    """

    def __init__(
        self, listing: Listing, seconds: Fraction = DEFAULT_SECONDS, *, name: str | None = None
    ) -> None:
        if listing.video_count:
            raise SourceError(f"a slide show takes only images, found {listing.video_count} videos")
        if seconds <= 0:
            raise SourceError(f"a slide show's pictures stay {float(seconds):g} s, expected more than 0")
        self._lock = threading.Lock()  # guards what `info`, `problem` and `close` meet from other threads
        self._items: list[MediaItem] = list(listing.items)
        self._problems: list[str] = []
        self._last_note = listing.passed_over
        self._files = PictureFiles()
        self._closed = False
        self._seconds = seconds
        self._picture_ns = int(seconds * 1_000_000_000)
        self._position = 0
        self._loaded: tuple[MediaItem, Image] | None = None
        self._base = SourceInfo(
            name or listing.items[0].name, "image", (0, 0), fps=1 / seconds, seekable=True
        )
        self._first_size = self._find_first_size()

    @property
    def info(self) -> SourceInfo:
        """The whole show, as long as it is known to be; `size_wh` is the first image's."""
        with self._lock:
            count = len(self._items)
        return replace(
            self._base, size_wh=self._first_size, frame_count=count, duration_ns=count * self._picture_ns
        )

    @property
    def problem(self) -> str | None:
        """Which images were left out and why, None if none was."""
        with self._lock:
            if not self._problems:
                return None
            more = f" (and {len(self._problems) - 1} more)" if len(self._problems) > 1 else ""
        return f"left out: {self._problems[0]}{more}"

    @property
    def remark(self) -> str | None:
        """What a viewer should know of the show as far as it was read, in a sentence; None if nothing."""
        problem = self.problem
        with self._lock:
            return "; ".join(words for words in (self._last_note, problem) if words is not None) or None

    def read(self) -> Frame | None:
        """Return the next image that can be read; None after the last one and after `close`."""
        loaded = self._load()
        if loaded is None:
            return None
        item, image = loaded
        size = image.shape[1], image.shape[0]
        source = replace(self.info, name=item.name, path=item.path, size_wh=size)
        index = self._position
        self._position += 1
        self._loaded = None
        return Frame(publish(image), index, index * self._picture_ns, time.monotonic_ns(), source)

    def seek(self, pts_ns: int) -> None:
        """Go to the image shown at a media time; clamped to the show."""
        with self._lock:
            self._position = max(0, min(pts_ns // self._picture_ns, len(self._items) - 1))
        self._loaded = None

    def close(self) -> None:
        """End the show."""
        with self._lock:
            self._closed = True

    def _find_first_size(self) -> tuple[int, int]:
        self._loaded = self._load()
        if self._loaded is None:
            raise SourceError(self._problems[0])
        height, width = self._loaded[1].shape[:2]
        return width, height

    def _load(self) -> tuple[MediaItem, Image] | None:
        """Decode the image at the present position, leaving out those that cannot be."""
        while (item := self._current()) is not None:
            if self._loaded is not None:
                return self._loaded
            try:
                picture = self._files.read(item.path, item.page, item.pages)
            except SourceError as error:
                with self._lock:
                    self._items.remove(item)
                    self._problems.append(str(error))
                continue
            self._note(item, picture.fault or picture.note)
            return item, picture.image
        return None

    def _note(self, item: MediaItem, words: str | None) -> None:
        if words is not None:
            with self._lock:
                self._last_note = f"{item.path} {words}"

    def _current(self) -> MediaItem | None:
        with self._lock:
            if self._closed or self._position >= len(self._items):
                return None
            return self._items[self._position]
