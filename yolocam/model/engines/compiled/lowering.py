"""Turns a network's layers into the operations that kernels do; other layers stay PyTorch's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor, nn

from yolocam.model.engines.kernel_activations import PLAIN, done_by_kernel
from yolocam.model.engines.kernels.blocked.operations import (
    Array,
    Convolution,
    Depthwise,
    Filtering,
    Foreign,
    Input,
    Join,
    Network,
    Operation,
    Part,
    Pool,
    Sum,
    Upsample,
)
from yolocam.model.layers import graph
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.layers.heads import Head
from yolocam.model.layers.layer import Layer, Shape
from yolocam.model.layers.sections import Identity, MaxPool, Route
from yolocam.model.layers.sections import Upsample as UpsampleLayer
from yolocam.model.layers.shortcut import Shortcut, is_plain

LARGEST = 11
"""Side of a filter that kernels do; larger ones exist in no detector."""


def lower(network: DarknetNetwork, height: int, width: int) -> Network:
    """Return the operations for images of this size; ModelError if it does not fit, RuntimeError if kernels
    cannot begin with the first layer. Batch normalisation has to be folded.
    """
    layers = cast("Sequence[Layer]", list(network.layers))
    image = Shape(network.net.channels, height, width)
    shapes = [image, *graph.out_shapes(layers, image)]
    lowering = _Lowering(shapes)
    for layer in layers:
        lowering.add(layer)
    outputs = [lowering.numbers[layer.number] for layer in layers if isinstance(layer, Head)]
    layers_of = {number: layer for layer, number in reversed(lowering.numbers.items())}
    return Network(tuple(lowering.operations), tuple(outputs), layers_of)


class _Lowering:
    """`numbers` has the operation that gives each layer's output, -1 for the image."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._shapes = shapes
        self.operations: list[Operation] = [Input(shape=shapes[0])]
        self.numbers = {-1: 0}

    def add(self, layer: Layer) -> None:
        """Add the operations of a layer, if it has any."""
        sources = tuple(self.numbers[number] for number in layer.sources)
        shapes = [self._shapes[number + 1] for number in layer.sources]
        made = _of(layer, sources, shapes, self._shapes[layer.number + 1])
        if isinstance(layer, Route):
            self._route(layer, sources, shapes)
        elif made is None:
            self.numbers[layer.number] = sources[0]
        else:
            if 0 in sources and not isinstance(made, Convolution):
                raise RuntimeError(
                    f"layer {layer.number}, [{layer.section.name}], is no first one for kernels"
                )
            self.numbers[layer.number] = self._append(made)
            if isinstance(layer, Convolutional) and _leaves_activation(layer, made):
                after = Foreign(
                    sources=(len(self.operations) - 1,), shape=made.shape, run=_foreign(layer.activation)
                )
                self.numbers[layer.number] = self._append(after)

    def _append(self, operation: Operation) -> int:
        self.operations.append(operation)
        return len(self.operations) - 1

    def _route(self, layer: Route, sources: Sequence[int], shapes: Sequence[Shape]) -> None:
        if 0 in sources:
            raise RuntimeError(f"layer {layer.number}, [route], takes the image, which kernels cannot join")
        parts = list(sources)
        if layer.groups > 1:
            parts = [
                self._append(
                    Part(sources=(source,), shape=shape._replace(channels=each), first=layer.group_id * each)
                )
                for source, shape in zip(sources, shapes, strict=True)
                for each in [shape.channels // layer.groups]
            ]
        if len(parts) > 1:
            parts = [self._append(Join(sources=tuple(parts), shape=self._shapes[layer.number + 1]))]
        self.numbers[layer.number] = parts[0]


def _of(layer: Layer, sources: tuple[int, ...], shapes: Sequence[Shape], shape: Shape) -> Operation | None:
    """Return what does a layer; None where its output is its input."""
    if isinstance(layer, Identity | Head):
        return None
    if isinstance(layer, Convolutional) and (made := _convolution(layer, sources, shape)):
        return made
    if isinstance(layer, MaxPool) and layer.blur is None:
        return Pool(
            sources=sources, shape=shape, size=layer.size, stride=layer.stride, before=layer.padding // 2
        )
    if isinstance(layer, UpsampleLayer) and layer.scale == 1.0:
        return Upsample(sources=sources, shape=shape, times=layer.stride)
    if isinstance(layer, Shortcut) and is_plain(layer) and len(sources) == 2 and shapes[0] == shapes[1]:
        return Sum(sources=sources, shape=shape)
    return Foreign(sources=sources, shape=shape, run=_foreign(layer))


def _convolution(layer: Convolutional, sources: tuple[int, ...], shape: Shape) -> Operation | None:
    conv, does = layer.conv, done_by_kernel(layer.activation) or PLAIN
    if layer.blur is not None or conv.dilation != (1, 1) or conv.kernel_size[0] > LARGEST:
        return None
    weight = conv.weight.detach().numpy()
    bias = np.zeros(len(weight), np.float32) if conv.bias is None else conv.bias.detach().numpy()
    stride = conv.stride[0], conv.stride[1]
    common: dict[str, Any] = {
        "sources": sources, "shape": shape, "layer": layer.number, "bias": bias, "padding": layer.padding,
        "activation": does[0], "slope": does[1],
    }  # fmt: skip
    if conv.groups == 1:
        return Convolution(weight=weight, stride=stride, **common)
    if conv.groups == conv.in_channels == conv.out_channels and stride[0] == stride[1]:
        return Depthwise(weight=weight[:, 0], stride=stride[0], **common)
    return None


def _leaves_activation(layer: Convolutional, made: Operation) -> bool:
    """Whether kernels do all of a convolution but its activation."""
    return isinstance(made, Filtering) and done_by_kernel(layer.activation) is None


def _foreign(layer: nn.Module) -> Callable[[Sequence[Array]], Array]:
    def run(images: Sequence[Array]) -> Array:
        with torch.inference_mode():
            inputs = (torch.from_numpy(np.ascontiguousarray(x)).permute(0, 3, 1, 2) for x in images)
            out: Tensor = layer(*inputs)
            result: Array = out.permute(0, 2, 3, 1).numpy()
        return result

    return run
