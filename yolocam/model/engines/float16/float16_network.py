"""Runs a network in float16 on the CPU: convolutions by our own kernels, the rest by PyTorch."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import cast

import torch
from torch import Tensor

from yolocam.model.engines.float16.convolution_step import HalfConvolution, PackedWeights, can_pool, suits
from yolocam.model.engines.float16.depthwise_step import HalfDepthwise, suits_depthwise
from yolocam.model.engines.float16.joins import AddedInBuffer, JoinedInBuffer, is_plain_sum
from yolocam.model.engines.float16.padded_buffer import PaddedBuffer
from yolocam.model.engines.float16.parallel_for import ParallelFor
from yolocam.model.engines.kernels.kernels import Compile, Kernel, Kernels
from yolocam.model.engines.torch_cpu.fused import Step, fast_pool
from yolocam.model.layers import graph
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.layers.heads import Head
from yolocam.model.layers.layer import Layer, Shape
from yolocam.model.layers.sections import Identity, MaxPool, Route, Upsample
from yolocam.model.layers.shortcut import Shortcut

Size = tuple[int, int]
"""Height and width of the network's input."""

SIZES_KEPT = 8
"""For how many input sizes kernels are kept."""


class HalfLayers:
    """Runs the layers of a network whose batch normalisation is folded; the network stays unchanged.

    A size has to be prepared once before it can be run. May be called by several threads; `_lock` guards
    `_plans`.
    """

    def __init__(self, network: DarknetNetwork) -> None:
        self._network = network
        self._kernels = Kernels()
        self._layers = list(cast("Sequence[Layer]", network.layers))
        self._dead_after = graph.dead_after(self._layers)
        self._weights: dict[tuple[int, int], PackedWeights] = {}
        self._lock = threading.Lock()
        self._plans: dict[Size, list[Step]] = {}
        self._parallel = ParallelFor()

    def prepared(self, size: Size) -> bool:
        """Whether `raw` has an answer for images of this size."""
        with self._lock:
            return size in self._plans

    def prepare(self, size: Size, compile_: Compile | None) -> bool:
        """Get ready for a size; in one thread at a time. Returns whether it has been done.

        Takes the kernels that an earlier run has made, which is a matter of some hundredths of a second, or
        lets `compile_` make them. Without that, nothing is done if there are none. Raises RuntimeError,
        ValueError or OSError where it can't be done.
        """
        planner = _Planner(self._network, self._layers, self._weights, self._kernels, self._parallel)
        plan = planner.plan(size)
        code = None
        if not self._kernels.load(planner.kernels):
            if compile_ is None:
                return False
            code = self._kernels.make(planner.kernels, compile_)
        self._run(plan, torch.zeros(1, self._network.net.channels, *size))  # what is wrong shows here
        if code is not None:
            self._kernels.keep(planner.kernels, code)
        with self._lock:
            self._plans[size] = plan
            while len(self._plans) > SIZES_KEPT:
                del self._plans[next(iter(self._plans))]
        return True

    def raw(self, x: Tensor) -> list[Tensor] | None:
        """float32 (B, channels, H, W), channels_last -> each head's raw float32 (B, A * (5 + C), Gh, Gw).

        None for a size that is not prepared, or not any more.
        """
        with self._lock:
            plan = self._plans.get((x.shape[2], x.shape[3]))
        return None if plan is None else self._run(plan, x)

    def _run(self, plan: Sequence[Step], x: Tensor) -> list[Tensor]:
        outputs = graph.run(self._layers, plan, self._dead_after, x)
        return [out for layer, out in outputs if isinstance(layer, Head)]

    def close(self) -> None:
        """End the threads."""
        self._parallel.close()


class _Planner:
    """Makes the step of each layer for one size, and collects the kernels in them.

    `_buffers` has how each output so far lies in memory.
    """

    def __init__(
        self,
        network: DarknetNetwork,
        layers: Sequence[Layer],
        weights: dict[tuple[int, int], PackedWeights],
        kernels: Kernels,
        parallel_for: ParallelFor,
    ) -> None:
        self._network = network
        self._layers = layers
        self._weights = weights
        self._kernels = kernels
        self._parallel = parallel_for
        self.kernels: list[Kernel] = []  # each once
        self._buffers: dict[int, PaddedBuffer | None] = {-1: None}
        self._readers: dict[int, list[Layer]] = {}
        for layer in layers:
            for number in layer.sources:
                self._readers.setdefault(number, []).append(layer)

    def plan(self, size: Size) -> list[Step]:
        image = Shape(self._network.net.channels, *size)
        shapes = [image, *graph.out_shapes(self._layers, image)]
        return [self._step(layer, [shapes[number + 1] for number in layer.sources]) for layer in self._layers]

    def _step(self, layer: Layer, shapes: Sequence[Shape]) -> Step:
        first = self._buffers[layer.sources[0]]
        self._buffers[layer.number] = None
        if isinstance(layer, Head):
            return _Float(layer)
        if isinstance(layer, Convolutional) and suits(layer):
            return self._convolution(layer, shapes[0], first)
        if isinstance(layer, Convolutional) and suits_depthwise(layer):
            return self._depthwise(layer, shapes[0], first)
        if isinstance(layer, MaxPool) and first is not None and first.pooled:
            self._buffers[layer.number] = first._replace(pooled=False)
            return _same
        if _passes_on(layer):
            self._buffers[layer.number] = first
            return _same
        if isinstance(layer, MaxPool) and layer.blur is None:
            return fast_pool(layer, shapes[0]) or layer
        if isinstance(layer, Route):
            return JoinedInBuffer(layer, self._new_buffer(layer, layer.out_shape(*shapes)))
        if isinstance(layer, Shortcut) and is_plain_sum(layer, [shape.channels for shape in shapes]):
            return AddedInBuffer(
                shapes[0].channels, self._new_buffer(layer, self._in_memory(layer, shapes[0]))
            )
        return layer if isinstance(layer, Upsample) else _Float(layer, torch.float16)

    def _in_memory(self, layer: Layer, shape: Shape) -> Shape:
        """The shape of the inputs, all alike, with the channels that each of them has in memory."""
        buffers = [self._buffers[number] for number in layer.sources]
        channels = {shape.channels if buffer is None else buffer.channels for buffer in buffers}
        return shape._replace(channels=channels.pop()) if len(channels) == 1 else shape

    def _new_buffer(self, layer: Layer, shape: Shape) -> PaddedBuffer:
        buffer = PaddedBuffer(shape.height, shape.width, shape.channels, self._border_wanted(layer))
        self._buffers[layer.number] = buffer
        return buffer

    def _convolution(self, layer: Convolutional, shape: Shape, source: PaddedBuffer | None) -> Step:
        pool = self._pool_after(layer, shape)
        channels = shape.channels if source is None else source.channels
        if (layer.number, channels) not in self._weights:
            self._weights[layer.number, channels] = PackedWeights.of(layer, channels)
        step = HalfConvolution(
            layer, shape, source, self._weights[layer.number, channels], self._kernels, self._parallel,
            border=self._border_wanted(layer if pool is None else pool), pool=pool is not None,
        )  # fmt: skip
        return self._with_kernel(layer, step)

    def _depthwise(self, layer: Convolutional, shape: Shape, source: PaddedBuffer | None) -> Step:
        border = self._border_wanted(layer)
        return self._with_kernel(
            layer, HalfDepthwise(layer, shape, source, self._kernels, self._parallel, border=border)
        )

    def _with_kernel(self, layer: Layer, step: HalfConvolution | HalfDepthwise) -> Step:
        if step.kernel not in self.kernels:
            self.kernels.append(step.kernel)
        self._buffers[layer.number] = step.buffer
        return step

    def _pool_after(self, layer: Convolutional, shape: Shape) -> MaxPool | None:
        """Return the pool that can be done in the same kernel."""
        readers = self._readers.get(layer.number, [])
        pool = readers[0] if len(readers) == 1 else None
        _, height, width = layer.out_shape(shape)
        pairs = isinstance(pool, MaxPool) and (pool.size, pool.stride, pool.padding // 2) == (2, (2, 2), 0)
        if not pairs or height % 2 or width % 2 or not can_pool(layer):
            return None
        return cast(MaxPool, pool)

    def _border_wanted(self, layer: Layer) -> int:
        """How many zeros around the output of a layer spare those that read it a copy."""
        paddings = [0]
        for reader in self._readers.get(layer.number, []):
            if isinstance(reader, Convolutional) and (suits(reader) or suits_depthwise(reader)):
                paddings.append(reader.padding)
            elif _passes_on(reader):
                paddings.append(self._border_wanted(reader))
        return min(1, max(paddings))


def _passes_on(layer: Layer) -> bool:
    """Whether the output is the input."""
    return isinstance(layer, Identity) or (
        isinstance(layer, Route) and len(layer.sources) == 1 and layer.groups == 1
    )


class _Float:
    """A layer that is done in float32, its result rounded to `dtype`."""

    def __init__(self, step: Callable[..., Tensor], dtype: torch.dtype = torch.float32) -> None:
        self._layer = step
        self._dtype = dtype

    def __call__(self, *inputs: Tensor) -> Tensor:
        out: Tensor = self._layer(*(x.float() for x in inputs)).to(self._dtype)
        return out


def _same(x: Tensor) -> Tensor:
    return x
