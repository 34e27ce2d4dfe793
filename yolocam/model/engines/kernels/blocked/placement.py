"""Decides where each result lies, so that little has to be copied and memory is used again.

What is joined is written side by side at once. A result has as wide a border as those that read it want. Two
results may use the same planes one after the other: only planes of one kind, whose borders coincide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from yolocam.model.engines.kernels.blocked.channels import Channels, part_of
from yolocam.model.engines.kernels.blocked.fusion import Nothing, readers_of
from yolocam.model.engines.kernels.blocked.layout import ARENA, LINE, OUTPUTS, Address, Place, PlaneKind
from yolocam.model.engines.kernels.blocked.numbers.number_format import FP32
from yolocam.model.engines.kernels.blocked.operations import (
    Filtering,
    Foreign,
    Input,
    Join,
    Network,
    Part,
)

SPARE_ROWS = 4
"""Behind the planes of a kind: the last tiles read so far beyond an image, and nothing comes of it."""

OWN, RESULT = -1, -2
"""Of the memory of an operation: where its result lies for others, and where a foreign one leaves it.
Those from 0 on are copies of its sources."""


class Placement:
    """The place of each result; `copied` are pairs of a join and a source that it has to copy.

    `size` is how many bytes all of them take, `fills` which of these have to hold another byte than 0 in the
    beginning, as borders: from where on, how many, which.
    """

    def __init__(self, network: Network, channels: Sequence[Channels], lanes: int, batch: int) -> None:
        self._network = network
        self._channels = channels
        self._lanes = lanes
        self._batch = batch
        self._readers = readers_of(network)
        self._inside: dict[
            int, tuple[int, int]
        ] = {}  # what lies in another's blocks: whose, and from which on
        self.copied: set[tuple[int, int]] = set()
        self._flat: dict[tuple[int, int], Place] = {}
        self._join()
        self._kinds = self._plane_kinds()
        self.fills: list[tuple[int, int, int]] = []
        self._begins, self.size = self._allocate()

    def place(self, number: int) -> Place:
        """Return where a result lies."""
        root, block = self._root(number)
        kind = self._kinds[root]
        begin = self._begins[root, OWN]
        blocks, positions = self._channels[number]
        if isinstance(self._network.operations[root], Input):
            begin, block_bytes = begin + kind.inside, self._lanes * kind.format.bytes
            return Place(kind, Address(ARENA, begin), kind.plane, block_bytes, 1, positions)
        image = self._channels[root].blocks * kind.plane
        first = Address(ARENA, begin + kind.inside + block * kind.plane)
        grid = self._network.operations[number].grid
        return Place(kind, first, image, kind.plane, blocks, positions, grid)

    def output(self, index: int) -> Place:
        """Return where result number `index` of those asked for is given out, flat and without border."""
        number = self._network.outputs[index]
        return self._flat_place(number, Address(OUTPUTS + index, 0))

    def foreign(self, number: int, source: int) -> Place:
        """Return where a foreign operation finds one of its sources, or leaves its `RESULT`: flat."""
        operation = self._network.operations[number]
        which = number if source == RESULT else operation.sources[source]
        return self._flat_place(which, Address(ARENA, self._begins[number, source]))

    def _flat_place(self, number: int, first: Address) -> Place:
        blocks, positions = self._channels[number]
        kind = self._flat_kind(number)
        block = self._lanes * kind.format.bytes
        return Place(kind, first, kind.height * kind.row, block, blocks, positions)

    def _flat_kind(self, number: int) -> PlaneKind:
        _, height, width = self._network.operations[number].shape
        return PlaneKind(height, width, 0, self._channels[number].blocks * self._lanes, FP32)

    def _root(self, number: int) -> tuple[int, int]:
        block = 0
        while number in self._inside:
            number, before = self._inside[number]
            block += before
        return number, block

    def _join(self) -> None:
        for number, operation in enumerate(self._network.operations):
            if isinstance(operation, Part):
                source = operation.sources[0]
                self._inside[number] = source, part_of(operation, self._channels[source], self._lanes)[0]
        for number, operation in enumerate(self._network.operations):
            if isinstance(operation, Join):
                before = 0
                for index, source in enumerate(operation.sources):
                    free = source not in self._inside and source not in operation.sources[:index]
                    if free and not isinstance(self._network.operations[source], Input):
                        self._inside[source] = number, before
                    else:
                        self.copied.add((number, index))
                    before += self._channels[source].blocks

    def _plane_kinds(self) -> dict[int, PlaneKind]:
        borders: dict[int, int] = defaultdict(int)
        for operation in self._network.operations:
            if isinstance(operation, Filtering):
                root, _ = self._root(operation.sources[0])
                borders[root] = max(borders[root], operation.padding)
        kinds = {}
        for number, operation in enumerate(self._network.operations):
            channels, height, width = operation.shape
            in_pixel = channels if isinstance(operation, Input) else self._lanes
            zero = operation.grid.zero if borders[number] else 0
            kinds[number] = PlaneKind(height, width, borders[number], in_pixel, operation.format, zero)
        return kinds

    def _allocate(self) -> tuple[dict[tuple[int, int], int], int]:
        """Return at which byte the planes of each result begin, by number and `OWN`, and all bytes."""
        kinds, begins = defaultdict(list), {}
        for key, kind, planes, first, last in self._lifetimes():
            kinds[kind].append((key, planes, first, last))
        size = 0
        for kind, wanted in kinds.items():
            taken: list[tuple[int, int, int]] = []  # first plane, the one after the last, last use
            most = 0
            for key, planes, first, last in sorted(wanted, key=lambda w: w[2]):
                taken = [use for use in taken if use[2] >= first]
                begin = _gap(taken, planes)
                taken.append((begin, begin + planes, last))
                begins[key] = size + begin * kind.plane
                most = max(most, begin + planes)
            bytes_ = -(-(most * kind.plane + SPARE_ROWS * kind.row) // LINE) * LINE
            if kind.zero:
                self.fills.append((size, bytes_, kind.zero))
            size += bytes_
        return begins, size

    def _lifetimes(self) -> Iterable[tuple[tuple[int, int], PlaneKind, int, int, int]]:
        """Yield key, kind, planes, first and last use of all that needs memory."""
        ends: dict[int, int] = {}
        starts: dict[int, int] = {}
        for number, operation in enumerate(self._network.operations):
            root, _ = self._root(number)
            uses = [number, *self._readers[number]]
            uses = [use if use >= 0 else len(self._network.operations) for use in uses]
            ends[root] = max(ends.get(root, 0), *uses)
            starts[root] = min(starts.get(root, number), number)
            if isinstance(operation, Foreign):
                for index, source in [*enumerate(operation.sources), (RESULT, number)]:
                    yield (number, index), self._flat_kind(source), self._batch, number, number
        for root, end in ends.items():
            operation = self._network.operations[root]
            if isinstance(operation, Nothing):
                continue
            planes = 1 if isinstance(operation, Input) else self._channels[root].blocks
            yield (root, OWN), self._kinds[root], planes * self._batch, starts[root], end


def _gap(taken: Sequence[tuple[int, int, int]], planes: int) -> int:
    """Return the first plane from which on so many are free."""
    begin = 0
    for first, end, _ in sorted(taken):
        if first - begin >= planes:
            break
        begin = max(begin, end)
    return begin
