"""The graph of a network's layers: output shapes, lifetimes, memory, work."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from torch import Tensor

from yolocam.errors import CfgError, ModelError
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.layer import Layer, Shape


def out_shapes(layers: Sequence[Layer], image: Shape) -> list[Shape]:
    """Return each layer's output for an input of this shape; ModelError if they do not fit together."""
    shapes = [image]
    try:
        for layer in layers:
            shapes.append(layer.out_shape(*[shapes[number + 1] for number in layer.sources]))
    except CfgError as error:
        raise ModelError(f"an input of {image.width} x {image.height} does not fit: {error}") from error
    return shapes[1:]


def reductions(layers: Sequence[Layer]) -> list[Fraction]:
    """Return by how much each layer's grid is coarser than the image, 0 where there is no grid."""
    totals = [Fraction(1)]
    for layer in layers:
        totals.append(layer.reduction * max(totals[number + 1] for number in layer.sources))
    return totals[1:]


def dead_after(layers: Sequence[Layer]) -> list[tuple[int, ...]]:
    """Return for each layer which outputs nothing reads any more once it has run."""
    last_use = {-1: 0}
    for layer in layers:
        last_use[layer.number] = layer.number
        for number in layer.sources:
            last_use[number] = layer.number
    dead: list[list[int]] = [[] for _ in layers]
    for number, user in last_use.items():
        dead[user].append(number)
    return [tuple(numbers) for numbers in dead]


def run(
    layers: Sequence[Layer],
    steps: Sequence[Callable[..., Tensor]],
    lifetimes: Sequence[Sequence[int]],
    x: Tensor,
) -> Iterator[tuple[Layer, Tensor]]:
    """Yield each layer with its output for the image x; an output is freed after its last reader.

    `steps` do the work of the layers, perhaps in another form. `lifetimes` is what `dead_after` returns, so
    the memory of a deep network stays that of a few layers.
    """
    live = {-1: x}
    for layer, step, dead in zip(layers, steps, lifetimes, strict=True):
        live[layer.number] = step(*[live[source] for source in layer.sources])
        yield layer, live[layer.number]
        for number in dead:
            del live[number]


def peak_values(lifetimes: Sequence[Sequence[int]], image: Shape, shapes: Sequence[Shape]) -> int:
    """Return the most values that are alive at once, for one image.

    `lifetimes` is what `dead_after` returns, `shapes` holds the output of each layer.
    """
    sizes = {-1: math.prod(image)}
    peak = 0
    for number, (shape, dead) in enumerate(zip(shapes, lifetimes, strict=True)):
        sizes[number] = math.prod(shape)
        peak = max(peak, sum(sizes.values()))
        for source in dead:
            del sizes[source]
    return peak


def multiply_adds(layers: Sequence[Layer], shapes: Sequence[Shape]) -> int:
    """Return the multiplications of all convolutions, for one image."""
    return sum(
        layer.multiply_adds(shape)
        for layer, shape in zip(layers, shapes, strict=True)
        if isinstance(layer, Convolutional)
    )
