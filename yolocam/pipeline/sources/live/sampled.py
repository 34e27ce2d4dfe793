"""A live source of which only some frames are looked at."""

from __future__ import annotations

from yolocam.frame import Frame, SourceInfo
from yolocam.pipeline.interfaces import Source
from yolocam.pipeline.sources.sampling import Chooser, Sampling


class SampledSource:
    """Hands on those frames of a source that a Sampling asks for, and ends where it does.

    Times count from the source's first frame. The others are read and let go, so that none grows old in a
    device. `missed` are frames that the source itself left out, because nobody read them in time.
    """

    def __init__(self, source: Source, sampling: Sampling) -> None:
        self._source = source
        self._sampling = sampling
        self._chooser = Chooser(sampling)
        self._count = 0
        self._first_ns: int | None = None
        self._last_index: int | None = None
        self.missed = 0

    @property
    def info(self) -> SourceInfo:
        """What is known of the source itself."""
        return self._source.info

    @property
    def inner(self) -> Source:
        """The source itself, which may tell how it is doing."""
        return self._source

    def read(self) -> Frame | None:
        """Return the next frame that counts; None at the end and behind the last one."""
        while self._sampling.most is None or self._count < self._sampling.most:
            frame = self._source.read()
            if frame is None:
                return None
            self._note_gap(frame.index)
            if self._first_ns is None:
                self._first_ns = frame.pts_ns
            pts_ns = frame.pts_ns - self._first_ns
            if self._sampling.is_past(pts_ns):
                return None
            if self._chooser(frame.index, pts_ns):
                self._count += 1
                return frame
        return None

    def _note_gap(self, index: int) -> None:
        last, self._last_index = self._last_index, index
        if last is not None and index > last + 1:
            self.missed += index - last - 1

    def close(self) -> None:
        """Close the source."""
        self._source.close()
