"""Numbers and times of a live source's frames, continued over every reconnection."""

from __future__ import annotations

from dataclasses import replace

from yolocam.frame import Frame

MAX_DRIFT_NS = 1_000_000_000
"""Media time that is off the wall clock by more than this has jumped, and is set right."""

_WRONG_RATE = 2
"""A clock that is set right so often in the same direction does not jump: it runs at a wrong rate."""


class LiveTimeline:
    """Makes the frames of several sessions one sequence that starts at index 0 and time 0.

    Within a session the device's own spacing is kept, so a gap in its numbers still shows a drop; if its
    clock turns out to run at a wrong rate, the moments at which frames were captured take its place.
    Between sessions the media time goes on as real time did, and always forward.
    """

    def __init__(self) -> None:
        self._origin_ns: int | None = None
        self._index_offset: int | None = None
        self._pts_offset_ns = 0
        self._last_index = -1
        self._last_pts_ns = -1
        self._drifts = 0  # negative where media time was late

    def new_session(self) -> None:
        """Note that the next frame comes from a fresh connection, whose numbers start anywhere."""
        self._index_offset = None
        self._drifts = 0

    def place(self, frame: Frame) -> Frame:
        """Return the frame with its index and `pts_ns` on the common time line."""
        if self._origin_ns is None:
            self._origin_ns = frame.captured_ns
        elapsed_ns = frame.captured_ns - self._origin_ns
        if self._index_offset is None:
            self._index_offset = self._last_index + 1 - frame.index
            self._pts_offset_ns = elapsed_ns - frame.pts_ns
        pts_ns = frame.pts_ns + self._pts_offset_ns
        if abs(self._drifts) >= _WRONG_RATE:
            pts_ns = elapsed_ns
        elif abs(pts_ns - elapsed_ns) > MAX_DRIFT_NS:
            self._note_drift(1 if pts_ns > elapsed_ns else -1)
            self._pts_offset_ns = elapsed_ns - frame.pts_ns
            pts_ns = elapsed_ns
        self._last_pts_ns = max(pts_ns, self._last_pts_ns + 1)
        self._last_index = max(frame.index + self._index_offset, self._last_index + 1)
        return replace(frame, index=self._last_index, pts_ns=self._last_pts_ns)

    def _note_drift(self, direction: int) -> None:
        self._drifts = self._drifts + direction if self._drifts * direction > 0 else direction
