"""Live sound that is heard with the images that are seen, or as soon after them as it is there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from yolocam.frame import SourceSound
from yolocam.media.sound.live_sound import RATE

_SECOND_NS = 1_000_000_000
_SMOOTHING = 1 / 16
_OFF_NS = 30_000_000
"""How far sound may be from the images on the whole; one of them may come early or late."""

_JUMP_NS = 300_000_000
"""Images that are off by more than this belong elsewhere."""

_LATE_NS = 1_000_000_000
"""Sound that is missing for longer than this has broken off."""

_MARGIN_NS = 10_000_000
_MOST_NS = 500_000_000
"""Sound that comes later than this after its image is not waited for."""

_LOOK_SAMPLES = 5 * RATE
"""How long it must have come sooner than it is heard before it is heard sooner."""


class LiveFollower:
    """Gives the output of a loudspeaker in order, as `FollowedSound` does; used by one thread.

    The sound of an image often arrives after the image was shown. Then all of it is heard later, by as little
    as it takes.
    """

    def __init__(self, sound: SourceSound) -> None:
        self._sound = sound
        self._position = 0
        self._seen_ns: float | None = None  # from the output to the moments of the images, smoothed
        self._offset_ns = 0  # the same, as it is used
        self._next_ns: int | None = None
        self._wait_ns = 0
        self._most_ns = 0  # that was waited for since _looked
        self._looked = 0

    @property
    def position(self) -> int:
        """The position of the next sample that is read."""
        return self._position

    def restart(self, position: int = 0) -> None:
        """Go on at another position of the output."""
        self._position, self._next_ns = position, None
        self._looked = position

    def forget(self) -> None:
        """Be silent until an image is shown."""
        self._seen_ns = self._next_ns = None

    def show(self, position: int, moment_ns: int) -> None:
        """Note that at a position of the output an image of this moment is seen."""
        offset_ns = moment_ns - position * _SECOND_NS // RATE
        if self._seen_ns is None or abs(offset_ns - self._seen_ns) > _JUMP_NS:
            self._seen_ns, self._offset_ns = offset_ns, offset_ns
        self._seen_ns += (offset_ns - self._seen_ns) * _SMOOTHING
        if abs(self._seen_ns - self._offset_ns) > _OFF_NS:
            self._offset_ns = round(self._seen_ns)

    def read(self, count: int) -> NDArray[np.float32]:
        """Return the next samples of the output, float32 (2, count)."""
        start, self._position = self._position, self._position + count
        newest_ns = self._sound.newest_ns
        if self._seen_ns is None or newest_ns is None:
            return np.zeros((2, count), np.float32)
        with_image_ns = self._offset_ns + start * _SECOND_NS // RATE
        length_ns = count * _SECOND_NS // RATE
        self._note(with_image_ns + length_ns - newest_ns)
        at_ns = with_image_ns - self._wait_ns
        from_ns = at_ns if self._next_ns is None else self._next_ns
        if abs(at_ns - from_ns) > _OFF_NS or from_ns + length_ns > newest_ns:
            from_ns = at_ns
        self._next_ns = from_ns + length_ns
        return self._sound.read(from_ns, count)

    def close(self) -> None:
        """Do nothing: the sound belongs to its source."""

    def _note(self, missing_ns: int) -> None:
        """Wait longer where sound would not be there in time, and less where it always was."""
        if missing_ns > _LATE_NS:
            return
        self._most_ns = max(self._most_ns, missing_ns)
        if missing_ns > self._wait_ns:
            self._wait_ns = min(missing_ns + _MARGIN_NS, _MOST_NS)
        elif self._position - self._looked > _LOOK_SAMPLES:
            if self._wait_ns - self._most_ns > 2 * _OFF_NS:
                self._wait_ns = self._most_ns + _MARGIN_NS
            self._most_ns, self._looked = 0, self._position
