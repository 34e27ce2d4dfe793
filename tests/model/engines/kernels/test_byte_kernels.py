"""Kernels on bytes: sums are exact, and the rest is as near to float32 as bytes can be."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("llvmlite")

from support.blocked_reference import results_of
from support.operation_builder import OperationBuilder
from yolocam.model.engines.kernels import compiler
from yolocam.model.engines.kernels.blocked import operations as ops
from yolocam.model.engines.kernels.blocked.numbers.byte_network import in_bytes
from yolocam.model.engines.kernels.blocked.numbers.grid import Grid
from yolocam.model.engines.kernels.blocked.numbers.number_format import INT8, INT8_PAIRS, INT8_PORTABLE
from yolocam.model.engines.kernels.blocked.numbers.quantized_weights import quantized, whole_tiles
from yolocam.model.engines.kernels.blocked.packing import PackedWeights
from yolocam.model.engines.kernels.blocked.program import Program
from yolocam.model.engines.kernels.blocked.tile_emission import can_tile
from yolocam.model.engines.kernels.blocked.tile_matrices import TileMatrices
from yolocam.model.engines.kernels.blocked.widths import WIDTHS, byte_format
from yolocam.model.engines.kernels.blocked.workers import Workers
from yolocam.model.engines.kernels.kernels import Kernels

HERE = [lanes for lanes, instructions in WIDTHS.items() if instructions.here]

if not HERE:
    pytest.skip("kernels need an x86 processor with AVX2", allow_module_level=True)

FORMS = [(lanes, INT8_PAIRS) for lanes in HERE]
FORMS += [(lanes, INT8) for lanes in HERE if byte_format(lanes) == INT8]
FORMS += [(16, INT8_PORTABLE)]
"""What this processor has, and what AVX512-VNNI does, in the same code but for its multiplication."""

KERNELS = Kernels()
GRID = Grid(0.02, 96)


@pytest.fixture(params=FORMS, ids=lambda form: f"{form[0]} lanes, {form[1].name}")
def form(request, monkeypatch):
    monkeypatch.setattr(compiler, "require", lambda *_: None)  # LLVM divides registers that are not here
    return request.param


def run(network, form, images, tiles=None, threads=(1, 3)):
    lanes, _ = form
    program = Program(network, KERNELS, PackedWeights(), lanes, len(images), 3, tiles or {})
    if new := [kernel for kernel in program.kernels if kernel.code is None]:
        KERNELS.make(new, compiler.compile_kernels)
    workers = Workers()
    found = [program(images, workers, count) for count in threads for _ in range(2)]
    workers.close()
    for other in found[1:]:
        for one, same in zip(found[0], other, strict=True):
            np.testing.assert_array_equal(one, same)
    return found[0]


def images_of(builder, batch=2):
    channels, height, width = builder.operations[0].shape
    return builder.numbers(batch, height, width, channels)


def padded(weight, lanes):
    """With as many channels as lie in memory."""
    more = -weight.shape[1] % lanes
    return np.pad(weight, ((0, 0), (0, more), (0, 0), (0, 0)))


def exact_sums(bytes_, operation, grid, form):
    """(B, H, W, C) whole -> the sums of a convolution, and what one means for each filter."""
    lanes, number_format = form
    weight, bias, gains = quantized(padded(operation.weight, lanes), operation.bias, number_format, grid)
    size, (down, across), before = weight.shape[2], operation.stride, operation.padding
    _, height, width = operation.shape
    around = (0, 0), (before, size + down), (before, size + across), (0, 0)
    image = np.pad(bytes_, around, constant_values=grid.zero)
    sums = np.broadcast_to(bias.astype(np.int64), (len(bytes_), height, width, len(bias))).copy()
    for y in range(size):
        for x in range(size):
            taps = image[:, y : y + down * height : down, x : x + across * width : across]
            sums += taps @ weight[:, : bytes_.shape[3], y, x].T.astype(np.int64)
    return sums, gains


@pytest.mark.parametrize(("filters", "size"), [(1, 3), (20, 5), (24, 1), (40, 3), (70, 1)])
def test_sums_are_exact(form, filters, size):
    builder = OperationBuilder()
    first = builder.convolution(20, size, stride=(2, 1))
    last = builder.convolution(filters, size, slope=1.0)
    builder.operations[first] = replace(builder.operations[first], format=form[1], grid=GRID)
    network = ops.Network(tuple(builder.operations), (first, last))
    between, found = run(network, form, images_of(builder))
    bytes_ = np.rint(between / GRID.scale).astype(np.int64) + GRID.zero
    sums, gains = exact_sums(bytes_, builder.operations[last], GRID, form)
    np.testing.assert_array_equal(np.rint(found / gains), sums)
    wanted = results_of(ops.Network(network.operations, (first,)), images_of(OperationBuilder()))[0]
    assert between.shape == wanted.shape


def test_the_largest_sums_do_not_overflow(form):
    builder = OperationBuilder(height=3, width=3)
    first = builder.convolution(32)
    last = builder.convolution(8, 3, slope=1.0)
    operation = replace(builder.operations[first], format=form[1], grid=Grid(0.01, 0))
    builder.operations[first] = replace(operation, weight=0 * operation.weight, bias=0 * operation.bias + 9)
    signs = np.where(np.arange(8) % 2, -1, 1).astype(np.float32)
    weight = np.ones((8, 32, 3, 3), np.float32) * signs[:, None, None, None]
    builder.operations[last] = replace(builder.operations[last], weight=weight)
    network = ops.Network(tuple(builder.operations), (first, last))
    between, found = run(network, form, images_of(builder))
    assert np.all(np.rint(between / 0.01) == 255)
    sums, gains = exact_sums(np.full(between.shape, 255), builder.operations[last], Grid(0.01, 0), form)
    np.testing.assert_array_equal(np.rint(found / gains), sums)


def near(builder, form, outputs=None, tile=None, bound=6):
    """Compare with float64, in steps of the grid in which each result would be kept."""
    exact = ops.Network(tuple(builder.operations), tuple(range(len(builder.operations))))
    images = images_of(builder)
    wanted = results_of(exact, images)
    ranges = {n: (float(result.min()), float(result.max())) for n, result in enumerate(wanted)}
    outputs = outputs or [builder.last]
    network = ops.Network(exact.operations, tuple(outputs), {n: n for n in ranges})
    quantized_ = in_bytes(network, ranges, form[1])
    tiles = {
        n: tile for n, op in enumerate(network.operations)
        if tile and isinstance(op, ops.Convolution) and op.sources != (0,) and can_tile(op)
    }  # fmt: skip
    for found, number in zip(run(quantized_, form, images, tiles), outputs, strict=True):
        step = Grid.covering(*ranges[number]).scale
        assert np.abs(found - wanted[number]).max() < bound * step
        assert np.abs(found - wanted[number]).mean() < bound / 6 * step
    return quantized_


@pytest.mark.parametrize("activation", ["leaky", "mish", "swish", "logistic"])
def test_activations(form, activation):
    builder = OperationBuilder(height=4, width=3)
    builder.convolution(9, 3, activation=activation)
    builder.convolution(9, 3, activation=activation)
    builder.depthwise(3, 1, activation=activation)
    builder.convolution(9)
    near(builder, form)


@pytest.mark.parametrize("tile", [2, 4])
@pytest.mark.parametrize(("height", "width"), [(14, 11), (3, 1)])
def test_tiles(form, tile, height, width):
    builder = OperationBuilder(height=height, width=width)
    first = builder.convolution(40)
    builder.convolution(40, 3)
    builder.like(ops.Sum, [2, first])
    builder.convolution(25, 3, activation="mish")
    builder.convolution(9)
    near(builder, form, tile=tile)


@pytest.mark.parametrize(("size", "stride", "before"), [(2, 2, 0), (2, 1, 0), (3, 2, 1), (9, 1, 4)])
def test_pools(form, size, stride, before):
    builder = OperationBuilder()
    builder.convolution(12)
    sides = [(side - 1) // stride + 1 for side in builder.operations[1].shape[1:]]
    builder.add(ops.Pool(sources=(1,), shape=(12, *sides), size=size, stride=(stride, stride), before=before))
    builder.convolution(9)
    near(builder, form)


@pytest.mark.parametrize(("size", "stride"), [(3, 1), (3, 2), (5, 1)])
def test_a_filter_for_each_channel(form, size, stride):
    builder = OperationBuilder()
    builder.convolution(21)
    builder.depthwise(size, stride)
    builder.convolution(9)
    near(builder, form)


def test_enlarging_adding_and_joining(form):
    builder = OperationBuilder()
    builder.convolution(12)
    builder.add(ops.Upsample(sources=(1,), shape=(12, 28, 22), times=2))
    builder.convolution(12, 3)
    total = builder.like(ops.Sum, [2, 3])
    joined = builder.like(ops.Join, [total, 3, 3], channels=36)
    part = builder.like(ops.Part, [joined], channels=20, first=10)
    ends = [builder.convolution(9, 3, source=source) for source in (joined, part)]
    quantized_ = near(builder, form, ends)
    assert all(operation.format == form[1] for operation in quantized_.operations[1:-2])
    grids = {quantized_.operations[number].grid for number in (3, total, joined, part)}
    assert len(grids) == 1, "what is joined has one grid"


def test_what_kernels_cannot_do_and_what_is_asked_for_are_float32(form):
    builder = OperationBuilder()
    first = builder.convolution(20)
    foreign = builder.like(ops.Foreign, [first], channels=9, run=lambda images: images[0][..., :9] ** 2)
    second = builder.convolution(16, 3)
    total = builder.like(ops.Sum, [second, builder.convolution(16, 3, source=foreign)])
    last = builder.convolution(5)
    quantized_ = near(builder, form, [second, last], bound=12)
    formats = [operation.format.name for operation in quantized_.operations]
    assert formats[0] == formats[second] == formats[total] == formats[last] == "fp32"
    assert formats[first] == formats[foreign] == form[1].name


@pytest.mark.parametrize("number_format", [INT8, INT8_PAIRS])
def test_weights_are_the_nearest_bytes(number_format):
    random = np.random.default_rng(3)
    weight = random.standard_normal((6, 8, 3, 3)).astype(np.float32)
    weight[4] = 0
    weight[5] *= 1e-20
    bias = np.arange(6, dtype=np.float32)
    whole, biases, gains = quantized(weight, bias, number_format, GRID)
    scales = gains / np.float32(GRID.scale)
    step = scales[:, None, None, None]
    assert np.all(np.abs(whole * step - weight) <= 0.501 * step)
    zeros = GRID.zero * whole.sum((1, 2, 3), dtype=np.int64)
    np.testing.assert_allclose((biases + zeros) * gains, bias, atol=gains.max(), rtol=1e-5)
    assert np.abs(whole[:4]).max() > 80
    if number_format == INT8_PAIRS:
        for sign in (1, -1):
            positive = np.maximum(sign * whole.astype(np.int64), 0)
            assert (positive[:, 0::2] + positive[:, 1::2]).max() * 255 < 1 << 15


@pytest.mark.parametrize("tile", [2, 4])
def test_no_sum_of_tiles_can_overflow(tile):
    random = np.random.default_rng(4)
    weight = random.standard_normal((5, 24, 3, 3)).astype(np.float32)
    weight[3] = 1.0
    weight[4] = 0.0
    words, biases, gains = whole_tiles(weight, tile, GRID)
    image = np.kron(*[TileMatrices.of(tile, whole=True).image] * 2)
    np.testing.assert_array_equal(image, np.rint(image))
    highest, lowest = (255 * np.maximum(sign * image, 0).sum(1)[:, None] for sign in (1, -1))
    assert max(highest.max(), lowest.max()) < 1 << 15, "tiles are words"
    positive, negative = (np.maximum(sign * words.astype(np.int64), 0).sum(2) for sign in (1, -1))
    most = highest * positive + lowest * negative
    least = highest * negative + lowest * positive
    assert max((most + np.abs(biases)).max(), (least + np.abs(biases)).max()) < 1 << 31
    kernel = np.kron(*[TileMatrices.of(tile, whole=True).kernel] * 2)
    moved = kernel @ weight.transpose(2, 3, 0, 1).reshape(9, -1)
    found = words * (gains / np.float32(GRID.scale))[:, :, None]
    np.testing.assert_allclose(found, moved.reshape(found.shape), atol=1e-3)
