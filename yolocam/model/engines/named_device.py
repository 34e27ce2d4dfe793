"""Devices as people write them: openvino:GPU is the device gpu of the engine openvino."""

from __future__ import annotations

from collections.abc import Sequence

from yolocam.errors import DeviceError
from yolocam.registry import EngineType

_PYTORCHS = ("auto", "cpu", "cuda", "mps")
"""What a device is called by itself."""


def engine_and_device(name: str, device: str, kinds: Sequence[EngineType]) -> tuple[str, str]:
    """Return the engine and the device that the two name together, the device in small letters.

    DeviceError if they contradict each other, or a device needs its engine named.
    """
    device = device.lower()
    first, _, rest = device.partition(":")
    if first in _PYTORCHS:
        return name, device
    if first in {kind.name for kind in kinds}:
        if name not in ("auto", first):
            raise DeviceError(f"device '{device}' is of engine {first}, not of {name}")
        return first, rest or "auto"
    serving = [kind.name for kind in kinds if first in kind.devices]
    if name == "auto" and serving:
        raise DeviceError(f"device '{device}' needs its engine: take --device {serving[0]}:{device}")
    return name, device
