"""How far a video file was read, and what in it was wrong."""

from __future__ import annotations

from collections import deque

from yolocam.media.declared import SECOND_NS

_BREAKS_OFF_NS = SECOND_NS // 4
"""How much of its declared length may be missing before a file is said to break off."""

_NEAR = 3
"""How many packets count as beside a jump of the clock."""


class ReadReport:
    """Notes of one reading; `stopped_by` is why the file could not be read on, `read_ns` how far it was."""

    def __init__(self) -> None:
        self.stopped_by: str | None = None
        self.read_ns = 0
        self._at_end = False
        self._damaged = 0
        self._suspects: deque[bool] = deque()  # the last packets: whether each was marked as corrupt
        self._since_jump = _NEAR

    def packet(self, end_ns: int | None, *, corrupt: bool, after_jump: bool) -> None:
        """Note a packet whose image ends at `end_ns`.

        Where files were joined a packet is marked as corrupt, because their numbering breaks off there;
        beside a jump of the clock (`after_jump`) it is not counted.
        """
        self._at_end = False
        self.read_ns = max(self.read_ns, end_ns or 0)
        self._since_jump += 1
        if after_jump:
            self._suspects.clear()
            self._since_jump = 0
        self._suspects.append(corrupt and self._since_jump >= _NEAR)
        if len(self._suspects) > _NEAR:
            self._damaged += self._suspects.popleft()

    def end(self) -> None:
        """Note that the file was read to its end."""
        self._at_end = True

    def damage(self) -> None:
        """Count a packet of which no image can be made."""
        self._damaged += 1

    def problem(self, expected_ns: int | None) -> str | None:
        """Say what is wrong with the file, in words that follow its name; None if nothing is."""
        if self.stopped_by is not None:
            return f"cannot be read to its end: {self.stopped_by}"
        if self._at_end and expected_ns and self.read_ns + _BREAKS_OFF_NS < expected_ns:
            return (
                f"breaks off after {self.read_ns / SECOND_NS:.2f} s, "
                f"expected {expected_ns / SECOND_NS:.2f} s of video"
            )
        damaged = self._damaged + sum(self._suspects)
        return f"is damaged: {damaged} packets of video could not be decoded" if damaged else None
