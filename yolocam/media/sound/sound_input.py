"""A microphone or another input of the system, through PortAudio; it may be unplugged and come back."""

from __future__ import annotations

import contextlib
import importlib.util
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from yolocam.errors import SourceError
from yolocam.media.sound.live_sound import RATE, LiveSound

_SECOND_NS = 1_000_000_000
_SILENT_S = 2.0
"""How long a device may give nothing before it counts as lost."""

_RETRY_S = 2.0
_END_S = 3.0


@dataclass(frozen=True, slots=True)
class InputSettings:
    """How a sound input is heard; SourceError where that cannot be.

    `name` is "default", a number of `input_names`, or a part of a name. `gain_db` makes it louder, `delay_ms`
    later; cameras whose images come late want that.
    """

    name: str = "default"
    gain_db: float = 0.0
    delay_ms: float = 0.0

    def __post_init__(self) -> None:
        if not -60 <= self.gain_db <= 40:
            raise SourceError(f"the gain of the sound is {self.gain_db:g}, expected -60 to 40 dB")
        if not -1000 <= self.delay_ms <= 1000:
            raise SourceError(f"the delay of the sound is {self.delay_ms:g}, expected -1000 to 1000 ms")


class Device(Protocol):
    """An open input, which calls `heard` on a thread of its own."""

    def close(self) -> None:
        """Stop it; may raise anything."""


Heard = Callable[[NDArray[np.float32], float], None]
"""Called with float32 (2, N) at 48 kHz, and how many seconds ago the first of it was taken."""

OpenDevice = Callable[[str, Heard], Device]
"""Opens a device by name; SourceError where that fails."""


class SoundInput:
    """Listens to a device from now on, and looks for it again where it goes away.

    `tell` hears, on a thread of its own, that the device is lost or back. Raises SourceError where it cannot
    be opened now.
    """

    def __init__(
        self,
        settings: InputSettings,
        tell: Callable[[str], None] = lambda words: None,
        *,
        open_device: OpenDevice | None = None,
    ) -> None:
        self._settings = settings
        self._tell = tell
        self._open_device = open_device or _open_portaudio
        self._factor = np.float32(10 ** (settings.gain_db / 20))
        self._sound = LiveSound()
        self._heard_at = time.monotonic()  # replaced whole
        self._stopping = threading.Event()
        self._device: Device | None = self._open_device(settings.name, self._hear)
        self._thread = threading.Thread(target=self._watch, name="sound input", daemon=True)
        self._thread.start()

    def read(self, at_ns: int, count: int) -> NDArray[np.float32]:
        """Return float32 (2, count) from a moment of the monotonic clock on; silence where there is none."""
        return self._sound.read(at_ns - round(self._settings.delay_ms * 1e6), count)

    def close(self) -> None:
        """Stop listening; a driver that hangs is left to its thread."""
        self._stopping.set()
        self._thread.join(_END_S)

    def _hear(self, samples: NDArray[np.float32], ago_s: float) -> None:
        self._heard_at = time.monotonic()
        at_ns = time.monotonic_ns() - round(ago_s * _SECOND_NS)
        self._sound.put(np.clip(samples * self._factor, -1, 1), at_ns)

    def _watch(self) -> None:
        while not self._stopping.wait(_SILENT_S / 4):
            if time.monotonic() - self._heard_at > _SILENT_S:
                self._lose()
        self._release()

    def _lose(self) -> None:
        self._release()
        self._tell(f"the sound input {self._settings.name} is lost, there is silence until it comes back")
        while not self._stopping.wait(_RETRY_S):
            try:
                self._device = self._open_device(self._settings.name, self._hear)
            except SourceError:
                continue
            self._heard_at = time.monotonic()
            self._tell(f"the sound input {self._settings.name} is back")
            return

    def _release(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            with contextlib.suppress(Exception):  # it has gone, and each driver complains in its own way
                device.close()


def can_listen() -> bool:
    """Whether the package for sound inputs is installed."""
    return importlib.util.find_spec("sounddevice") is not None


def input_names() -> list[str]:
    """Return the names of the inputs there are, empty where none can be listed."""
    try:
        audio = _portaudio()
    except SourceError:
        return []
    with contextlib.suppress(audio.PortAudioError):
        return [one["name"] for one in audio.query_devices() if one["max_input_channels"] > 0]
    return []


def _portaudio() -> Any:
    if not can_listen():
        raise SourceError("a sound input needs sounddevice: pip install 'yolocam[sound]'")
    try:
        import sounddevice
    except OSError as error:
        raise SourceError(
            "a sound input needs the library PortAudio, which is missing (Debian: apt install libportaudio2)"
        ) from error
    return sounddevice


def _open_portaudio(name: str, heard: Heard) -> Device:
    audio = _portaudio()
    wanted = None if name == "default" else int(name) if name.isdecimal() else name
    try:
        # Without a new start PortAudio knows only the devices of the first one.
        audio._terminate()
        audio._initialize()
        facts = audio.query_devices(wanted, "input")
        channels = min(int(facts["max_input_channels"]), 2)

        def callback(data: NDArray[np.float32], frames: int, times: Any, status: Any) -> None:
            samples = np.ascontiguousarray(np.broadcast_to(data.T, (2, frames)) if channels == 1 else data.T)
            heard(samples, _ago(times, frames, stream))

        stream = audio.InputStream(
            samplerate=RATE, device=wanted, channels=channels, dtype="float32", callback=callback
        )
        stream.start()
    except (audio.PortAudioError, ValueError) as error:
        there = ", ".join(input_names()) or "none"
        raise SourceError(
            f"the sound input {name} cannot be opened ({error}), expected one of: {there}"
        ) from error
    device: Device = stream
    return device


def _ago(times: Any, frames: int, stream: Any) -> float:
    """Return how many seconds ago the first sample of a piece was taken."""
    measured = float(times.currentTime - times.inputBufferAdcTime) if times.inputBufferAdcTime else 0.0
    # Some drivers do not know it and say nothing sensible.
    return measured if 0 < measured < 1 else frames / RATE + min(max(float(stream.latency), 0.0), 0.5)
