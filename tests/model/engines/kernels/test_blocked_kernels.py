"""Each kernel gives what numpy gives, in every width of register that this processor has."""

import numpy as np
import pytest

pytest.importorskip("llvmlite")

from support.blocked_reference import results_of
from support.operation_builder import OperationBuilder
from yolocam.model.engines.kernels.blocked import operations as ops
from yolocam.model.engines.kernels.blocked.numbers.number_format import FP32
from yolocam.model.engines.kernels.blocked.numbers.rounded_network import stored_in
from yolocam.model.engines.kernels.blocked.packing import PackedWeights
from yolocam.model.engines.kernels.blocked.program import Program
from yolocam.model.engines.kernels.blocked.specs import ConvolutionSpec, MoveSpec
from yolocam.model.engines.kernels.blocked.tile_emission import can_tile as fits_tiles
from yolocam.model.engines.kernels.blocked.widths import WIDTHS
from yolocam.model.engines.kernels.blocked.workers import Workers
from yolocam.model.engines.kernels.compiler import compile_kernels
from yolocam.model.engines.kernels.kernels import Kernels

HERE = [lanes for lanes, instructions in WIDTHS.items() if instructions.here]

if not HERE:
    pytest.skip("kernels need an x86 processor with AVX2", allow_module_level=True)

ROUNDED = 2**-8
"""How far each operation in bf16 may be off, as a share of its largest result."""

KERNELS = Kernels()
"""Those that an earlier test has made."""


@pytest.fixture(params=HERE)
def lanes(request):
    return request.param


def can_tile(operation):
    blocks = isinstance(operation, ops.Convolution) and operation.sources != (0,)
    return blocks and fits_tiles(operation)


class Builder(OperationBuilder):
    """The same, checked; results between the operations are in `number_format`."""

    number_format = FP32

    def check(self, lanes, outputs=None, batch=2, threads=(1, 3), tile=None, bound=2e-6):
        network = ops.Network(tuple(self.operations), tuple(outputs or [self.last]))
        network = stored_in(network, self.number_format)
        bound = bound if self.number_format == FP32 else ROUNDED * len(self.operations)
        workers = Workers()
        tiles = {n: tile for n, op in enumerate(self.operations) if tile and can_tile(op)}
        program = Program(network, KERNELS, PackedWeights(), lanes, batch, 3, tiles)
        if new := [kernel for kernel in program.kernels if kernel.code is None]:
            KERNELS.make(new, compile_kernels)
        channels, height, width = self.operations[0].shape
        images = self.numbers(batch, height, width, channels)
        expected = results_of(network, images)
        for count in threads:
            for _ in range(2):  # the second run finds what the first has left in memory
                for found, wanted in zip(program(images, workers, count), expected, strict=True):
                    assert np.abs(found - wanted).max() < bound * np.abs(wanted).max()
        workers.close()
        return program


@pytest.mark.parametrize("size", [1, 3, 5])
@pytest.mark.parametrize("filters", [1, 8, 20, 24, 40, 70, 136])
def test_a_convolution_of_the_image_and_one_of_blocks(lanes, filters, size):
    network = Builder()
    network.convolution(20, size, stride=(2, 1))
    network.convolution(filters, size)
    network.check(lanes)


@pytest.mark.parametrize("tile", [2, 4])
@pytest.mark.parametrize(("height", "width"), [(14, 11), (8, 8), (3, 1), (1, 9)])
def test_a_convolution_by_tiles(lanes, tile, height, width):
    network = Builder(height=height, width=width)
    first = network.convolution(40)
    network.convolution(40, 3)
    network.like(ops.Sum, [2, first])
    network.convolution(25, 3, activation="mish")
    network.check(lanes, tile=tile, bound=4e-6)


@pytest.mark.parametrize("activation", ["leaky", "mish", "swish", "logistic"])
def test_activations(lanes, activation):
    network = Builder(height=4, width=3)
    network.convolution(9, 3, activation=activation)
    network.depthwise(3, 1, activation=activation)
    network.check(lanes, batch=1)


def test_an_image_smaller_than_a_tile(lanes):
    network = Builder(height=2, width=1)
    network.convolution(17, 3)
    network.convolution(33, 1)
    network.check(lanes, batch=1)


@pytest.mark.parametrize(("size", "stride"), [(3, 1), (3, 2), (5, 1), (5, 2), (7, 1)])
@pytest.mark.parametrize("width", [2, 11, 20])
def test_a_filter_for_each_channel(lanes, size, stride, width):
    network = Builder(width=width)
    network.convolution(21)
    network.depthwise(size, stride)
    network.check(lanes)


@pytest.mark.parametrize(
    ("size", "stride", "before"), [(2, 2, 0), (2, 1, 0), (3, 1, 1), (3, 2, 1), (9, 1, 4)]
)
def test_pools(lanes, size, stride, before):
    network = Builder()
    network.convolution(12)
    sides = [(side - 1) // stride + 1 for side in network.operations[1].shape[1:]]
    network.add(ops.Pool(sources=(1,), shape=(12, *sides), size=size, stride=(stride, stride), before=before))
    network.check(lanes)


def test_enlarging_and_adding(lanes):
    network = Builder()
    network.convolution(12)
    network.add(ops.Upsample(sources=(1,), shape=(12, 28, 22), times=2))
    network.convolution(12, 3)
    network.like(ops.Sum, [2, 3])
    network.check(lanes)


def test_a_sum_is_done_by_the_convolution_before_it(lanes):
    network = Builder()
    first = network.convolution(24)
    second = network.convolution(24, 3)
    network.like(ops.Sum, [second, first])
    network.convolution(9)
    specs = [kernel.geometry for kernel in network.check(lanes).kernels]
    assert any(isinstance(spec, ConvolutionSpec) and spec.adds for spec in specs)
    assert not any(isinstance(spec, MoveSpec) for spec in specs)


def test_a_sum_of_which_a_part_is_also_read_by_another(lanes):
    network = Builder()
    first = network.convolution(24)
    second = network.convolution(24, 3)
    total = network.like(ops.Sum, [second, first])
    last = network.convolution(9, source=second)
    network.check(lanes, [total, last])


def test_joined_results_are_not_copied(lanes):
    network = Builder()
    first, second = network.convolution(20, 3), network.convolution(7, 3)
    network.like(ops.Join, [second, first], channels=27)
    network.convolution(16, 3)
    specs = [kernel.geometry for kernel in network.check(lanes).kernels]
    assert not any(isinstance(spec, MoveSpec) for spec in specs)


def test_what_is_joined_twice(lanes):
    network = Builder()
    first, second = network.convolution(20), network.convolution(20, 3)
    joined = network.like(ops.Join, [first, second, first], channels=60)
    other = network.like(ops.Join, [second, joined], channels=80)
    part = network.like(ops.Part, [other], channels=35, first=15)
    ends = [network.convolution(16, 3, source=source) for source in (joined, other, part)]
    network.check(lanes, ends)


def test_what_kernels_cannot_do(lanes):
    network = Builder()
    first = network.convolution(20)
    network.like(ops.Foreign, [first], channels=9, run=lambda images: images[0][..., :9] ** 2)
    network.convolution(16, 3)
    network.check(lanes)


def test_results_that_others_read_too(lanes):
    network = Builder()
    first = network.convolution(20, 3)
    second = network.convolution(11, 3)
    network.check(lanes, [second, first, second])


def test_memory_is_used_again(lanes):
    network = Builder(height=32, width=32)
    for _ in range(20):
        network.convolution(16, 3)
    program = network.check(lanes, batch=1, threads=(1,))
    assert program.placement.size < 6 * 34 * 34 * 16 * 4
