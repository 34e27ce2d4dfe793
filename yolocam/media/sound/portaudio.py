"""Sound inputs and outputs of this computer, through PortAudio."""

from __future__ import annotations

import contextlib
import importlib.util
import threading
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from yolocam.errors import SourceError
from yolocam.media.sound.live_sound import RATE

_LOCK = threading.Lock()
"""PortAudio's functions that open, close and list devices are for one thread at a time."""

_OUTPUT_LATENCY_S = 0.1


class Device(Protocol):
    """An open input or output, which calls back on a thread of its own."""

    def close(self) -> None:
        """Stop it; may raise anything."""


Heard = Callable[[NDArray[np.float32], float], None]
"""Called with float32 (2, N) at 48 kHz, and how many seconds ago the first of it was taken."""

OpenDevice = Callable[[str, Heard], Device]
"""Opens a device by name; SourceError where that fails."""

Fill = Callable[[int, float], NDArray[np.float32]]
"""Called with a count, and in how many seconds the first sample will be heard; returns float32 (2, count)."""

OpenOutput = Callable[[Fill], Device]
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

            def callback(data: NDArray[np.float32], frames: int, times: Any, status: Any) -> None:
                both = np.broadcast_to(data.T, (2, frames)) if channels == 1 else data.T
                heard(np.ascontiguousarray(both), _ago(times, frames, stream))

            stream = audio.InputStream(
                samplerate=RATE, device=wanted, channels=channels, dtype="float32", callback=callback
            )
            return _Stream(audio, stream)
        except (audio.PortAudioError, ValueError) as error:
            there = ", ".join(_input_names(audio)) or "none"
            raise SourceError(
                f"the sound input {name} cannot be opened ({error}), expected one of: {there}"
            ) from error


def open_output(fill: Fill) -> Device:
    """Open the usual output; SourceError where there is none."""
    audio = _portaudio()

    def callback(data: NDArray[np.float32], frames: int, times: Any, status: Any) -> None:
        data[:] = fill(frames, _ahead(times, stream)).T

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


def _ago(times: Any, frames: int, stream: Any) -> float:
    """Return how many seconds ago the first sample of a piece was taken."""
    measured = float(times.currentTime - times.inputBufferAdcTime) if times.inputBufferAdcTime else 0.0
    # Some drivers do not know it and say nothing sensible.
    return measured if 0 < measured < 1 else frames / RATE + min(max(float(stream.latency), 0.0), 0.5)


def _ahead(times: Any, stream: Any) -> float:
    """Return in how many seconds the first sample of a piece will be heard."""
    measured = float(times.outputBufferDacTime - times.currentTime) if times.outputBufferDacTime else 0.0
    return measured if 0 < measured < 1 else min(max(float(stream.latency), 0.0), 0.5)
