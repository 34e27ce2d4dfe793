"""Switches a network on the CPU to generated kernels in float32."""

from __future__ import annotations

import importlib.util
import platform
from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch

from yolocam.model.engines.kernel_builder import KernelBuilder, KernelLayers
from yolocam.model.engines.torch_cpu.fused import can_fuse
from yolocam.model.engines.torch_cpu.instructions import capabilities

if TYPE_CHECKING:
    from yolocam.model.engines.kernels.blocked.tile_trial import Shape


def can_compile() -> bool:
    """Whether the processor has what kernels need (AVX2), and what makes them is installed."""
    able = bool(capabilities().get("avx2")) and platform.machine().lower() in ("x86_64", "amd64")
    return able and can_fuse(torch.float32) and importlib.util.find_spec("llvmlite") is not None


class CompiledBuilder(KernelBuilder):
    """Runs a network by PyTorch, and by kernels for each image size whose kernels are ready."""

    wish = "kernels are"

    def _open(self) -> KernelLayers:
        # LLVM takes 0.1 s to load, which only kernels need.
        from yolocam.model.engines.compiled.compiled_layers import CompiledLayers
        from yolocam.model.engines.kernels.blocked.tile_trial import measure_elsewhere, measure_here

        def measure(shapes: Sequence[Shape]) -> Sequence[int]:
            return self.done_beside(
                lambda: measure_elsewhere(self.maker, shapes), lambda: measure_here(shapes)
            )

        return CompiledLayers(self._network, measure)
