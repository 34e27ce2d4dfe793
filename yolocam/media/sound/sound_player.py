"""Plays the sound of a film or stream in step with the images that are seen: the images are the clock."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yolocam.errors import SourceError
from yolocam.frame import SourceSound
from yolocam.media.sound.followed_sound import FollowedSound
from yolocam.media.sound.live_follower import LiveFollower
from yolocam.media.sound.live_sound import RATE
from yolocam.media.sound.output_queue import OutputQueue
from yolocam.media.sound.portaudio import OpenOutput, OutputDevice, open_output
from yolocam.media.sound.sound_mix import Loudness, SoundMix
from yolocam.media.sound.sound_reader import SoundReader

_PIECE = 960
_AHEAD = RATE // 5
"""Samples that wait for the device: it asks for them at moments of its own."""

_AHEAD_LIVE = RATE // 12
"""The same of live sound, which must have come before it can wait."""

_PATIENCE = 3 * RATE
"""Samples without a new image after which a film is taken for hanging; few films have fewer images."""

_KEEP_OPEN_S = 2.0
"""How long the device stays open while nothing is to be heard."""

_AGAIN_S = 5.0
_STALLED_S = 2.0
_END_S = 3.0
_EVERY_S = 0.02

_Seen = tuple[Path | SourceSound, int, int]
"""Of what an image is, its moment there, and when it is seen."""


class SoundPlayer:
    """`show` is called with each image that is seen, `hush` when nothing is to be heard; neither ever waits.

    What is heard keeps within 15 ms of the images on the whole; where those of a film do not run at their own
    speed it is silent. Live sound is heard with them too, or as soon after them as it is there. `mix` says
    how loud it is. The device is open only while something plays. One that is missing or lost is told to
    `tell` once, on a thread of its own, and looked for again while films go on without it.
    """

    def __init__(self, tell: Callable[[str], None], open_device: OpenOutput = open_output) -> None:
        self.mix = SoundMix()  # replaced whole
        self._tell = tell
        self._open_device = open_device
        self._told = False
        self._what = "film"  # replaced whole
        self._queue = OutputQueue()
        self._loudness = Loudness()  # of the device's thread
        self._lock = threading.Lock()
        self._seen: deque[_Seen] = deque(maxlen=64)  # guarded by _lock, like the next two
        self._hushed = True
        self._wants = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None
        # Of the thread:
        self._source: Path | SourceSound | None = None
        self._sound: FollowedSound | LiveFollower | None = None
        self._device: OutputDevice | None = None
        self._paused = False
        self._idle_since = self._refused_at = -_AGAIN_S
        self._asked_at = 0.0  # replaced whole by the device's thread

    def show(self, source: Path | SourceSound, moment_ns: int, at_ns: int) -> None:
        """Note that an image is seen at a moment of the monotonic clock.

        `moment_ns` is the media time of a film, or when the image of a live source was taken.
        """
        self._what = "film" if isinstance(source, Path) else "stream"
        with self._lock:
            self._seen.append((source, moment_ns, at_ns))
            self._hushed = False
        self._wants.set()
        if self._thread is None and not self._stopping:
            self._thread = threading.Thread(target=self._run, name="sound player", daemon=True)
            self._thread.start()

    def hush(self) -> None:
        """Be silent at once, until the next image is shown."""
        with self._lock:
            self._hushed = True
            self._seen.clear()
        self._queue.clear()

    def stop(self) -> None:
        """Let go of the device and the film, soon."""
        self._stopping = True
        self.hush()
        self._wants.set()

    def wait(self) -> None:
        """Wait for that; a driver that hangs is left to its thread."""
        if self._thread is not None:
            self._thread.join(_END_S)

    def _fill(self, count: int, heard_ns: int) -> NDArray[np.float32]:
        """Return what the device plays next."""
        self._asked_at = time.monotonic()
        return self._loudness.apply(self._queue.take(count, heard_ns), self.mix)

    def _run(self) -> None:
        try:
            while not self._stopping:
                self._step()
        finally:
            self._forget_sound()
            self._close_device()

    def _step(self) -> None:
        with self._lock:
            hushed, seen = self._hushed, list(self._seen)
            self._seen.clear()
        if hushed:
            self._rest()
        elif self._is_open():
            self._follow(seen)
            self._make()
            time.sleep(_EVERY_S)
        else:
            time.sleep(10 * _EVERY_S)

    def _rest(self) -> None:
        """Hear nothing; let go of the device after a while, and wait for a film."""
        now = time.monotonic()
        if self._sound is not None:
            self._sound.forget()
        if self._idle_since < 0:
            self._idle_since = now
            self._pause_device()
        if self._device is None or now - self._idle_since > _KEEP_OPEN_S:
            self._close_device()
            self._forget_sound()
            self._wants.clear()
            if not self._hushed or self._stopping:
                return
            self._wants.wait()
        else:
            time.sleep(_EVERY_S)

    def _is_open(self) -> bool:
        """Open the device if need be; whether it is open."""
        now = time.monotonic()
        self._idle_since = -1.0
        if self._paused and self._device is not None:
            self._resume_device(self._device)
        if self._device is not None and now - self._asked_at > _STALLED_S:
            self._close_device()
            self._note("the sound output is lost")
        if self._device is None and now - self._refused_at > _AGAIN_S:
            try:
                self._asked_at = now
                self._queue.restart()
                self._device, self._paused = self._open_device(self._fill), False
                self._asked_at = time.monotonic()
            except SourceError as error:
                self._refused_at = now
                self._note(str(error))
        return self._device is not None

    def _pause_device(self) -> None:
        if self._device is not None and not self._paused:
            self._paused = True
            with contextlib.suppress(Exception):
                self._device.pause()

    def _resume_device(self, device: OutputDevice) -> None:
        self._queue.restart()
        self._asked_at, self._paused = time.monotonic(), False
        try:
            device.resume()
        except Exception:  # each driver fails in its own way, and another start may help
            self._close_device()

    def _note(self, why: str) -> None:
        if not self._told:
            self._told = True
            self._tell(f"the {self._what} plays without sound: {why}")

    def _follow(self, seen: list[_Seen]) -> None:
        if self._sound is not None and self._sound.position != self._queue.made:
            # The device took more than there was, or it was thrown away.
            self._sound.restart(self._queue.made)
        for source, moment_ns, at_ns in seen:
            if source != self._source:
                self._open_sound(source)
            position = self._queue.position_at(at_ns)
            if self._sound is not None and position is not None:
                self._sound.show(position, moment_ns)

    def _open_sound(self, source: Path | SourceSound) -> None:
        self._forget_sound()
        self._source = source
        with contextlib.suppress(SourceError):  # there is nothing to be heard
            if isinstance(source, Path):
                self._sound = FollowedSound(SoundReader(source, RATE), live=False, patience=_PATIENCE)
            else:
                self._sound = LiveFollower(source)
            self._sound.restart(self._queue.made)

    def _make(self) -> None:
        """Read as much as the device may want before the next step."""
        ahead = _AHEAD_LIVE if isinstance(self._sound, LiveFollower) else _AHEAD
        while self._queue.waiting < ahead:
            sound = self._sound
            piece = np.zeros((2, _PIECE), np.float32) if sound is None else sound.read(_PIECE)
            if self._hushed:
                return
            self._queue.put(piece)

    def _forget_sound(self) -> None:
        sound, self._sound, self._source = self._sound, None, None
        if sound is not None:
            sound.close()

    def _close_device(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            with contextlib.suppress(Exception):  # it has gone, and each driver complains in its own way
                device.close()
