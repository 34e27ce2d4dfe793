"""A microphone or another input of the system, through PortAudio; it may be unplugged and come back."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from yolocam.errors import SourceError
from yolocam.media.sound.live_sound import LiveSound
from yolocam.media.sound.portaudio import Device, OpenDevice, open_input

_SECOND_NS = 1_000_000_000
_SILENT_S = 2.0
"""How long a device may give nothing before it counts as lost."""

_RETRY_S = 2.0
_END_S = 3.0


class SoundInput:
    """Listens to a device from now on, and looks for it again where it goes away.

    `name` is "default", a number of `input_names`, or a part of a name. `tell` hears, on a thread of its own,
    that the device is lost or back. Raises SourceError where it cannot be opened now.
    """

    def __init__(
        self,
        name: str = "default",
        tell: Callable[[str], None] = lambda words: None,
        *,
        open_device: OpenDevice | None = None,
    ) -> None:
        self._name = self._wanted = name  # the wanted one is replaced whole
        self._tell = tell
        self._open_device = open_device or open_input
        self._sound = LiveSound()
        self._heard_at = time.monotonic()  # replaced whole
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._device: Device | None = self._open_device(name, self._hear)
        self._thread = threading.Thread(target=self._watch, name="sound input", daemon=True)
        self._thread.start()

    @property
    def newest_ns(self) -> int | None:
        """Until which moment of the monotonic clock there is sound."""
        return self._sound.newest_ns

    def read(self, at_ns: int, count: int) -> NDArray[np.float32]:
        """Return float32 (2, count) from a moment of the monotonic clock on; silence where there is none."""
        return self._sound.read(at_ns, count)

    def change(self, name: str) -> None:
        """Listen to another device soon; where it cannot be opened that is told, and there is silence."""
        self._wanted = name
        self._woken.set()

    def close(self) -> None:
        """Stop listening; a driver that hangs is left to its thread."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(_END_S)

    def _hear(self, samples: NDArray[np.float32], ago_s: float) -> None:
        self._heard_at = time.monotonic()
        at_ns = time.monotonic_ns() - round(ago_s * _SECOND_NS)
        self._sound.put(samples, at_ns)

    def _watch(self) -> None:
        while not self._stopping.is_set():
            self._woken.wait(_SILENT_S / 4)
            self._woken.clear()
            if self._name != self._wanted:
                self._name = self._wanted
                self._release()
                if not self._opens():
                    self._look_for_it(f"the sound input {self._name} cannot be opened, there is silence")
            elif time.monotonic() - self._heard_at > _SILENT_S:
                self._release()
                self._look_for_it(f"the sound input {self._name} is lost, there is silence until it is back")
        self._release()

    def _look_for_it(self, why: str) -> None:
        self._tell(why)
        while not self._stopping.wait(_RETRY_S) and self._name == self._wanted:
            if self._opens():
                self._tell(f"the sound input {self._name} is back")
                return

    def _opens(self) -> bool:
        try:
            self._device = self._open_device(self._name, self._hear)
        except SourceError:
            return False
        self._heard_at = time.monotonic()
        return True

    def _release(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            with contextlib.suppress(Exception):  # it has gone, and each driver complains in its own way
                device.close()
