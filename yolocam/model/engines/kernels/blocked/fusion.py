"""Puts operations together that one kernel can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from yolocam.model.engines.kernels.blocked.channels import Channels
from yolocam.model.engines.kernels.blocked.operations import Convolution, Network, Operation, Sum


@dataclass(frozen=True, eq=False, kw_only=True)
class Nothing(Operation):
    """In the place of an operation that another one does; nobody reads it."""


def readers_of(network: Network) -> list[list[int]]:
    """Return for each operation which ones read its result; -1 stands for whoever runs the network."""
    readers: list[list[int]] = [[] for _ in network.operations]
    for number, operation in enumerate(network.operations):
        for source in operation.sources:
            readers[source].append(number)
    for number in network.outputs:
        readers[number].append(-1)
    return readers


def fuse_sums(network: Network, channels: Sequence[Channels]) -> Network:
    """Let a convolution add what the only reader of its result adds to it: its second source."""
    operations = list(network.operations)
    readers = readers_of(network)
    stands_for: dict[int, int] = {}
    for number, operation in enumerate(network.operations):
        sources = tuple(stands_for.get(source, source) for source in operation.sources)
        operations[number] = operation = replace(operation, sources=sources)
        if isinstance(operation, Sum):
            first, second = operation.sources
            for convolution, other in ((first, second), (second, first)):
                maker = operations[convolution]
                alone = len(readers[convolution]) == 1 and len(maker.sources) == 1
                if (
                    isinstance(maker, Convolution)
                    and alone
                    and other < convolution
                    and (channels[other] == channels[convolution])
                ):
                    operations[convolution] = replace(
                        maker,
                        sources=(*maker.sources, other),
                        format=operation.format,
                        grid=operation.grid,
                    )
                    operations[number] = Nothing(shape=operation.shape)
                    stands_for[number] = convolution
                    readers[convolution] = readers[number]
                    break
    outputs = tuple(stands_for.get(number, number) for number in network.outputs)
    return Network(tuple(operations), outputs)
