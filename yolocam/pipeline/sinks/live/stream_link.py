"""Keeps a stream connected: opens the way to the server, and opens it anew where it breaks."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from yolocam.frame import Image
from yolocam.media.sound.followed_sound import FollowedSound
from yolocam.media.streaming.live_encoder import LiveEncoder
from yolocam.media.streaming.uplink import Uplink


@dataclass(frozen=True, slots=True)
class Retries:
    """How often, and after how many seconds, a lost connection is tried again: as OBS does."""

    pause_s: float = 2.0
    most: int = 25


class Connect(Protocol):
    """Opens an encoder, whose first image is a key frame, and the way to the server; SinkError."""

    def __call__(self) -> tuple[LiveEncoder, Uplink]:
        """Return both; the connection is made in the background."""


class StreamLink:
    """The connections of one stream, one after the other; used by one thread.

    Each begins with a key frame and at time 0. `attempts` counts those since the stream was on air last, and
    `message` says why the last one ended. `failed` is set where no more will follow.
    """

    def __init__(
        self, connect: Connect, retries: Retries, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._connect = connect
        self._retries = retries
        self._clock = clock
        self._current: tuple[LiveEncoder, Uplink] | None = None
        self._first: int | None = None
        self._next_try = 0.0
        self._dropped_before = 0
        self.attempts = 0
        self.message = ""
        self.failed = False

    @property
    def state(self) -> str:
        """Whether it is "starting", "waiting", "connecting", "up", "over" or "lost"."""
        return "lost" if self._current is None else self._current[1].state

    @property
    def dropped(self) -> int:
        """Images that the network was too slow for while there was a connection."""
        return self._dropped_before + (0 if self._current is None else self._current[1].dropped)

    @property
    def bits_per_second(self) -> float:
        """What the server takes."""
        return 0.0 if self._current is None else self._current[1].bits_per_second

    def send(
        self, image: Image, number: int, sound: FollowedSound | None = None, moment_ns: int | None = None
    ) -> bool | None:
        """Send image `number`; False where nobody takes it, None where nobody could yet. Raises SinkError."""
        self._look()
        if self._current is None:
            if self.failed or self._clock() < self._next_try:
                return False
            self.attempts += 1
            self._current, self._first = self._connect(), None
        encoder, uplink = self._current
        state = uplink.state
        if state == "waiting":
            return None
        if state == "starting":
            return None if self.attempts == 1 else False
        self._first = number if self._first is None else self._first
        for packet in encoder.encode(image, number - self._first, sound, moment_ns):
            uplink.put(packet)
        return True

    def close(self) -> None:
        """End the connection; takes two seconds at most."""
        if self._current is not None:
            self._current[1].close()
            self._current = None

    def _look(self) -> None:
        if self._current is None:
            return
        uplink = self._current[1]
        fault = uplink.fault
        if fault is None:
            if uplink.state == "up":
                self.attempts, self.message = 0, ""
            return
        self._dropped_before += uplink.dropped
        self.close()
        self.message = fault
        self.failed = uplink.hopeless or self.attempts > self._retries.most
        self._next_try = self._clock() + self._retries.pause_s
