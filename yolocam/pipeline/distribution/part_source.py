"""A part of a film as a source: its frames are, one by one, those of the whole film."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yolocam.errors import SourceError
from yolocam.frame import Frame, SourceInfo
from yolocam.media.key_frames import FilmPart
from yolocam.pipeline.sources.files.video import VideoSource
from yolocam.pipeline.sources.sampling import Chooser, Sampling


class UncutError(SourceError):
    """The parts of a film do not give what the whole film gives: it has to be worked at in one go."""


class PartSource:
    """Frames of one part, with the indices and times that they have in the film; see `FilmPart`.

    `sampling` says which of them are looked at. `threads` and `card` are as VideoSource has them; `on_note`
    hears why the processor decodes in the place of a card. UncutError where the file is damaged, or its
    frames are not where its index says.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        part: FilmPart,
        *,
        sampling: Sampling,
        threads: int = 0,
        card: int | None = None,
        on_note: Callable[[str, str], None] | None = None,
    ) -> None:
        self._part = part
        self._on_note = on_note
        self._choose = Chooser(sampling)
        self._misplaced = False
        self._ended = False
        self._film = VideoSource(path, name, wanted=self._wanted, threads=threads, card=card)
        if part.seek:
            self._film.seek(part.seek_ns, index=part.seek)

    @property
    def info(self) -> SourceInfo:
        """What is known of the film."""
        return self._film.info

    def read(self) -> Frame | None:
        """Return the next frame of the part, None at its end."""
        frame = None if self._ended else self._film.read()
        if self._misplaced or (frame is None and not self._complete()):
            raise UncutError(f"{self.info.path} cannot be worked at in parts")
        if frame is None or self._is_behind(frame.index):
            self._ended = True
            self._tell_refusal()
            return None
        return frame

    def close(self) -> None:
        """Close the file."""
        self._ended = True
        self._film.close()

    def _tell_refusal(self) -> None:
        if self._film.card_refusal is not None and self._on_note is not None:
            self._on_note(self.info.name, self._film.card_refusal)

    def _complete(self) -> bool:
        return self._ended or (self._part.end is None and self._film.problem is None)

    def _is_behind(self, index: int) -> bool:
        return self._part.end is not None and index >= self._part.end

    def _wanted(self, index: int, pts_ns: int) -> bool:
        part = self._part
        known = {part.seek: part.seek_ns, part.first: part.first_ns, part.end: part.end_ns}
        self._misplaced |= known.get(index, pts_ns) != pts_ns
        # Asked of the frames before the part too: --every counts from one to the next.
        return (self._choose(index, pts_ns) and index >= part.first) or self._is_behind(index)
