"""A JSON Lines file of results: where each frame's line is, and what made them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import ceil
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from yolocam.errors import SourceError
from yolocam.files.input_file import open_input_file
from yolocam.frame import Frame, ModelInfo, SourceInfo, StoredInfo
from yolocam.media.kinds import IMAGE_SUFFIXES, suffix_of
from yolocam.pipeline.stored_results.stored_frame import (
    LINE_ERRORS,
    RESULT_LINES,
    StoredFrame,
    StoredSession,
    damage,
    parse_line,
)
from yolocam.settings import Settings

_TOLERANCE_NS = 2_000_000
"""How far the times of a line and of a frame may lie apart: containers round to a millisecond."""

_LONGEST_LINE = 64_000_000


@dataclass(slots=True)
class _Times:
    """The lines of one source by their times, in nanoseconds."""

    times: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    offset: int
    length: int
    session: int


class ResultFile:
    """The results that `yolocam detect --save-json` or a recording has left.

    Every line is read once, to see that it is sound and where it belongs; its numbers are read again
    when its frame is asked for, so that memory holds a few numbers for each line. Lines that are
    damaged are passed over: `problem` says how many. Raises SourceError when the file cannot be read
    or holds no result.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damaged = 0
        self._first_damage = ""
        self.complete = True
        """Whether all lines have their candidates, so that every setting can be changed."""
        self.sizes: dict[str, tuple[int, int]] = {}
        """The sources by name, in their order, with the size of their first frame."""
        self.live = False
        self._floor = 0.0  # the highest of the lines that have their candidates
        self._weakest = 1.0  # the lowest confidence that was shown
        self._names: dict[int, str] = {}
        self._sessions: list[StoredSession] = []
        self._lines: list[_Line] = []
        self._by_source: dict[str, _Times] = {}
        self._in_recording = _Times()
        with open_input_file(path, RESULT_LINES, SourceError) as file:
            self._scan(file)
        if not self._lines:
            why = f" ({self._first_damage})" if self.damaged else ""
            raise SourceError(f"{path} holds no results{why}, expected {RESULT_LINES}")
        self._sorted = {name: _sorted(times) for name, times in self._by_source.items()}
        self._recording = _sorted(self._in_recording)

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def sources(self) -> tuple[tuple[str, bool], ...]:
        """The sources by name, in their order, and whether each is an image."""
        return tuple((name, self.is_picture(name)) for name in self.sizes)

    @property
    def problem(self) -> str | None:
        """How much of the file is damaged, in a sentence; None if nothing is."""
        if not self.damaged:
            return None
        lines = "1 line is" if self.damaged == 1 else f"{self.damaged} lines are"
        return f"{self.path}: {lines} damaged and left out ({self._first_damage}), {len(self)} can be read"

    @property
    def model(self) -> ModelInfo:
        """The first network that made them, as much as is known of it, and what can be asked of the file."""
        return replace(self._sessions[0].model if self._sessions else self._guessed(), stored=self.stored)

    @property
    def stored(self) -> StoredInfo:
        """What can be asked of the file."""
        return StoredInfo(self.path.name, self.floor, self.complete)

    def _guessed(self) -> ModelInfo:
        count = max(self._names, default=-1) + 1
        names = tuple(self._names.get(number, f"class {number}") for number in range(count))
        size = next(iter(self.sizes.values()))
        return ModelInfo("network", names, size, "cpu", "fp32")

    @property
    def settings(self) -> Settings:
        """The settings under which the results were shown; where they are not known, all of them are."""
        return self._sessions[0].settings if self._sessions else Settings(confidence=self.floor)

    @property
    def floor(self) -> float:
        """The lowest threshold that all lines serve: below it they hold nothing."""
        # What was shown lies above its threshold, so this lies below the weakest of it.
        return self._floor if self.complete else max(ceil(self._weakest * 100) - 1, 0) / 100

    def find(self, frame: Frame) -> tuple[StoredFrame, ModelInfo] | None:
        """Return the result of a frame and the network that made it; None where there is none.

        A frame belongs to the line of the same source and time. In the video of a recording it is the line
        that was written with it; a video of another name belongs to the only source there is.
        """
        name = self.source_of(frame.source)
        if name is None:
            line = _nearest(self._recording, frame.pts_ns)
        elif frame.source.kind == "image":
            line = int(self._sorted[name][1][-1])
        else:
            line = _nearest(self._sorted[name], frame.pts_ns)
        return None if line is None else self._read(line)

    def source_of(self, info: SourceInfo) -> str | None:
        """Return the name under which a source's results are stored; None where only a recording fits."""
        if info.name in self.sizes:
            return info.name
        same = [name for name in self.sizes if PurePosixPath(name).name == PurePosixPath(info.name).name]
        if len(same) == 1:
            return same[0]
        if self._in_recording.lines or len(self.sizes) != 1:
            return None
        return next(iter(self.sizes))

    def is_picture(self, source: str) -> bool:
        """Whether a source is an image: by its ending, unless it has results of several times (a GIF)."""
        times = self._sorted[source][0]
        return suffix_of(source) in IMAGE_SUFFIXES and bool(times[0] == times[-1])

    def is_painted(self, info: SourceInfo) -> bool:
        """Whether a source is the film that was recorded with these results, with the boxes in its images."""
        if self.source_of(info) is not None or PurePosixPath(info.name).stem.endswith(".raw"):
            return False
        return bool(self._in_recording.lines) and (not self._sessions or self._sessions[0].painted)

    def frames(self) -> Iterator[tuple[StoredFrame, ModelInfo]]:
        """Yield every line in the order of the file."""
        for number in range(len(self)):
            yield self._read(number)

    def mismatch(self, info: SourceInfo) -> str | None:
        """Return in a sentence how a source differs from the one the results are of; None if it does not."""
        name = self.source_of(info)
        if name is None and not self._in_recording.lines:
            return f"{self.path.name} has no results of {info.name}: {_listed(list(self.sizes))} is in it"
        size = self.sizes[name] if name is not None else next(iter(self.sizes.values()))
        if size != info.size_wh and info.kind != "image":
            stored, found = "x".join(map(str, size)), "x".join(map(str, info.size_wh))
            return f"{info.name} is {found}, but {self.path.name} is of {stored}: the boxes may lie elsewhere"
        count = len(self._by_source[name].lines if name is not None else self._in_recording.lines)
        if info.kind == "video" and info.frame_count is not None and info.frame_count != count:
            return f"{info.name} has {info.frame_count} frames, {self.path.name} has results of {count}"
        return None

    def _scan(self, file: BinaryIO) -> None:
        offset = 0
        for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE), b""), 1):
            self._take(line, offset, number)
            offset += len(line)

    def _take(self, line: bytes, offset: int, line_number: int) -> None:
        if not line.strip():
            return
        try:
            stored = parse_line(line)
        except LINE_ERRORS as error:
            if not self.damaged:
                self._first_damage = f"line {line_number}: {damage(error)}"
            self.damaged += 1
            return
        if stored.session is not None:
            self._sessions.append(stored.session)
        number = len(self._lines)
        self._lines.append(_Line(offset, len(line), len(self._sessions) - 1))
        self.sizes.setdefault(stored.source, stored.size_wh)
        self.live = self.live or stored.time is not None
        self._names.update(stored.names)
        self.complete = self.complete and stored.complete
        if stored.complete:
            self._floor = max(self._floor, stored.candidates.floor)
        else:
            self._weakest = min(self._weakest, stored.candidates.floor)
        times = self._by_source.setdefault(stored.source, _Times())
        times.times.append(stored.pts_ns)
        times.lines.append(number)
        if stored.at_ns is not None:
            self._in_recording.times.append(stored.at_ns)
            self._in_recording.lines.append(number)

    def _read(self, number: int) -> tuple[StoredFrame, ModelInfo]:
        line = self._lines[number]
        try:
            # Opened for each frame, which takes some microseconds: nobody has to close it.
            with open_input_file(self.path, RESULT_LINES, SourceError) as file:
                file.seek(line.offset)
                stored = parse_line(file.read(line.length))
        except LINE_ERRORS as error:
            raise SourceError(f"{self.path} was changed while it was being shown") from error
        return stored, self._sessions[line.session].model if line.session >= 0 else self._guessed()


def _sorted(times: _Times) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return times and lines in the order of time; of equal times the later line comes last."""
    at = np.array(times.times, np.int64)
    order = np.argsort(at, kind="stable")
    return at[order], np.array(times.lines, np.int64)[order]


def _nearest(table: tuple[NDArray[np.int64], NDArray[np.int64]], wanted_ns: int) -> int | None:
    """Return the line whose time is nearest, the last of several; None if none is near enough."""
    times, lines = table
    best = int(np.searchsorted(times, wanted_ns + _TOLERANCE_NS, "right")) - 1
    if best < 0 or times[best] < wanted_ns - _TOLERANCE_NS:
        return None
    while best > 0 and abs(times[best - 1] - wanted_ns) < abs(times[best] - wanted_ns):
        best -= 1
    return int(lines[best])


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
