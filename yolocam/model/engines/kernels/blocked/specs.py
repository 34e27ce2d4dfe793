"""What the code of each kernel depends on. Sizes of images do not: kernels read them when they run.

So some ten kernels serve every network and every input size. Needs no compiler.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from yolocam.model.engines.kernels.activation_name import Activation
from yolocam.model.engines.kernels.blocked.numbers.number_format import FP32, NumberFormat

REGISTERS = {8: 16, 16: 32}
"""Numbers in a register -> how many registers there are."""


GRID_FIELDS = (
    "gains", "in_scale", "in_offset", "add_scale", "add_offset", "out_scale", "out_offset",
)  # fmt: skip
"""`gains` is the address of what one of each filter's sums means, the others are as in `StoredNumbers`."""


@dataclass(frozen=True)
class Spec:
    """Any kernel: `lanes` float32 are in a register, and so many channels in a block.

    It reads images in `format` and writes them in `result`, which is also the format of what it adds.
    Each takes the address of its arguments (64-bit numbers in the order of `fields`) and the address of its
    part (see each writer).
    """

    ARGUMENTS: ClassVar[int] = 2
    FIELDS: ClassVar[tuple[str, ...]] = ()

    lanes: int
    format: NumberFormat = field(default=FP32, kw_only=True)
    result: NumberFormat = field(default=FP32, kw_only=True)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of all arguments: with bytes, also those that say what these mean."""
        return (*self.FIELDS, *GRID_FIELDS) if self.format.scaled or self.result.scaled else self.FIELDS


@dataclass(frozen=True)
class ConvolutionSpec(Spec):
    """A convolution over all channels: `pixels` results of `registers` blocks of filters at once.

    The innermost loop does `unroll` numbers of a pixel in a row. With `adds`, numbers that lie as the results
    do are added to them after the activation.
    """

    FIELDS = (
        "image", "weights", "biases", "results", "added", "in_image", "in_line", "in_pixel", "in_row",
        "in_block", "out_image", "out_line", "out_pixel", "out_block", "add_image", "add_line", "add_pixel",
        "add_block", "width", "height", "total", "blocks", "rows", "trips", "weights_step", "slope",
    )  # fmt: skip

    registers: int
    pixels: int
    unroll: int
    activation: Activation
    adds: bool


@dataclass(frozen=True)
class DepthwiseSpec(Spec):
    """A convolution whose channels have a filter of `size` x `size` each, for `pixels` results at once."""

    FIELDS = (
        "image", "weights", "biases", "results", "in_image", "in_row", "in_block",
        "out_image", "out_row", "out_block", "width", "height", "slope",
    )  # fmt: skip

    size: int
    stride: int
    pixels: int
    activation: Activation


@dataclass(frozen=True)
class PoolSpec(Spec):
    """The maximum of windows; with `pairs` each is 2 x 2 pixels, and all lie inside the image."""

    FIELDS = (
        "image", "results", "in_image", "in_row", "in_block", "out_image", "out_row", "out_block",
        "width", "height", "in_width", "in_height", "size", "before", "down", "across",
    )  # fmt: skip

    pairs: bool


@dataclass(frozen=True)
class UpsampleSpec(Spec):
    """Each pixel repeated `times` times both ways; `width` and `height` are those of the input."""

    FIELDS = (
        "image", "results", "in_image", "in_row", "in_block", "out_image", "out_row", "out_block",
        "width", "height",
    )  # fmt: skip

    times: int


@dataclass(frozen=True)
class MoveSpec(Spec):
    """Blocks of channels copied to where they lie otherwise; with `adds` the sum of two images."""

    FIELDS = (
        "image", "added", "results", "in_image", "in_row", "in_pixel", "in_block", "add_image", "add_row",
        "add_pixel", "add_block", "out_image", "out_row", "out_pixel", "out_block", "width", "height",
    )  # fmt: skip

    adds: bool


@dataclass(frozen=True)
class BorderSpec(Spec):
    """Rows of `numbers` float32 copied into an image with a border."""

    FIELDS = ("image", "results", "in_image", "in_row", "out_image", "out_row", "numbers", "height")


@dataclass(frozen=True)
class TransformSpec(Spec):
    """Winograd's transform of an image into tiles; `width` and `height` are counted in tiles.

    The positions of a tile lie `position` bytes apart.
    """

    FIELDS = (
        "image", "results", "in_image", "in_row", "in_block", "out_image", "out_row", "out_block",
        "position", "width", "height",
    )  # fmt: skip

    tile: int


@dataclass(frozen=True)
class InverseSpec(Spec):
    """Winograd's transform of products into results, of which there are `out_width` in `out_height` rows."""

    FIELDS = (
        "image", "biases", "results", "added", "in_image", "in_row", "in_block", "out_image", "out_row",
        "out_block", "out_pixel", "add_image", "add_row", "add_block", "add_pixel",
        "position", "width", "height", "out_width", "out_height", "slope",
    )  # fmt: skip

    tile: int
    activation: Activation
    adds: bool


@dataclass(frozen=True)
class DriverSpec(Spec):
    """Runs a whole program; see `driver.write_driver`."""

    ARGUMENTS = 4


SPECS: tuple[type[Spec], ...] = (
    ConvolutionSpec, DepthwiseSpec, PoolSpec, UpsampleSpec, MoveSpec, BorderSpec,
    TransformSpec, InverseSpec, DriverSpec,
)  # fmt: skip
