"""The letterbox and the rows, before and behind the network on a GPU: Triton's kernels or PyTorch's."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Protocol

import torch
from torch import Tensor

from yolocam.frame import Colours
from yolocam.letterbox import Placement, placement
from yolocam.model.layers.heads import Head
from yolocam.model.postprocess.fixed_shapes import DeviceLimits, postprocess_fixed
from yolocam.model.postprocess.rows import Thresholds
from yolocam.model.preprocess import Neighbours, fit_tensor, neighbours_of, nv12_to_bgr

_LOG = logging.getLogger("yolocam.model")

PLACES_KEPT = 4
"""For how many placements it is kept which pixels lie next to which."""

_NEAR = 0.05
"""How far two forms may be apart, in pixels and in 0..255; a score in the last digits."""


class DeviceSteps(Protocol):
    """The steps before and behind the network, queued on the current stream without waiting for it."""

    def fit_into(self, frames: Tensor, place: Placement, fitted: Tensor) -> None:
        """Fit uint8 (B, H, W, 3) BGR into `fitted`, (B, net H, net W, 3) BGR in 0..255 of any precision."""

    def fit_planes(
        self, luma: Tensor, chroma: Tensor, colours: Colours, place: Placement, fitted: Tensor
    ) -> None:
        """Do the same with one image as a decoder leaves it: uint8 (H, W) and (H/2, W/2, 2), NV12."""

    def rows(
        self,
        heads: Sequence[Head],
        raw: Sequence[Tensor],
        size_hw: tuple[int, int],
        limits: DeviceLimits,
        wanted: Tensor,
    ) -> Tensor:
        """Return what `postprocess_fixed` returns; `wanted` is bool (C,)."""


class TorchSteps:
    """By PyTorch's operations: some two hundred kernels. Used by one thread at a time."""

    def __init__(self) -> None:
        self._near: dict[Placement, Neighbours] = {}

    def fit_into(self, frames: Tensor, place: Placement, fitted: Tensor) -> None:
        """Fit, then round to the precision of `fitted`."""
        near = None
        if place.new_wh != place.frame_wh:
            # Twenty kernels, which would otherwise be half of what a frame needs beside its graph.
            near = self._near.pop(place, None) or neighbours_of(place, frames.device)
            self._near[place] = near
            while len(self._near) > PLACES_KEPT:
                del self._near[next(iter(self._near))]  # the one whose last use is longest ago
        fitted.copy_(fit_tensor(frames, place, near))

    def fit_planes(
        self, luma: Tensor, chroma: Tensor, colours: Colours, place: Placement, fitted: Tensor
    ) -> None:
        """Make the image of a decoder's planes, then fit it."""
        self.fit_into(nv12_to_bgr(luma, chroma, colours), place, fitted)

    def rows(
        self,
        heads: Sequence[Head],
        raw: Sequence[Tensor],
        size_hw: tuple[int, int],
        limits: DeviceLimits,
        wanted: Tensor,
    ) -> Tensor:
        """Threshold and suppress in fixed shapes."""
        return postprocess_fixed(heads, raw, size_hw, limits, wanted)


def steps_for(heads: Sequence[Head], device: torch.device) -> DeviceSteps:
    """Return the quickest steps that are proved to work on a device."""
    if device.type != "cuda":
        return TorchSteps()
    with torch.cuda.device(device):  # Triton launches on the current one
        return proved(_triton_steps, heads, device)


def proved(make: Callable[[], DeviceSteps], heads: Sequence[Head], device: torch.device) -> DeviceSteps:
    """Return what `make` gives if its results are those of TorchSteps, else TorchSteps."""
    try:
        made = make()
        if _agree(made, heads, device):
            return made
        _LOG.warning("Triton's kernels do not give what PyTorch gives on this GPU, and are left out")
    except Exception as error:  # no Triton, no compiler, an old driver: whatever it is, PyTorch does it
        _LOG.debug("Triton's kernels are left out: %s", error)
    return TorchSteps()


def _triton_steps() -> DeviceSteps:
    from yolocam.model.engines.cuda.triton_steps import TritonSteps

    return TritonSteps()


def _agree(made: DeviceSteps, heads: Sequence[Head], device: torch.device) -> bool:
    """Compare on random numbers: a frame that is made larger, and a small grid for each head."""
    generator = torch.Generator().manual_seed(0)
    frames = torch.randint(0, 256, (2, 40, 50, 3), dtype=torch.uint8, generator=generator).to(device)
    raw = [
        torch.randn((2, head.channels, 6, 5), generator=generator).sub(1.0).to(device)
        for head in heads
    ]  # fmt: skip
    limits, wanted = DeviceLimits.empty(device), torch.ones(heads[0].num_classes, device=device).bool()
    limits.follow(Thresholds(confidence=0.05))
    results = []
    with torch.inference_mode():
        for steps in (made, TorchSteps()):
            fitted = torch.empty((2, 32, 64, 3), device=device)
            place = placement((50, 40), (64, 32), "letterbox")
            steps.fit_into(frames[:1], place, fitted[:1])
            luma, chroma = frames[1, :, :, 0].contiguous(), frames[1, :20, :25, 1:].contiguous()
            steps.fit_planes(luma, chroma, Colours(bt709=True, full_range=False), place, fitted[1:])
            packed = steps.rows(heads, raw, (60, 50), limits, wanted).cpu()
            results.append((fitted.cpu(), packed))
    (fitted, packed), (expected, expected_packed) = results
    counts = expected_packed[:, 0, :2]
    if not torch.equal(packed[:, 0, :2], counts) or not _images_agree(fitted, expected):
        return False
    pairs = zip(packed, expected_packed, counts[:, 0].int().tolist(), strict=True)
    return all(torch.allclose(a[1 : 1 + n], b[1 : 1 + n], rtol=1e-3, atol=_NEAR) for a, b, n in pairs)


def _images_agree(fitted: Tensor, expected: Tensor) -> bool:
    """Compare an image of bytes, then one of planes, in which a byte may be rounded the other way."""
    distance = (fitted[1] - expected[1]).abs()
    return torch.allclose(fitted[0], expected[0], atol=_NEAR) and bool(
        distance.max() <= 1.0 + _NEAR and distance.mean() < _NEAR
    )
