"""Convolutions by tiles give what a plain sum gives, as exactly as float32 allows, for any size."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from support.darknet.darknet_files import HEAD, build
from yolocam.model.engines.kernels.blocked.tile_matrices import POINTS
from yolocam.model.engines.torch_cpu.winograd import Transform, WinogradConvolution, tile_size
from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.layer import Shape

pytestmark = pytest.mark.usefixtures("one_thread")

TEXT = (
    "[net]\nwidth=64\nheight=64\nchannels={}\n\n"
    "[convolutional]\nfilters={}\nsize={}\npad=1\nstride={}\ngroups={}\nactivation={}\n"
)


def layer_of(folder, channels=8, filters=12, size=3, stride=1, groups=1, activation="leaky"):
    network = build(folder, TEXT.format(channels, filters, size, stride, groups, activation) + HEAD)
    layer = network.layers[0]
    assert isinstance(layer, Convolutional)
    layer.to_empty(device="cpu")
    torch.manual_seed(1)
    torch.nn.init.normal_(layer.conv.weight, std=(channels * 9) ** -0.5)
    torch.nn.init.normal_(layer.conv.bias)
    return layer.requires_grad_(False)


@pytest.mark.parametrize("tile", POINTS)
def test_one_tile_is_the_sum_that_defines_it(tile):
    rng = np.random.default_rng(0)
    image = rng.normal(size=(tile + 2, tile + 2))
    kernel = rng.normal(size=(3, 3))
    wanted = [[(image[y : y + 3, x : x + 3] * kernel).sum() for x in range(tile)] for y in range(tile)]
    transform = [matrix.double().numpy() for matrix in Transform.of(tile)]
    product = (transform[1] @ kernel.reshape(-1)) * (transform[0] @ image.reshape(-1))
    np.testing.assert_allclose((transform[2] @ product).reshape(tile, tile), wanted, atol=1e-5)


@pytest.mark.parametrize("tile", POINTS)
@pytest.mark.parametrize("activation", ["leaky", "linear", "mish"])
@pytest.mark.parametrize("size_hw", [(8, 8), (13, 13), (1, 5), (26, 19)])
def test_the_whole_layer(tmp_path, tile, activation, size_hw):
    layer = layer_of(tmp_path, activation=activation)
    x = torch.randn(2, 8, *size_hw).contiguous(memory_format=torch.channels_last)
    before = x.clone()
    found = WinogradConvolution(layer, tile)(x)
    wanted = F.conv2d(x.double(), layer.conv.weight.double(), layer.conv.bias.double(), padding=1)
    torch.testing.assert_close(found.double(), layer.activation(wanted), rtol=1e-5, atol=1e-5)
    assert found.is_contiguous(memory_format=torch.channels_last)
    assert torch.equal(x, before), "what other layers still read is not written to"


def test_many_channels_cost_no_exactness(tmp_path):
    layer = layer_of(tmp_path, channels=64, filters=64, activation="linear")
    x = torch.randn(1, 64, 26, 26).contiguous(memory_format=torch.channels_last)
    wanted = F.conv2d(x.double(), layer.conv.weight.double(), layer.conv.bias.double(), padding=1)
    plain = F.conv2d(x, layer.conv.weight, layer.conv.bias, padding=1)
    for tile in POINTS:
        found = WinogradConvolution(layer, tile)(x)
        assert (found - wanted).abs().max() < 4 * (plain - wanted).abs().max()


@pytest.mark.parametrize(
    ("facts", "side", "tile"),
    [
        ({}, 26, 4),
        ({}, 13, 2),
        ({"channels": 32}, 26, None),
        ({"filters": 32}, 26, None),
        ({"size": 1}, 26, None),
        ({"stride": 2}, 26, None),
        ({"groups": 2}, 26, None),
    ],
)
def test_where_it_is_used(tmp_path, facts, side, tile):
    layer = layer_of(tmp_path, **({"channels": 64, "filters": 64} | facts))
    assert tile_size(layer, Shape(64, side, side)) == tile
