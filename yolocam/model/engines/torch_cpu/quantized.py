"""int8 convolutions: processors with VNNI multiply bytes in a third of the time.

Values between the layers are bytes that mean `scale * (byte - zero)`. Weights are symmetric, with a scale for
each filter. A convolution gives float32, so activations and heads see unrounded values. The first convolution
stays in float32: all the rest depends on its few weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import cast

import torch
from torch import Tensor, nn

from yolocam.model.engines.kernels.blocked.numbers.grid import Grid
from yolocam.model.engines.torch_cpu.byte_layers import (
    BytePool,
    ByteRoute,
    ByteSum,
    QuantizedConvolution,
    ToBytes,
)
from yolocam.model.engines.torch_cpu.fused import FusedConvolution, FusedLayers, can_fuse, fast_pool
from yolocam.model.engines.torch_cpu.int8_ranges import Ranges
from yolocam.model.layers import graph
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.layers.heads import Head
from yolocam.model.layers.layer import Layer
from yolocam.model.layers.sections import MaxPool, Route, Upsample
from yolocam.model.layers.shortcut import Shortcut, is_plain

Step = Callable[..., Tensor]


def can_quantize() -> bool:
    """Whether this PyTorch and this processor multiply bytes: by oneDNN, and VNNI, lest sums overflow."""
    probes = ("_is_vnni_supported", "_is_avx512_vnni_supported")
    has_vnni = any(bool(getattr(torch.cpu, probe, bool)()) for probe in probes)
    return has_vnni and can_fuse(torch.float32) and hasattr(torch.ops.onednn, "qconv2d_pointwise")


class QuantizedLayers:
    """Runs the layers of a network whose batch normalisation is folded; the network stays unchanged.

    `ranges` has the smallest and largest value of every layer's output, see `output_ranges`. May be called
    by several threads.
    """

    taken_up = True
    refusal = None

    def __init__(self, network: DarknetNetwork, ranges: Ranges) -> None:
        self._network = network
        self._layers = list(cast("Sequence[Layer]", network.layers))
        self._dead_after = graph.dead_after(self._layers)
        self._steps = _Builder(network, ranges).build()

    def raw(self, x: Tensor) -> list[Tensor]:
        """(B, channels, H, W), channels_last -> each head's raw (B, A * (5 + C), Gh, Gw), in cfg order."""
        self._network.check_input(x)
        outputs = graph.run(self._layers, self._steps, self._dead_after, x)
        return [out for layer, out in outputs if isinstance(layer, Head)]

    def make_ready(self, _: tuple[int, int]) -> None:
        """Do nothing: any size can be run at once."""

    def close(self) -> None:
        """Do nothing: there is nothing to end."""


class _Builder:
    """Builds the step of each layer; `_known` has the grid of each output so far, None for float32."""

    def __init__(self, network: DarknetNetwork, ranges: Ranges) -> None:
        self._network = network
        self._layers = list(cast("Sequence[Layer]", network.layers))
        self._grids = {number: Grid.spanning(*span) for number, span in ranges.items()}
        self._first = next((layer for layer in self._layers if isinstance(layer, Convolutional)), None)
        self._known: dict[int, Grid | None] = {-1: None}
        self._waiting: dict[int, nn.Module] = {}  # activations that are left to the pool that follows

    def build(self) -> list[Step]:
        return [self._step(layer) for layer in self._layers]

    def _step(self, layer: Layer) -> Step:
        inputs = [self._known[number] for number in layer.sources]
        if isinstance(layer, Convolutional | MaxPool) and layer.blur is not None:
            self._known[layer.number] = None
            return partial(_in_float, layer, inputs)
        if isinstance(layer, Convolutional):
            return self._convolution(layer, inputs[0])
        if isinstance(layer, MaxPool):
            return self._pool(layer, inputs[0])
        several = len(inputs) > 1
        grid = self._grids[layer.number] if several else inputs[0]
        # Layers that only move values work on bytes as they are.
        if self._hands_on(layer, inputs):
            self._known[layer.number] = grid
            return layer
        if isinstance(layer, Route) and None not in inputs:
            self._known[layer.number] = grid
            return ByteRoute(layer, cast("list[Grid]", inputs), cast(Grid, grid))
        if isinstance(layer, Shortcut) and None not in inputs and self._plain_sum(layer):
            self._known[layer.number] = grid
            first, second = cast("list[Grid]", inputs)
            return ByteSum(first, second, cast(Grid, grid))
        # Anything else in float32.
        self._known[layer.number] = None
        return partial(_in_float, layer, inputs)

    def _hands_on(self, layer: Layer, inputs: Sequence[Grid | None]) -> bool:
        """Whether the layer does with bytes what it does with numbers."""
        if isinstance(layer, Head):
            return inputs[0] is None
        if isinstance(layer, Upsample):
            return layer.scale == 1.0
        return isinstance(layer, Route) and len(inputs) == 1

    def _plain_sum(self, layer: Shortcut) -> bool:
        shapes = {self._network.shapes[number] for number in layer.sources}
        return len(layer.sources) == 2 and len(shapes) == 1 and is_plain(layer)

    def _convolution(self, layer: Convolutional, source: Grid | None) -> Step:
        number = layer.number
        self._known[number] = None
        if layer is self._first:
            (before,) = layer.sources
            shape = self._network.net.shape if before < 0 else self._network.shapes[before]
            return FusedConvolution(layer, shape)
        steps: list[Step] = []
        if source is None:
            source = self._grids[layer.sources[0]]
            steps.append(ToBytes(source, keep=True))
        steps.append(QuantizedConvolution(layer, source))
        readers = [other for other in self._layers if number in other.sources]
        rising = isinstance(layer.activation, nn.Identity | nn.ReLU | nn.LeakyReLU)
        # Heads read float32. A rising activation may wait until after the pool, which leaves fewer values.
        if any(isinstance(reader, Head) for reader in readers):
            steps.append(layer.activation)
        elif rising and len(readers) == 1 and isinstance(readers[0], MaxPool) and readers[0].blur is None:
            self._waiting[number] = layer.activation
        else:
            self._known[number] = grid = self._grids[number]
            steps.append(ToBytes(grid, layer.activation))
        return partial(_one_after_the_other, steps)

    def _pool(self, layer: MaxPool, source: Grid | None) -> Step:
        before = layer.sources[0]
        self._known[layer.number] = source
        if source is not None:
            return BytePool(layer)
        shape = self._network.net.shape if before < 0 else self._network.shapes[before]
        pool = fast_pool(layer, shape) or layer
        if before not in self._waiting:
            return pool
        self._known[layer.number] = grid = self._grids[layer.number]
        return partial(_one_after_the_other, [pool, ToBytes(grid, self._waiting[before])])


def _one_after_the_other(steps: Iterable[Step], x: Tensor) -> Tensor:
    for step in steps:
        x = step(x)
    return x


def _in_float(layer: Layer, grids: Sequence[Grid | None], *inputs: Tensor) -> Tensor:
    values = [
        x if grid is None else (x.float() - grid.zero) * grid.scale
        for x, grid in zip(inputs, grids, strict=True)
    ]
    return cast(Tensor, layer(*values))


def output_ranges(layers: FusedLayers, images: Iterable[Tensor]) -> dict[int, tuple[float, float]]:
    """Return the smallest and the largest value that each layer gives for any of `images`.

    Each is (B, channels, H, W) as the first layer takes it; its own range has the number -1.
    """
    found = {-1: (0.0, 0.0)}
    for x in images:
        _widen(found, -1, x)
        for layer, out in layers.outputs(x):
            _widen(found, layer.number, out)
    return found


def _widen(found: dict[int, tuple[float, float]], number: int, x: Tensor) -> None:
    low, high = (bound.item() for bound in x.aminmax())
    before = found.get(number, (low, high))
    found[number] = min(low, before[0]), max(high, before[1])
