"""Images that move (GIF, WebP, PNG, AVIF): all of their frames, each at its own time."""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.errors import SourceError, reason_of
from yolocam.frame import Frame, Image, SourceInfo, publish
from yolocam.media.stills.formats import HEAD_BYTES, image_format
from yolocam.media.stills.moving import MOVING_FORMATS, Moving, moving
from yolocam.media.stills.picture import HEADER_ERRORS, ImageBroken, check_size
from yolocam.media.stills.pillow import open_pillow, to_bgr
from yolocam.pipeline.sources.files.image import read_bytes
from yolocam.pipeline.sources.files.video import Wanted, every_frame

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

MAX_PIXELS = 80_000_000
"""Largest accepted frame: several of them are held while one is drawn onto another."""

_SECOND_NS = 10**9


class AnimationSource:
    """An image that moves, as a film: frame by frame, drawn as browsers draw it.

    Times count from the first frame; frames said to last no time last 0.1 s, as in browsers. `wanted` is
    asked with index and time which frames are read. After the end `problem` says what was wrong with the
    file. Raises SourceError when the file is missing, damaged, too large, or no such image.
    """

    def __init__(self, path: Path, name: str | None = None, *, wanted: Wanted | None = None) -> None:
        self._wanted = wanted or every_frame
        self._path = path
        self._lock = threading.Lock()  # guards everything below against `close` from another thread
        self._index = 0
        self._stopped_by: str | None = None
        self._format, self._data = _read(path)
        self._facts, pictures = _open(path, self._format, self._data)
        self._pictures: ImageFile | None = pictures
        self._drawn = -1  # the frame that `_pictures` stands at
        self._starts = [0, *accumulate(self._facts.times)]
        self.info = self._describe(name or path.name)

    def _describe(self, name: str) -> SourceInfo:
        count, length = len(self._facts.times), self._starts[-1]
        size = self._facts.size[::-1] if self._facts.turn.transpose else self._facts.size
        return SourceInfo(
            name,
            "video",
            size,
            path=self._path,
            fps=Fraction(count * _SECOND_NS, length),
            time_base=Fraction(1, 1000),
            frame_count=count,
            duration_ns=length,
            seekable=True,
        )

    @property
    def problem(self) -> str | None:
        """What is wrong with the file as far as it was read, in words that follow its name."""
        if self._stopped_by is None:
            return None
        return f"cannot be read to its end: frame {self._index + 1} {self._stopped_by}"

    def read(self) -> Frame | None:
        """Draw and return the next frame, None at the end."""
        with self._lock:
            while (
                self._pictures is not None and not self._stopped_by and self._index < len(self._facts.times)
            ):
                index, pts_ns = self._index, self._starts[self._index]
                image = self._draw(index) if self._wanted(index, pts_ns) else None
                if self._stopped_by is None:
                    self._index += 1
                if image is not None:
                    return Frame(publish(image), index, pts_ns, time.monotonic_ns(), self.info)
            return None

    def seek(self, pts_ns: int, *, count: bool = False) -> None:
        """Make the next `read` return the frame shown at `pts_ns`, exactly; clamped to the film.

        `count` is as VideoSource has it: here every index is exact.
        """
        with self._lock:
            last = len(self._facts.times) - 1
            self._index = max(0, min(bisect_right(self._starts, pts_ns) - 1, last))
            self._stopped_by = None

    def close(self) -> None:
        """Let go of the file; later reads return None."""
        with self._lock:
            pictures, self._pictures = self._pictures, None
            self._data = b""
        if pictures is not None:
            pictures.close()

    def _draw(self, index: int) -> Image | None:
        try:
            if self._pictures is None or index < self._drawn:  # it goes forward only, whatever it promises
                self._pictures = open_pillow(self._data, self._format)
            self._drawn = index
            self._pictures.seek(index + self._facts.hidden)
            image = self._facts.turn.apply(to_bgr(self._pictures))
        except Exception as error:  # as in `stills.pillow`
            self._stopped_by = f"is damaged: {reason_of(error)}"
            return None
        return image


def _read(path: Path) -> tuple[str, bytes]:
    """Return the format and the bytes of a file."""
    data = read_bytes(path)
    name = image_format(data[:HEAD_BYTES])
    if name is None or name not in MOVING_FORMATS:
        raise SourceError(f"{path} is no picture that moves")
    return name, data


def _open(path: Path, name: str, data: bytes) -> tuple[Moving, ImageFile]:
    try:
        facts = moving(data, name)
        if not facts.times:
            raise ImageBroken("holds no frames")
        check_size(name, facts.size, MAX_PIXELS)
        pictures = open_pillow(data, name)
    except ImageBroken as broken:
        raise SourceError(f"{path} {broken}") from broken
    except HEADER_ERRORS as error:
        raise SourceError(f"{path} is cut short: its {name} header is incomplete") from error
    return facts, pictures
