"""Tries a device: computes something small on it and checks the result."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from yolocam.errors import first_line_of
from yolocam.model.engines.device_choice import device_label, resolve_device

_TOLERANCE = 1e-2
"""Graphics cards may multiply with 10 bits of fraction."""


@dataclass(frozen=True, slots=True)
class DeviceTrial:
    """`problem` is what went wrong, None if nothing did."""

    device: str
    on_gpu: bool
    problem: str | None


def try_device(name: str) -> DeviceTrial:
    """Run a convolution on a device and compare it with float64 on the processor; DeviceError if unknown."""
    device = resolve_device(name)
    label, on_gpu = device_label(device), device.type != "cpu"
    generator = torch.Generator().manual_seed(0)
    x = torch.rand(1, 8, 16, 16, generator=generator)
    weight = torch.rand(8, 8, 3, 3, generator=generator)
    expected = torch.nn.functional.conv2d(x.double(), weight.double())
    try:
        found = torch.nn.functional.conv2d(x.to(device), weight.to(device)).cpu().double()
    except RuntimeError as error:
        return DeviceTrial(label, on_gpu, first_line_of(error))
    wrong = not torch.allclose(found, expected, rtol=_TOLERANCE)
    return DeviceTrial(label, on_gpu, "a convolution comes out wrong" if wrong else None)
