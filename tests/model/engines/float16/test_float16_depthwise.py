"""A filter for each channel: what the kernel gives, and that it stays within its memory."""

import pytest
import torch
from torch import nn

from yolocam.model.engines.float16.builder import can_half

if not can_half():
    pytest.skip("this processor does not compute in float16", allow_module_level=True)

from yolocam.model.engines.float16.depthwise_step import HalfDepthwise, suits_depthwise
from yolocam.model.engines.float16.padded_buffer import PaddedBuffer
from yolocam.model.engines.float16.parallel_for import ParallelFor
from yolocam.model.engines.kernels.compiler import compile_kernels
from yolocam.model.engines.kernels.kernels import Kernels
from yolocam.model.layers.layer import Shape

pytestmark = pytest.mark.usefixtures("one_thread")


class DepthwiseStub:
    """As much of a [convolutional] as a kernel looks at."""

    def __init__(self, channels, size, stride, activation, *, groups=None, bias=True):
        torch.manual_seed(0)
        self.padding = size // 2
        groups = groups or channels
        conv = nn.Conv2d(channels, channels, size, stride, self.padding, groups=groups, bias=bias)
        self.conv = conv.requires_grad_(False)
        self.activation = activation

    def out_shape(self, shape):
        stride, size = self.conv.stride[0], self.conv.kernel_size[0]
        return Shape(shape.channels, *[(n + 2 * self.padding - size) // stride + 1 for n in shape[1:]])


def run(layer, x, source=None, border=0):
    kernels = Kernels()
    step = HalfDepthwise(layer, Shape(*x.shape[1:]), source, kernels, ParallelFor(), border=border)
    kernels.make([step.kernel], compile_kernels)
    given = x if source is None else source.copy(x)[..., : x.shape[1]].permute(0, 3, 1, 2)
    return step(given), step


def picture(channels, height, width, batch=2):
    x = torch.randn(batch, channels, height, width, generator=torch.Generator().manual_seed(1))
    return x.half().float()


@pytest.mark.parametrize("activation", [nn.Identity(), nn.LeakyReLU(0.1), nn.ReLU(), nn.Mish(), nn.ELU()])
@pytest.mark.parametrize(
    ("channels", "size", "stride", "sides"),
    [(16, 3, 1, (9, 11)), (8, 3, 2, (12, 7)), (40, 5, 1, (6, 6)), (33, 3, 1, (1, 5)), (64, 7, 3, (20, 21)),
     (16, 1, 1, (4, 4))],
)  # fmt: skip
def test_the_same_numbers(channels, size, stride, sides, activation):
    layer = DepthwiseStub(channels, size, stride, activation)
    x = picture(channels, *sides)
    found, _ = run(layer, x)
    expected = activation(layer.conv(x))
    assert found.dtype == torch.float16
    torch.testing.assert_close(found.float(), expected, rtol=2e-3, atol=2e-3)


@pytest.mark.parametrize("bias", [True, False])
def test_surfaces_are_read_and_written_in_place(bias):
    layer = DepthwiseStub(24, 3, 1, nn.LeakyReLU(0.1), bias=bias)
    x = picture(24, 10, 12)
    found, step = run(layer, x, PaddedBuffer(10, 12, 32, 1), border=1)
    assert torch.equal(found, run(layer, x)[0])
    assert step.buffer == PaddedBuffer(10, 12, 32, 1)
    pixels = found.permute(0, 2, 3, 1)
    offset = pixels.storage_offset() - (step.buffer.row + step.buffer.pixel) // 2
    whole = pixels.as_strided((2, 12, 14, 32), pixels.stride(), offset).clone()
    whole[:, 1:-1, 1:-1] = 0
    assert not whole.any()


@pytest.mark.parametrize("source", [PaddedBuffer(10, 12, 24, 1), PaddedBuffer(10, 12, 32, 0)])
def test_what_does_not_lie_right_is_copied(source):
    layer = DepthwiseStub(24, 3, 1, nn.Identity())
    x = picture(24, 10, 12)
    assert torch.equal(run(layer, x, source)[0], run(layer, x)[0])


def test_which_convolutions_it_is_for():
    assert suits_depthwise(DepthwiseStub(16, 3, 1, nn.Identity()))
    assert not suits_depthwise(DepthwiseStub(16, 3, 1, nn.Identity(), groups=4))
    assert not suits_depthwise(DepthwiseStub(16, 9, 1, nn.Identity()))
