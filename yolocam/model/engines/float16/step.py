"""Base of the float16 convolutions: where their input and output lie, and the activation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from torch import Tensor

from yolocam.model.engines.float16.padded_buffer import PaddedBuffer
from yolocam.model.engines.kernel_activations import PLAIN, done_by_kernel
from yolocam.model.engines.kernels.kernels import Kernel
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.layer import Shape


class KernelStep(ABC):
    """A convolution as a kernel, for inputs of `shape` that lie as `source` says, with `in_memory` channels.

    Copies an input that lies otherwise, or in no padded buffer (`source` None). `kernel` needs its code
    before the first call.
    """

    kernel: Kernel

    def __init__(
        self,
        layer: Convolutional,
        shape: Shape,
        source: PaddedBuffer | None,
        in_memory: int,
        buffer: PaddedBuffer,
    ) -> None:
        padding = layer.padding
        ready = source is not None and source.border >= padding and source.channels == in_memory
        wanted = PaddedBuffer(shape.height, shape.width, in_memory, padding)
        self.source = source if source is not None and ready else wanted
        self.buffer = buffer
        self._copies = not ready
        self._before = padding * (self.source.row + self.source.pixel)
        self._filters = layer.conv.out_channels
        does = done_by_kernel(layer.activation)
        self._does = does or PLAIN
        self._activation = None if does else layer.activation

    def places(self) -> dict[str, Any]:
        """Return the fields of a geometry that say where input and output lie, and the activation."""
        return {
            "in_row": self.source.row,
            "in_image": self.source.image,
            "out_pixel": self.buffer.pixel,
            "out_row": self.buffer.row,
            "out_image": self.buffer.image,
            "activation": self._does[0],
            "slope": self._does[1],
        }

    def __call__(self, x: Tensor) -> Tensor:
        """(B, in, H, W) -> float16 (B, filters, H', W')."""
        if self._copies:
            x = self.source.copy(x)
        inside = self.buffer.new(len(x))
        self._run(x.data_ptr() - self._before, inside.data_ptr(), len(x))
        result = inside[..., : self._filters]
        if self._activation is not None:
            result.copy_(self._activation(result))
        return result.permute(0, 3, 1, 2)

    @abstractmethod
    def _run(self, first: int, result: int, batch: int) -> None:
        """Have the kernel read from the first number under the filter on, and write from `result` on."""
