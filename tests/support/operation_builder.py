"""Networks of `kernels.blocked`, made operation by operation."""

import numpy as np

from yolocam.model.engines.kernels.blocked import operations as ops


class OperationBuilder:
    """Makes a network operation by operation, with seeded weights."""

    def __init__(self, channels=3, height=14, width=11):
        self.random = np.random.default_rng(5)
        self.operations = [ops.Input(shape=(channels, height, width))]
        self.last = 0

    def add(self, operation):
        self.operations.append(operation)
        self.last = len(self.operations) - 1
        return self.last

    def numbers(self, *shape):
        return (self.random.standard_normal(shape) / 3).astype(np.float32)

    def convolution(self, filters, size=1, stride=(1, 1), source=None, activation="leaky", slope=0.1):
        source = self.last if source is None else source
        channels, height, width = self.operations[source].shape
        return self.add(ops.Convolution(
            sources=(source,), layer=len(self.operations), padding=size // 2, stride=stride,
            shape=(filters, (height - 1) // stride[0] + 1, (width - 1) // stride[1] + 1),
            weight=self.numbers(filters, channels, size, size), bias=self.numbers(filters),
            activation=activation, slope=slope,
        ))  # fmt: skip

    def depthwise(self, size, stride, activation="leaky"):
        channels, height, width = self.operations[self.last].shape
        return self.add(ops.Depthwise(
            sources=(self.last,), layer=len(self.operations), padding=size // 2, stride=stride,
            shape=(channels, (height - 1) // stride + 1, (width - 1) // stride + 1),
            weight=self.numbers(channels, size, size), bias=self.numbers(channels),
            activation=activation, slope=0.0,
        ))  # fmt: skip

    def like(self, kind, sources, channels=None, **fields):
        """An operation whose result is as high and wide as its first source."""
        before, height, width = self.operations[sources[0]].shape
        return self.add(kind(sources=tuple(sources), shape=(channels or before, height, width), **fields))
