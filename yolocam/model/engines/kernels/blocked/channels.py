"""Where the channels of each result lie among the blocks that it has in memory."""

from __future__ import annotations

from typing import NamedTuple

from yolocam.model.engines.kernels.blocked.operations import (
    Convolution,
    Foreign,
    Input,
    Join,
    Network,
    Operation,
    Part,
)


class Channels(NamedTuple):
    """How many blocks there are, and the position of each channel in them.

    What lies at the other positions is finite, and multiplied by zero.
    """

    blocks: int
    positions: tuple[int, ...]


def channels_of(network: Network, lanes: int) -> list[Channels]:
    """Return those of each operation's result."""
    found: list[Channels] = []
    for operation in network.operations:
        found.append(_of(operation, [found[source] for source in operation.sources], lanes))
    return found


def _of(operation: Operation, sources: list[Channels], lanes: int) -> Channels:
    if isinstance(operation, Input | Convolution | Foreign):
        count = operation.shape[0]
        return Channels(-(-count // lanes), tuple(range(count)))
    if isinstance(operation, Join):
        before, positions = 0, list[int]()
        for source in sources:
            positions.extend(before * lanes + position for position in source.positions)
            before += source.blocks
        return Channels(before, tuple(positions))
    if isinstance(operation, Part):
        first_block, last_block, positions = part_of(operation, sources[0], lanes)
        return Channels(last_block + 1 - first_block, tuple(positions))
    return sources[0]


def part_of(part: Part, source: Channels, lanes: int) -> tuple[int, int, list[int]]:
    """Return the first and the last block that a part reaches into, and positions from the first one on."""
    wanted = source.positions[part.first : part.first + part.shape[0]]
    first, last = min(wanted) // lanes, max(wanted) // lanes
    return first, last, [position - first * lanes for position in wanted]
