"""The sizes and strides that a kernel's code depends on. Needs no compiler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from yolocam.model.engines.kernels.activation_name import Activation
from yolocam.model.engines.kernels.blocked.numbers.number_format import NumberFormat
from yolocam.model.engines.kernels.blocked.specs import SPECS, Spec

LANES = 16
"""Filters in a register, each with two numbers."""

ACCUMULATORS = 28
"""Registers that hold sums, of 32: two more hold weights, one a pixel's pair."""

MOST_PAIRS = 144
"""The longest sum in float16."""

TILE = 2
POSITIONS = (TILE + 2) ** 2

CACHED = 1 << 20
"""Bytes of transformed tiles at a time: half of the second-level cache of processors with float16."""


@dataclass(frozen=True)
class Extent:
    """What is summed for each pixel: `pairs` of numbers in each of `rows`, which lie `step` bytes apart."""

    rows: int
    pairs: int
    step: int

    @property
    def chunks(self) -> int:
        """In how many parts, all of one length, a row is summed."""
        least = -(-self.pairs // MOST_PAIRS)
        return next(parts for parts in range(least, self.pairs + 1) if self.pairs % parts == 0)

    @property
    def at_once(self) -> bool:
        """Whether it is little enough for a single sum."""
        return self.rows * self.pairs <= MOST_PAIRS


@dataclass(frozen=True)
class Places:
    """Where input and output of any kernel lie, as strides in bytes, and what is done to the results.

    `slope` is by what "leaky" multiplies a negative result: 1 leaves it as it is.
    """

    in_row: int
    in_image: int
    out_pixel: int
    out_row: int
    out_image: int
    activation: Activation
    slope: float


@dataclass(frozen=True)
class Geometry(Places):
    """That of a plain convolution; sizes in pixels, `out_height` and `out_width` those of the output.

    `channels` are those that lie in memory for each input pixel, `run` how many numbers a row of the
    filter covers, `rows` how many rows it has. With `pool` the maximum of each 2 x 2 results is stored.
    """

    ARGUMENTS: ClassVar[int] = 9

    channels: int
    rows: int
    run: int
    stride: tuple[int, int]
    out_height: int
    out_width: int
    registers: int
    pool: bool

    @property
    def tile(self) -> tuple[int, int]:
        """Rows and columns of results, before pooling, that are computed at once."""
        most = ACCUMULATORS // self.registers
        if self.pool:
            return 2, min(most // 2 // 2 * 2, 2 * self.out_width, 8)
        return 1, even_share(self.out_width, min(most, 14))

    @property
    def extent(self) -> Extent:
        """What is summed; the last pair of a run may be half empty."""
        return Extent(self.rows, -(-self.run // 2), self.in_row)

    @property
    def multiplications(self) -> int:
        """How many a filter takes for an image."""
        results = self.out_height * self.out_width * (4 if self.pool else 1)
        return results * self.rows * self.run


@dataclass(frozen=True)
class TiledGeometry(Places):
    """That of a convolution by tiles, in the terms of `Geometry`.

    `height` and `width` are those of the results before pooling. The input has a border of one pixel,
    `channels` are a multiple of 16.
    """

    ARGUMENTS: ClassVar[int] = 11

    channels: int
    height: int
    width: int
    registers: int
    pool: bool

    @property
    def multiplications(self) -> int:
        """How many a filter takes for an image."""
        return POSITIONS * self.rows * self.columns * self.channels

    @property
    def rows(self) -> int:
        """Rows of tiles in an image."""
        return -(-self.height // TILE)

    @property
    def columns(self) -> int:
        """Tiles in a row."""
        return -(-self.width // TILE)

    @property
    def group(self) -> int:
        """Rows of tiles that are transformed at a time."""
        return max(1, CACHED // (self.columns * POSITIONS * self.channels * 2))

    @property
    def share(self) -> int:
        """Tiles that are multiplied at once."""
        return even_share(min(self.group, self.rows) * self.columns, ACCUMULATORS // 2)

    @property
    def room(self) -> int:
        """Tiles for which there must be memory: what is multiplied at once may reach beyond the group."""
        return -(-self.group * self.columns // self.share) * self.share

    @property
    def scratch(self) -> tuple[int, int]:
        """Bytes of memory, on multiples of 64, for transformed tiles and for products."""
        return (
            POSITIONS * self.room * self.channels * 2,
            POSITIONS * self.room * self.registers * LANES * 2,
        )


@dataclass(frozen=True)
class DepthwiseGeometry(Places):
    """That of a convolution whose channels have a filter of `size` x `size` each; the rest as in `Geometry`.

    `in_pixel` is from a pixel to the next in memory; channels come in blocks of 16.
    """

    ARGUMENTS: ClassVar[int] = 8

    size: int
    stride: tuple[int, int]
    in_pixel: int
    out_height: int
    out_width: int

    @property
    def multiplications(self) -> int:
        """How many a channel takes for an image."""
        return self.out_height * self.out_width * self.size * self.size


AnyGeometry = Geometry | TiledGeometry | DepthwiseGeometry | Spec

_KINDS: dict[str, Callable[..., AnyGeometry]] = {
    kind.__name__: kind for kind in (Geometry, TiledGeometry, DepthwiseGeometry, *SPECS)
}


def even_share(length: int, most: int) -> int:
    """Return a part of at most `most`, as many of which as are needed anyhow cover `length`."""
    return -(-length // -(-length // most))


def to_json(geometry: AnyGeometry) -> dict[str, Any]:
    """Return what `from_json` makes the geometry of."""
    return {"kind": type(geometry).__name__, **asdict(geometry)}


def from_json(value: dict[str, Any]) -> AnyGeometry:
    """Return the geometry that was made into JSON."""
    fields = {name: _FIELDS.get(type(field), _as_it_is)(field) for name, field in value.items()}
    return _KINDS[str(fields.pop("kind"))](**fields)


def _as_it_is(field: Any) -> Any:
    return field


_FIELDS: dict[type, Callable[[Any], Any]] = {list: tuple, dict: lambda field: NumberFormat(**field)}
"""How JSON's own types become those of a geometry."""
