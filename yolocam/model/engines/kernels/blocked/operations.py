"""A network as kernels see it: operations on images, in the order in which they are done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from yolocam.model.engines.kernels.activation_name import Activation
from yolocam.model.engines.kernels.blocked.numbers.grid import PLAIN, Grid
from yolocam.model.engines.kernels.blocked.numbers.number_format import FP32, NumberFormat

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False, kw_only=True)
class Operation:
    """`sources` are the numbers of the operations that it reads; `shape` is channels, height, width.

    The result is stored in `format`; if that is scaled, `grid` says what its bytes mean.
    """

    sources: tuple[int, ...] = ()
    shape: tuple[int, int, int]
    format: NumberFormat = FP32
    grid: Grid = PLAIN


@dataclass(frozen=True, eq=False, kw_only=True)
class Input(Operation):
    """The images, (B, height, width, channels); only a `Convolution` may read them."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Filtering(Operation):
    """Base of the convolutions: `bias` (filters).

    Operations of one `layer` have the same weights, whatever the input's size.
    """

    layer: int
    weight: Array
    bias: Array
    padding: int
    activation: Activation
    slope: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Convolution(Filtering):
    """Over all channels: `weight` (filters, channels, kh, kw); `stride` is down and across."""

    stride: tuple[int, int]


@dataclass(frozen=True, eq=False, kw_only=True)
class Depthwise(Filtering):
    """With a filter for each channel: `weight` (channels, size, size)."""

    stride: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Pool(Operation):
    """The maximum of windows of `size`, the first of which begins `before` pixels before the image."""

    size: int
    stride: tuple[int, int]
    before: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Upsample(Operation):
    """Each pixel repeated `times` times both ways."""

    times: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Join(Operation):
    """The channels of all sources one after the other."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Part(Operation):
    """Some of the channels, from `first` on."""

    first: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Sum(Operation):
    """Two images of one shape added."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Foreign(Operation):
    """Anything else: `run` gets images (B, H, W, C) and returns one."""

    run: Callable[[Sequence[Array]], Array]


@dataclass(frozen=True)
class Network:
    """Operations, the first an `Input`, and the numbers of those whose results are asked for.

    `layers` says for some operations whose layer's output their result is.
    """

    operations: tuple[Operation, ...]
    outputs: tuple[int, ...]
    layers: Mapping[int, int] = field(default_factory=dict)
