"""Kernels in bf16: they sum exactly and round to the nearest; and the tests of kernels once more in bf16.

Registers that this processor has not are divided by LLVM, so that both widths run everywhere.
"""

import numpy as np
import pytest

pytest.importorskip("llvmlite")

import test_blocked_kernels
from test_blocked_kernels import *  # noqa: F403

from support.operation_builder import OperationBuilder
from yolocam.model.engines.kernels import compiler
from yolocam.model.engines.kernels.blocked import operations as ops
from yolocam.model.engines.kernels.blocked.numbers.number_format import BF16_WIDENED
from yolocam.model.engines.kernels.blocked.numbers.rounded_network import stored_in
from yolocam.model.engines.kernels.blocked.packing import PackedWeights, to_bfloat16
from yolocam.model.engines.kernels.blocked.program import Program
from yolocam.model.engines.kernels.blocked.workers import Workers


@pytest.fixture(params=[8, 16])
def lanes(request):
    return request.param


@pytest.fixture
def number_format():
    return BF16_WIDENED


@pytest.fixture(autouse=True)
def in_bfloat16(monkeypatch, number_format):
    monkeypatch.setattr(test_blocked_kernels.Builder, "number_format", number_format)
    monkeypatch.setattr(compiler, "require", lambda *_: None)


class WholeNumbers(OperationBuilder):
    """Weights are whole and small."""

    def numbers(self, *shape):
        return self.random.integers(-3, 4, shape).astype(np.float32)

    def results(self, images, lanes, number_format):
        network = stored_in(ops.Network(tuple(self.operations), (self.last,)), number_format)
        kernels = test_blocked_kernels.KERNELS
        program = Program(network, kernels, PackedWeights(), lanes, len(images), 1)
        if new := [kernel for kernel in program.kernels if kernel.code is None]:
            kernels.make(new, compiler.compile_kernels)
        return program(images, Workers(), 1)[0]


@pytest.mark.parametrize(("channels", "filters"), [(20, 24), (33, 9), (7, 70)])
def test_sums_of_products_are_exact(lanes, number_format, channels, filters):
    network = WholeNumbers()
    network.convolution(channels, slope=1.0)
    network.convolution(filters, 3, slope=1.0)
    images = network.numbers(2, 14, 11, 3)
    expected = test_blocked_kernels.results_of(ops.Network(tuple(network.operations), (2,)), images)[0]
    np.testing.assert_array_equal(network.results(images, lanes, number_format), expected)


def nearest(numbers):
    """float32 -> the nearest whose lower 16 bits are zero, of two the one whose last bit is zero, too."""
    bits = numbers.view(np.uint32)
    below, above = ((bits & 0xFFFF0000) + step for step in (np.uint32(0), np.uint32(0x10000)))
    exact = numbers.astype(np.float64)
    down, up = exact - below.view(np.float32), above.view(np.float32) - exact
    upwards = np.where(np.abs(down) == np.abs(up), below >> 16 & 1 == 1, np.abs(up) < np.abs(down))
    return np.where(upwards, above, below).view(np.float32)


def many_numbers(random, *shape):
    """Numbers of all sizes, a third of them half-way between two of bf16."""
    numbers = (random.standard_normal(shape) * 10.0 ** random.integers(-30, 30, shape)).astype(np.float32)
    bits = numbers.view(np.uint32)
    half_way = random.random(shape) < 1 / 3
    bits[half_way] = (bits[half_way] & 0xFFFF0000) | 0x8000
    return numbers


def test_results_are_rounded_to_the_nearest(lanes, number_format):
    network = OperationBuilder()
    unchanged = WholeNumbers()
    for number in range(2):
        unchanged.add(ops.Convolution(
            sources=(number,), layer=number, shape=(3, 14, 11), padding=0, stride=(1, 1), activation="leaky",
            slope=1.0, weight=np.eye(3, dtype=np.float32).reshape(3, 3, 1, 1), bias=np.zeros(3, np.float32),
        ))  # fmt: skip
    images = many_numbers(network.random, 2, 14, 11, 3)
    found = unchanged.results(images, lanes, number_format)
    np.testing.assert_array_equal(found, nearest(images))


def test_weights_are_rounded_to_the_nearest():
    numbers = many_numbers(np.random.default_rng(1), 4000)
    found = (to_bfloat16(numbers).astype(np.uint32) << 16).view(np.float32)
    np.testing.assert_array_equal(found, nearest(numbers))
