"""Runs the layers fastest on the CPU without a compiler: oneDNN's fused calls."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from yolocam.model.engines.torch_cpu.winograd import WinogradConvolution, tile_size
from yolocam.model.layers import graph
from yolocam.model.layers.blur import Blur
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.layers.heads import Head
from yolocam.model.layers.layer import Layer, Shape
from yolocam.model.layers.sections import MaxPool
from yolocam.system.malloc import release_freed_memory

Step = Callable[..., Tensor]
"""What a layer does: its inputs, each (B, C, H, W) -> (B, C', H', W')."""

SIZES_KEPT = 2
"""For how many input sizes packed weights are kept: the one being served and the one being warmed."""


def can_fuse(dtype: torch.dtype) -> bool:
    """Whether this PyTorch and this processor have oneDNN's fused convolution for `dtype`."""
    if not torch.backends.mkldnn.is_available() or not hasattr(torch.ops.mkldnn, "_convolution_pointwise"):
        return False
    if dtype == torch.bfloat16:
        return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    return dtype == torch.float32


class FusedLayers:
    """Runs the layers of a network whose batch normalisation is folded; the network stays unchanged.

    A convolution and its activation are one call, its weights lie in the blocked layout that oneDNN
    chooses for the size of its input and the number of cores: plain PyTorch brings them there anew at
    each call. The layout is made at the first image of a size, by a thread with as many cores, and kept for
    the last SIZES_KEPT of them. May be called by several threads; `_lock` guards `_plans` and `_tiled`.
    """

    def __init__(self, network: DarknetNetwork) -> None:
        self._network = network
        self._layers = list(cast("Sequence[Layer]", network.layers))
        self._dead_after = graph.dead_after(self._layers)
        self._lock = threading.Lock()
        self._plans: dict[tuple[int, int, int], list[Step]] = {}
        self._tiled: dict[tuple[int, int], WinogradConvolution] = {}  # their weights fit every size

    def raw(self, x: Tensor) -> list[Tensor]:
        """(B, channels, H, W), channels_last -> each head's raw (B, A * (5 + C), Gh, Gw), in cfg order."""
        return [out for layer, out in self.outputs(x) if isinstance(layer, Head)]

    def outputs(self, x: Tensor) -> Iterator[tuple[Layer, Tensor]]:
        """Yield each layer with what it gives for x, (B, channels, H, W)."""
        self._network.check_input(x)
        return graph.run(self._layers, self._plan(x.shape[2], x.shape[3]), self._dead_after, x)

    def release(self) -> None:
        """Give the packed weights back, to the system too; the next image has them packed again."""
        with self._lock:
            self._plans.clear()
            self._tiled.clear()
        # It takes some 20 ms, which no image has to wait for.
        threading.Thread(target=release_freed_memory, name="freed memory", daemon=True).start()

    def _plan(self, height: int, width: int) -> list[Step]:
        # oneDNN picks the layout by how many cores share a layer; it converts any other at each call.
        key = height, width, torch.get_num_threads()
        with self._lock:
            plan = self._plans.pop(key, None)  # put back below, behind those that were used before it
            if plan is None:
                plan = self._build(height, width)
            self._plans[key] = plan
            while len(self._plans) > SIZES_KEPT:
                del self._plans[next(iter(self._plans))]  # the one whose last use is longest ago
            return plan

    def _build(self, height: int, width: int) -> list[Step]:
        image = Shape(self._network.net.channels, height, width)
        shapes = [image, *graph.out_shapes(self._layers, image)]
        return [self._step(layer, shapes[layer.sources[0] + 1]) for layer in self._layers]

    def _step(self, layer: Layer, shape: Shape) -> Step:
        if isinstance(layer, MaxPool):
            return fast_pool(layer, shape) or layer
        if not isinstance(layer, Convolutional):
            return layer
        step = self._convolution(layer, shape)
        return step if layer.blur is None else partial(_blurred, step, layer.blur)

    def _convolution(self, layer: Convolutional, shape: Shape) -> Step:
        tile = tile_size(layer, shape) if layer.conv.weight.dtype == torch.float32 else None
        if tile is None:
            return FusedConvolution(layer, shape)
        if (layer.number, tile) not in self._tiled:
            self._tiled[layer.number, tile] = WinogradConvolution(layer, tile)
        return self._tiled[layer.number, tile]


class Bfloat16Layers(FusedLayers):
    """The same in bfloat16, of a network in float32, which is copied; images and results are float32."""

    def __init__(self, network: DarknetNetwork) -> None:
        super().__init__(copy.deepcopy(network).to(torch.bfloat16))

    def raw(self, x: Tensor) -> list[Tensor]:
        """Do what `FusedLayers.raw` does."""
        return [out.float() for out in super().raw(x.to(torch.bfloat16))]


def _blurred(step: Step, blur: Blur, x: Tensor) -> Tensor:
    return cast(Tensor, blur(step(x)))


class FusedConvolution:
    """A convolution with its activation, for inputs of `shape`; any other works too, only slower."""

    def __init__(self, layer: Convolutional, shape: Shape) -> None:
        assert layer.bn is None
        conv = layer.conv
        self._bias = None if conv.bias is None else conv.bias.detach()
        self._geometry = [list(conv.padding), list(conv.stride), list(conv.dilation)]
        self._groups = conv.groups
        self._fused = fused_activation(layer.activation)
        self._activation = None if self._fused is not None else layer.activation
        self._weight = torch.ops.mkldnn._reorder_convolution_weight(
            conv.weight.detach(), *self._geometry, conv.groups, [1, *shape]
        )

    def __call__(self, x: Tensor) -> Tensor:
        """(B, in, H, W) -> (B, filters, H', W')."""
        name, scalars = self._fused or ("none", [])
        out: Tensor = torch.ops.mkldnn._convolution_pointwise(
            x, self._weight, self._bias, *self._geometry, self._groups, name, scalars, ""
        )
        return out if self._activation is None else self._activation(out)


def fused_activation(activation: nn.Module) -> tuple[str, list[float]] | None:
    """Return oneDNN's name and parameters of an activation; None for one it does not fuse."""
    if isinstance(activation, nn.LeakyReLU):
        return "leaky_relu", [activation.negative_slope]
    names: dict[type[nn.Module], str] = {
        nn.Identity: "none", nn.ReLU: "relu", nn.Sigmoid: "sigmoid", nn.SiLU: "swish", nn.Tanh: "tanh",
    }  # fmt: skip
    name = names.get(type(activation))
    return None if name is None else (name, [])


def fast_pool(layer: MaxPool, shape: Shape) -> Step | None:
    """Return the function below that does what a pool does to inputs of `shape`, None if none does."""
    if layer.blur is not None:
        return None
    if layer.stride == (1, 1) and layer.size % 2 and layer.padding == layer.size - 1:
        return partial(pool_around, size=layer.size)
    if layer.size != 2 or layer.padding > 1:
        return None
    if layer.stride == (1, 1) and layer.padding == 1:
        return pool_neighbours
    even = shape.height % 2 == 0 and shape.width % 2 == 0
    return pool_pairs if layer.stride == (2, 2) and even else None


def pool_pairs(x: Tensor) -> Tensor:
    """The maximum of each 2 x 2 pixels, (B, C, H, W) -> (B, C, H / 2, W / 2), in any type of number.

    In less than half the time of max_pool2d, which also notes where each maximum was.
    """
    rows = torch.maximum(x[:, :, 0::2], x[:, :, 1::2])
    return torch.maximum(rows[..., 0::2], rows[..., 1::2])


def pool_neighbours(x: Tensor) -> Tensor:
    """The maximum of each pixel and those right of it and below, (B, C, H, W) -> the same shape."""
    rows = x.clone()
    torch.maximum(x[:, :, :-1], x[:, :, 1:], out=rows[:, :, :-1])
    out = rows.clone()
    torch.maximum(rows[..., :-1], rows[..., 1:], out=out[..., :-1])
    return out


def pool_around(x: Tensor, size: int) -> Tensor:
    """The maximum of the size x size pixels around each, size odd, (B, C, H, W) -> the same shape.

    First down, then across: of 13 x 13 pixels that is 26 to look at, not 169.
    """
    down = F.max_pool2d(x, (size, 1), 1, (size // 2, 0))
    return F.max_pool2d(down, (1, size), 1, (0, size // 2))
