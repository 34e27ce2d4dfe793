"""The float16 kernels give what a convolution in float32 gives, for every shape, and nothing beyond it."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn import functional as F

from yolocam.model.engines.float16.builder import can_half

if not can_half():
    pytest.skip("this processor does not compute in float16", allow_module_level=True)

from yolocam.model.engines.float16.convolution_step import HalfConvolution, PackedWeights, tiles_pay
from yolocam.model.engines.float16.packed_weights import pack_weights
from yolocam.model.engines.float16.padded_buffer import PaddedBuffer
from yolocam.model.engines.float16.parallel_for import ParallelFor
from yolocam.model.engines.kernels.compiler import compile_kernels
from yolocam.model.engines.kernels.geometry import MOST_PAIRS, Extent, even_share
from yolocam.model.engines.kernels.kernels import Kernels
from yolocam.model.layers.layer import Shape

pytestmark = pytest.mark.usefixtures("one_thread")

LEAKY = nn.LeakyReLU(0.1)


class ConvolutionStub:
    """As much of a [convolutional] as a kernel looks at."""

    def __init__(self, channels, filters, size, stride, activation, scale=1.0, seed=0):
        torch.manual_seed(seed)
        self.padding = size // 2
        self.conv = nn.Conv2d(channels, filters, size, stride, self.padding).requires_grad_(False)
        self.conv.weight.data *= scale
        self.activation = activation
        self.bn = None

    def out_shape(self, shape):
        stride, size = self.conv.stride[0], self.conv.kernel_size[0]
        sides = [(side + 2 * self.padding - size) // stride + 1 for side in shape[1:]]
        return Shape(self.conv.out_channels, *sides)

    def exact(self, x, pool):
        out = self.conv.double()(x.double())
        self.conv.float()
        return self.activation(F.max_pool2d(out, 2) if pool else out)


def run(layer, x, *, pool=False, border=0, source=None):
    """What the kernel gives; `source` is the surface on which the input already lies."""
    shape = Shape(*x.shape[1:])
    channels = shape.channels if source is None else source.channels
    packed = PackedWeights.of(layer, channels)
    kernels = Kernels()
    step = HalfConvolution(layer, shape, source, packed, kernels, ParallelFor(), border=border, pool=pool)
    kernels.make([step.kernel], compile_kernels)
    given_ = x if source is None else source.copy(x)[..., : x.shape[1]].permute(0, 3, 1, 2)
    return step(given_), step


def error(found, expected):
    return float((found.double() - expected).pow(2).mean().sqrt() / expected.pow(2).mean().sqrt())


def picture(channels, height, width, batch=1):
    x = torch.randn(batch, channels, height, width, generator=torch.Generator().manual_seed(1))
    return x.half().float()


@pytest.mark.parametrize(
    ("channels", "filters", "size", "stride", "sides", "pool"),
    [
        (3, 16, 3, 1, (32, 48), True),
        (1, 16, 3, 1, (9, 7), False),
        (5, 18, 3, 2, (17, 30), False),
        (16, 24, 5, 1, (11, 3), False),
        (16, 255, 1, 1, (13, 13), False),
        (48, 64, 3, 2, (26, 28), False),
        (16, 16, 3, 1, (10, 10), True),
        (16, 40, 1, 1, (1, 1), False),
        (32, 32, 3, 1, (13, 13), False),  # from here on by tiles
        (48, 33, 3, 1, (7, 29), False),
        (64, 128, 3, 1, (14, 6), True),
        (32, 64, 3, 1, (2, 2), True),
        (32, 64, 3, 1, (1, 5), False),
        (512, 64, 3, 1, (13, 13), False),
        (1024, 32, 1, 1, (13, 13), False),
        (528, 16, 3, 1, (5, 5), False),
    ],
)
@pytest.mark.parametrize("batch", [1, 3])
def test_the_same_numbers(channels, filters, size, stride, sides, pool, batch):
    layer = ConvolutionStub(channels, filters, size, stride, LEAKY)
    x = picture(channels, *sides, batch)
    expected = layer.exact(x, pool)
    found, _ = run(layer, x, pool=pool)
    assert found.dtype == torch.float16
    assert found.shape == expected.shape
    assert error(found, expected) < 4e-3
    alone = [run(layer, one[None], pool=pool)[0] for one in x]
    assert torch.equal(found, torch.cat(alone)), "no picture depends on those beside it"


@pytest.mark.parametrize("activation", [nn.Identity(), nn.ReLU(), nn.SiLU(), nn.Mish(), nn.Sigmoid()])
@pytest.mark.parametrize("channels", [16, 32])
def test_activations(activation, channels):
    layer = ConvolutionStub(channels, 48, 3, 1, activation)
    x = picture(channels, 9, 10)
    assert error(run(layer, x)[0], layer.exact(x, False)) < 4e-3


@pytest.mark.parametrize("activation", [nn.SiLU(), nn.Mish(), nn.Sigmoid()])
def test_curves_from_end_to_end(activation):
    """Each value from -200 to 200 as the sum of a filter of one weight."""
    layer = ConvolutionStub(16, 16, 1, 1, activation)
    layer.conv.weight.data = torch.eye(16)[:, :, None, None]
    layer.conv.bias.data.zero_()
    x = torch.cat([torch.linspace(-200, 200, 8000), torch.linspace(-12, 12, 8000)]).half().float()
    found = run(layer, x.view(1, 16, 20, 50))[0].double()
    expected = activation(x.double()).view(1, 16, 20, 50)
    assert (found - expected).abs().max() <= 0.1
    assert ((found - expected).abs() <= 6e-4 * expected.abs() + 6e-8).all()


@pytest.mark.parametrize("channels", [16, 32])
@pytest.mark.parametrize("scale", [1e-7, 1e-3, 1e3])
def test_small_and_large_weights(channels, scale):
    layer = ConvolutionStub(channels, 32, 3, 1, LEAKY, scale)
    layer.conv.bias.data *= scale
    x = picture(channels, 8, 8)
    packed = PackedWeights.of(layer, channels)
    assert 1 / 8 <= float(packed.weights.abs().max()) <= 1 / 4
    layer.conv.weight.data[3] = 0
    layer.conv.bias.data += 1.0
    assert error(run(layer, x)[0], layer.exact(x, False)) < 4e-3


def test_long_sums_do_not_lose_what_is_small():
    layer = ConvolutionStub(2048, 32, 1, 1, nn.Identity())
    layer.conv.weight.data = layer.conv.weight.data.abs()  # the sum grows and grows
    x = picture(2048, 4, 4).abs()
    assert error(run(layer, x)[0], layer.exact(x, False)) < 3e-3


@pytest.mark.parametrize(("channels", "size"), [(32, 3), (48, 3), (16, 3), (32, 1)])
@pytest.mark.parametrize("pool", [False, True])
def test_borders_are_zero_and_used(channels, size, pool):
    layer = ConvolutionStub(channels, 20, size, 1, LEAKY)
    x = picture(channels, 12, 14, 2)
    source = PaddedBuffer(12, 14, channels, 1)
    found, step = run(layer, x, pool=pool, border=1, source=source)
    assert torch.equal(found, run(layer, x, pool=pool)[0]), "copied or not comes to the same"
    inside = found.permute(0, 2, 3, 1)
    buffer = step.buffer
    assert buffer.channels == 32
    whole = inside.as_strided(
        (2, buffer.height + 2, buffer.width + 2, 32),
        inside.stride(),
        inside.storage_offset() - (buffer.row + buffer.pixel) // 2,
    )
    whole = whole.clone()
    whole[:, 1:-1, 1:-1, :20] = 0
    assert not whole.any()


@settings(max_examples=40, deadline=None)
@given(
    channels=st.sampled_from([1, 3, 4, 16, 32, 40]),
    filters=st.integers(1, 70),
    size=st.sampled_from([1, 3, 5]),
    stride=st.integers(1, 3),
    height=st.integers(1, 20),
    width=st.integers(1, 33),
    batch=st.integers(1, 3),
)
def test_any_shape(channels, filters, size, stride, height, width, batch):
    layer = ConvolutionStub(channels, filters, size, stride, nn.Identity())
    x = picture(channels, height, width, batch)
    found, _ = run(layer, x)
    expected = layer.exact(x, False)
    assert found.shape == expected.shape
    assert (found.double() - expected).abs().max() < 0.02 * max(float(expected.abs().max()), 1.0)


def test_packed_weights():
    weight = torch.randn(20, 3, 3, 3) * 1e-5  # filters, rows, columns, channels
    packed, gains = pack_weights(weight, 2, 3)
    assert packed.shape == (1, 3, 5, 2, 16, 2)
    assert packed.data_ptr() % 64 == 0
    back = packed.permute(0, 3, 4, 1, 2, 5).reshape(32, 3, 10) * gains[:, None, None]
    assert not back[20:].any()
    assert not back[:, :, 9:].any()
    again = back[:20, :, :9].reshape(20, 3, 3, 3)
    assert (again - weight).abs().max() <= weight.abs().max() / 1024
    assert torch.equal(gains, 2.0 ** gains.log2().round())


def test_packed_weights_with_channels_that_only_lie_in_memory():
    weight = torch.randn(3, 1, 1, 5)
    packed, gains = pack_weights(weight, 1, 16)
    assert packed.shape == (1, 1, 8, 1, 16, 2)
    back = packed.permute(0, 3, 4, 1, 2, 5).reshape(16, 16) * gains[:, None]
    assert (back[:3, :5] - weight[:, 0, 0]).abs().max() <= weight.abs().max() / 1024
    back[:3, :5] = 0
    assert not back.any()


@given(st.integers(1, 5000), st.integers(1, 40))
def test_shares_are_even(length, most):
    share = even_share(length, most)
    assert share <= most
    assert -(-length // share) == -(-length // most)


@given(st.integers(1, 4000))
def test_sums_are_short(pairs):
    chunks = Extent(3, pairs, 0).chunks
    assert pairs % chunks == 0
    assert pairs // chunks <= MOST_PAIRS


def test_where_tiles_pay():
    assert tiles_pay(ConvolutionStub(32, 32, 3, 1, LEAKY), 32)
    assert not tiles_pay(ConvolutionStub(32, 16, 3, 1, LEAKY), 32)
    assert not tiles_pay(ConvolutionStub(32, 32, 3, 2, LEAKY), 32)
    assert not tiles_pay(ConvolutionStub(36, 32, 3, 1, LEAKY), 36)
    assert not tiles_pay(ConvolutionStub(32, 32, 1, 1, LEAKY), 32)
