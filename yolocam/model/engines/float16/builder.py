"""Switches a network on the CPU to float16."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Sequence

import torch
from torch import Tensor

from yolocam.model.engines.kernel_builder import KernelBuilder, KernelLayers
from yolocam.model.engines.torch_cpu.fused import can_fuse
from yolocam.model.engines.torch_cpu.instructions import capabilities


def computes_half() -> bool:
    """Whether this processor computes in float16 (AVX512-FP16)."""
    found = capabilities()
    return bool(found.get("avx512_fp16")) and bool(found.get("avx512_vl"))


def can_half() -> bool:
    """Whether it does, and what makes the kernels is installed."""
    return computes_half() and can_fuse(torch.float32) and importlib.util.find_spec("llvmlite") is not None


class HalfBuilder(KernelBuilder):
    """Runs a network in float32, and in float16 for each image size whose kernels are ready."""

    wish = "fp16 is"

    def _open(self) -> KernelLayers:
        # LLVM takes 0.1 s to load, which only kernels need.
        from yolocam.model.engines.float16.float16_network import HalfLayers

        return HalfLayers(self._network)

    def _problem(self, found: Sequence[Tensor]) -> str | None:
        # One sum tells of any overflow: infinity and NaN survive an addition.
        if all(math.isfinite(float(out.sum())) for out in found):
            return None
        return (
            f"fp16 is not possible for {self._network.name}: "
            "its numbers get larger than 65504, the largest of fp16, so fp32 goes on"
        )
