"""Sound inputs and outputs of this computer, through PortAudio."""

from __future__ import annotations

import contextlib
import importlib.util
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from yolocam.errors import SourceError
from yolocam.media.sound.live_sound import RATE

_LOCK = threading.Lock()
"""PortAudio's functions that open, close and list devices are for one thread at a time."""

_OUTPUT_LATENCY_S = 0.2
"""A busy processor lets a device wait; how late it plays is known, so that it need not be soon."""

_SECOND_NS = 1_000_000_000


class Device(Protocol):
    """An open input or output, which calls back on a thread of its own. Anything may be raised."""

    def close(self) -> None:
        """Stop it for good."""


class OutputDevice(Device, Protocol):
    """An output, which can rest."""

    def pause(self) -> None:
        """Throw away what waits in the device, and ask for nothing more."""

    def resume(self) -> None:
        """Go on after a pause."""


Heard = Callable[[NDArray[np.float32], float], None]
"""Called with float32 (2, N) at 48 kHz, and how many seconds ago the first of it was taken."""

OpenDevice = Callable[[str, Heard], Device]
"""Opens a device by name; SourceError where that fails."""

Fill = Callable[[int, int], NDArray[np.float32]]
"""Called with a count, and when the first sample is heard, of the monotonic clock; gives float32 (2, N)."""

OpenOutput = Callable[[Fill], OutputDevice]
"""Opens the usual output at 48 kHz; SourceError where that fails."""


class _Stream:
    """A running stream of PortAudio, which keeps PortAudio itself running."""

    def __init__(self, audio: Any, stream: Any) -> None:
        self._audio = audio
        self._stream = stream
        audio._initialize()  # counted: another device that is opened must not end this one
        try:
            stream.start()
        except BaseException:
            audio._terminate()
            raise

    def pause(self) -> None:
        self._stream.abort()

    def resume(self) -> None:
        self._stream.start()

    def close(self) -> None:
        with _LOCK:
            try:
                self._stream.close()
            finally:
                self._audio._terminate()


def can_use_sound() -> bool:
    """Whether the package for sound devices is installed."""
    return importlib.util.find_spec("sounddevice") is not None


def input_names() -> list[str]:
    """Return the names of the inputs there are, empty where none can be listed."""
    try:
        audio = _portaudio()
    except SourceError:
        return []
    with _LOCK, contextlib.suppress(audio.PortAudioError):
        _refresh(audio)
        return _input_names(audio)
    return []


def open_input(name: str, heard: Heard) -> Device:
    """Open an input: "default", a number, or a part of a name. SourceError where it cannot be opened."""
    audio = _portaudio()
    wanted = None if name == "default" else int(name) if name.isdecimal() else name
    with _LOCK:
        try:
            _refresh(audio)
            facts = audio.query_devices(wanted, "input")
            channels = min(int(facts["max_input_channels"]), 2)
            clock = _DeviceClock()

            def callback(data: NDArray[np.float32], frames: int, times: Any, status: Any) -> None:
                both = np.broadcast_to(data.T, (2, frames)) if channels == 1 else data.T
                ago_s = clock.since_s(times.currentTime, times.inputBufferAdcTime)
                # Some drivers do not know it and say nothing sensible.
                usual_s = frames / RATE + min(max(float(stream.latency), 0.0), 0.5)
                heard(np.ascontiguousarray(both), ago_s if 0 < ago_s < 1 else usual_s)

            stream = audio.InputStream(
                samplerate=RATE, device=wanted, channels=channels, dtype="float32", callback=callback
            )
            return _Stream(audio, stream)
        except (audio.PortAudioError, ValueError) as error:
            there = ", ".join(_input_names(audio)) or "none"
            raise SourceError(
                f"the sound input {name} cannot be opened ({error}), expected one of: {there}"
            ) from error


def open_output(fill: Fill) -> OutputDevice:
    """Open the usual output; SourceError where there is none."""
    audio = _portaudio()
    clock = _DeviceClock()

    def callback(data: NDArray[np.float32], frames: int, times: Any, status: Any) -> None:
        ahead_s = -clock.since_s(times.currentTime, times.outputBufferDacTime)
        usual_s = min(max(float(stream.latency), 0.0), 0.5)
        ahead_s = ahead_s if -0.5 < ahead_s < 2 and times.outputBufferDacTime else usual_s
        data[:] = fill(frames, time.monotonic_ns() + round(ahead_s * _SECOND_NS)).T

    with _LOCK:
        try:
            _refresh(audio)
            stream = audio.OutputStream(
                samplerate=RATE, channels=2, dtype="float32", latency=_OUTPUT_LATENCY_S, callback=callback
            )
            return _Stream(audio, stream)
        except (audio.PortAudioError, ValueError) as error:
            raise SourceError(f"no sound output can be opened ({error})") from error


def _portaudio() -> Any:
    if not can_use_sound():
        raise SourceError("sound devices need sounddevice: pip install sounddevice")
    try:
        import sounddevice
    except OSError as error:
        raise SourceError(
            "sound devices need the library PortAudio, which is missing (Debian: apt install libportaudio2)"
        ) from error
    return sounddevice


def _refresh(audio: Any) -> None:
    """Start PortAudio anew, unless a device is open: it knows only the devices of its own start."""
    audio._terminate()
    audio._initialize()


def _input_names(audio: Any) -> list[str]:
    with contextlib.suppress(audio.PortAudioError):
        return [one["name"] for one in audio.query_devices() if one["max_input_channels"] > 0]
    return []


class _DeviceClock:
    """Brings the clock of a device to the monotonic one.

    A busy interpreter is called late, now more, now less; the least late of the last calls tells how far the
    clocks are apart.
    """

    def __init__(self) -> None:
        self._apart: deque[float] = deque(maxlen=100)

    def since_s(self, now_s: float, at_s: float) -> float:
        """Return how many seconds ago a moment of the device was, which says that it was `now_s`."""
        now = time.monotonic()
        self._apart.append(now - now_s)
        return now - (at_s + min(self._apart))
