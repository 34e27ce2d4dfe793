"""Switches a network on the CPU to generated kernels in float32 or bfloat16, or on bytes."""

from __future__ import annotations

import importlib.util
import platform
from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch

from yolocam.model.engines.kernel_builder import KernelBuilder, KernelLayers
from yolocam.model.engines.torch_cpu.fused import FusedLayers, can_fuse
from yolocam.model.engines.torch_cpu.instructions import capabilities
from yolocam.model.engines.torch_cpu.int8_ranges import Ranges
from yolocam.model.layers.darknet_network import DarknetNetwork

if TYPE_CHECKING:
    from yolocam.model.engines.kernels.blocked.tile_trial import Shape


def can_compile() -> bool:
    """Whether the processor has what kernels need (AVX2), and what makes them is installed."""
    able = bool(capabilities().get("avx2")) and platform.machine().lower() in ("x86_64", "amd64")
    return able and can_fuse(torch.float32) and importlib.util.find_spec("llvmlite") is not None


class CompiledBuilder(KernelBuilder):
    """Runs a network by PyTorch, and by kernels for each image size whose kernels are ready.

    `precision` is that of the kernels, "fp32" or "bf16".
    """

    wish = "kernels are"

    def __init__(
        self, network: DarknetNetwork, exact: FusedLayers, image_count: int | None, precision: str = "fp32"
    ) -> None:
        super().__init__(network, exact, image_count)
        self._precision = precision

    def _open(self) -> KernelLayers:
        return self._layers_of(None)

    def _layers_of(self, ranges: Ranges | None) -> KernelLayers:
        """Return layers in their precision, or on bytes that span the `ranges` of the layers' outputs."""
        # LLVM takes 0.1 s to load, which only kernels need.
        from yolocam.model.engines.compiled.compiled_layers import CompiledLayers
        from yolocam.model.engines.kernels.blocked.numbers.number_format import FP32
        from yolocam.model.engines.kernels.blocked.tile_trial import measure_elsewhere, measure_here
        from yolocam.model.engines.kernels.blocked.widths import bfloat16_format, byte_format, widest

        number_format = FP32
        if ranges is not None:
            number_format = byte_format(widest())
        elif self._precision == "bf16":
            number_format = bfloat16_format(widest())

        def measure(shapes: Sequence[Shape]) -> Sequence[int]:
            return self.done_beside(
                lambda: measure_elsewhere(self.maker, shapes, number_format),
                lambda: measure_here(shapes, number_format),
            )

        return CompiledLayers(self._network, measure, number_format, ranges)


SHARE = 0.85
"""Of a range that is spanned: the few values beyond lose less than all others gain by finer steps."""


class ByteBuilder(CompiledBuilder):
    """The same on bytes, once `make_ready` or an image has asked for its size."""

    wish = "int8 is"

    def __init__(
        self, network: DarknetNetwork, exact: FusedLayers, image_count: int | None, ranges: Ranges
    ) -> None:
        super().__init__(network, exact, image_count, "int8")
        self._ranges = {number: (low * SHARE, high * SHARE) for number, (low, high) in ranges.items()}

    def _open(self) -> KernelLayers:
        return self._layers_of(self._ranges)
