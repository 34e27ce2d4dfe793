"""Several files, one after the other, as one source."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable
from fractions import Fraction

from yolocam.errors import SourceError
from yolocam.frame import Frame, SourceInfo
from yolocam.pipeline.sources.files.film import FilmSource, film_length, open_film
from yolocam.pipeline.sources.files.image import ImageSource, PictureFiles
from yolocam.pipeline.sources.files.listing import Listing, MediaItem
from yolocam.pipeline.sources.files.video import VideoSource
from yolocam.pipeline.sources.sampling import Chooser, Sampling, check_sampling, nothing_there

_MAX_PROBED = 32
"""Up to this many videos are opened beforehand to learn how many frames there will be."""

_SECOND_NS = 1_000_000_000

_Length = tuple[int | None, int | None, Fraction | None]
_Lengths = dict[str, _Length]
"""Frames, nanoseconds and rate of each video, as far as they are known."""

OnProblem = Callable[[str, str], None]
"""Takes the name of a file that is broken, and a sentence that says what is wrong with it."""


class SequenceSource:
    """The files of a listing, opened one at a time; each frame carries the info of its own file.

    A broken file is told to `on_problem` and passed over; a video that breaks off or was damaged is
    told after its last frame, and so is an image of which a part is missing. `on_note` is told what is odd
    about an image that is whole. Both are called on the thread that reads. `stride`, or a whole
    `sampling`, says which frames of a video are read, with their true index. `threads` is the number of
    decoder threads of a video, `card` that of a card that decodes, as VideoSource has it.
    `info.frame_count` counts all files; videos that do not know theirs are estimated by length and rate, and
    it is None when that is impossible too. With `image_seconds`, how long an image is shown, the sequence can
    be sought if the length of every video is known: each frame then has the `offset_ns` of its file. Raises
    SourceError for a stride below 1.
    """

    def __init__(
        self,
        listing: Listing,
        stride: int = 1,
        on_problem: OnProblem | None = None,
        *,
        sampling: Sampling | None = None,
        threads: int = 0,
        on_note: OnProblem | None = None,
        image_seconds: Fraction | None = None,
        card: int | None = None,
    ) -> None:
        self._sampling = sampling or Sampling(stride=stride)
        check_sampling(self._sampling)
        self._listing = listing
        self._next = 0  # the item that comes next
        lengths = _lengths_of(listing)
        self._starts = () if image_seconds is None else _starts_of(listing, lengths, image_seconds)
        self._count = 0  # frames handed out, of all files
        self._before = 0  # those of earlier files
        self._broken = False  # the present file has broken, which was told
        self._on_problem = on_problem
        self._on_note = on_note
        self._remark = listing.passed_over
        self._pictures = PictureFiles()
        self._threads = threads
        self._card = card
        self._card_refused = False  # which was told
        self._lock = threading.Lock()  # guards _current, _closed and _remark: close comes from another thread
        self._current: ImageSource | FilmSource | None = None
        self._closed = False
        self.info = SourceInfo(
            "sequence",
            "sequence",
            (0, 0),
            frame_count=_count_frames(listing, lengths, self._sampling),
            duration_ns=self._starts[-1] if self._starts else None,
            seekable=bool(self._starts),
            starts_ns=self._starts[:-1],
        )

    @property
    def remark(self) -> str | None:
        """What a viewer should know of the files as far as they were read; None if nothing."""
        with self._lock:
            return self._remark

    def read(self) -> Frame | None:
        """Return the next frame of the present file or of the next one that can be read."""
        most = self._sampling.most
        while most is None or self._count < most:
            source = self._current or self._open_next()
            if source is None:
                return None
            frame = self._frame_of(source)
            if frame is not None and not self._is_past(frame):
                self._count += 1
                return frame
            self._finish(source)
        return None

    def seek(self, pts_ns: int) -> None:
        """Go to the file that is shown at a position, and to that moment of it; clamped to the sequence."""
        place = max(0, min(pts_ns, self._starts[-1] - 1))
        number = bisect_right(self._starts, place) - 1
        with self._lock:
            current, self._current = self._current, None
        if current is not None:
            current.close()
        self._next = number
        source = self._open_next()
        if source is not None and not isinstance(source, ImageSource) and self._next == number + 1:
            source.seek(place - self._starts[number])

    def close(self) -> None:
        """Close the present file; `read` returns None from now on."""
        with self._lock:
            self._closed = True
            current, self._current = self._current, None
        if current is not None:
            current.close()

    def _frame_of(self, source: ImageSource | FilmSource) -> Frame | None:
        """Return the next frame of a file; None at its end, and where it breaks, which is told."""
        try:
            frame = source.read()
            if frame is None or not self._starts:
                return frame
            return frame.with_times(offset_ns=self._starts[self._next - 1])
        except SourceError as error:
            self._report(source.info.name, str(error))
            self._broken = True
            return None

    def _is_past(self, frame: Frame) -> bool:
        return frame.source.kind != "image" and self._sampling.is_past(frame.pts_ns)

    def _open_next(self) -> ImageSource | FilmSource | None:
        while self._next < len(self._listing.items):
            item = self._listing.items[self._next]
            self._next += 1
            try:
                source = self._open(item)
            except SourceError as error:
                self._report(item.name, str(error))
                continue
            with self._lock:
                if not self._closed:
                    self._current = source
                    self._before, self._broken = self._count, False
                    return source
            source.close()
            break
        return None

    def _open(self, item: MediaItem) -> ImageSource | FilmSource:
        if item.kind == "image":
            return ImageSource(item.path, item.name, page=item.page, pages=item.pages, files=self._pictures)
        film = open_film(
            item.path, item.name, wanted=Chooser(self._sampling), threads=self._threads, card=self._card
        )
        # What does not know its length has no times to search by: it is decoded up to there.
        if self._sampling.start_ns and film.info.duration_ns is not None:
            film.seek(self._sampling.start_ns, count=True)
        return film

    def _finish(self, source: ImageSource | FilmSource) -> None:
        with self._lock:
            stopped = self._closed
            self._current = None
        problem = source.problem if isinstance(source, ImageSource) else self._problem_of(source)
        source.close()
        if problem is not None and not stopped:
            self._report(source.info.name, f"{source.info.path} {problem}")
        elif isinstance(source, ImageSource) and source.note is not None and self._on_note is not None:
            self._on_note(source.info.name, f"{source.info.path} {source.note}")
        elif isinstance(source, VideoSource) and source.card_refusal is not None:
            self._tell_refusal(source.info.name, source.card_refusal)

    def _tell_refusal(self, name: str, refusal: str) -> None:
        """Tell once why the processor decodes in a card's place: most often all have the same reason."""
        if self._on_note is not None and not self._card_refused:
            self._card_refused = True
            self._on_note(name, refusal)

    def _problem_of(self, film: FilmSource) -> str | None:
        if film.problem is None and self._count == self._before and not self._broken:
            return nothing_there(film.info, self._sampling)
        return film.problem

    def _report(self, name: str, message: str) -> None:
        with self._lock:
            self._remark = message
        if self._on_problem is not None:
            self._on_problem(name, message)


def _lengths_of(listing: Listing) -> _Lengths | None:
    """Return the length of each video by its path; None where there are too many to look at."""
    if listing.video_count > _MAX_PROBED:
        return None
    return {item.file: _length_of(item) for item in listing.items if item.kind == "video"}


def _length_of(item: MediaItem) -> _Length:
    try:
        return film_length(item.path)
    except SourceError:
        return 0, 0, Fraction(1)  # told when its turn comes


def _starts_of(listing: Listing, lengths: _Lengths | None, image_seconds: Fraction) -> tuple[int, ...]:
    """Return where each file begins, and where the last one ends, in nanoseconds; nothing if not known."""
    if lengths is None:
        return ()
    starts = [0]
    for item in listing.items:
        shown = (None, int(image_seconds * _SECOND_NS), None)
        frames, length, fps = lengths[item.file] if item.kind == "video" else shown
        if length is None and frames and fps:
            length = round(frames / fps * _SECOND_NS)
        if length is None:
            return ()
        starts.append(starts[-1] + length)
    return tuple(starts)


def _count_frames(listing: Listing, lengths: _Lengths | None, sampling: Sampling) -> int | None:
    if lengths is None:
        return None
    total = len(listing) - listing.video_count
    for item in listing.items:
        if item.kind == "video":
            count = sampling.expected(*lengths[item.file])
            if count is None:
                return None
            total += count
    return total if sampling.most is None else min(total, sampling.most)
