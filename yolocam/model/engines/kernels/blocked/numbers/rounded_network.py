"""Has the results of a network be kept in fewer bits."""

from __future__ import annotations

from dataclasses import replace

from yolocam.model.engines.kernels.blocked.numbers.number_format import NumberFormat
from yolocam.model.engines.kernels.blocked.operations import Input, Network


def stored_in(network: Network, number_format: NumberFormat) -> Network:
    """Return the network with its results between the operations in a format that needs no scale.

    The image stays float32, and so does what is given out, or handed to a `Foreign` operation.
    """
    operations = tuple(
        operation if isinstance(operation, Input) else replace(operation, format=number_format)
        for operation in network.operations
    )
    return replace(network, operations=operations)
