"""Each layer against Darknet's loop, written out in numpy."""

import itertools

import numpy as np
import pytest
import torch

from support.darknet.darknet_files import HEAD, TINY, build
from yolocam.errors import CfgError
from yolocam.model.layers.activations import ACTIVATIONS


def run_layer(tmp_path, section, *shapes):
    """Build `section` after inputs of these shapes (routes of the image) and return layer and inputs."""
    channels, height, width = shapes[0]
    net = f"[net]\nwidth={width}\nheight={height}\nchannels={channels}\n"
    network = build(tmp_path, f"{net}[dropout]\n{section}\n[route]\nlayers=0\n{HEAD}")
    layer = network.layers[1]
    rng = np.random.default_rng(3)
    x = rng.standard_normal((2, *shapes[0])).astype(np.float32)
    out = layer(*[torch.from_numpy(x)] * len(layer.sources))
    assert tuple(out.shape[1:]) == tuple(network.shapes[1])
    return x, out.numpy()


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_reorg_takes_the_numbers_in_darknets_order(tmp_path, stride):
    x, out = run_layer(tmp_path, f"[reorg]\nstride={stride}", (2 * stride**2, 2 * stride, 3 * stride))
    batch, c, h, w = x.shape
    flat, expected = x.ravel(), np.empty(x.size, np.float32)
    out_c = c // (stride * stride)
    for b, k, j, i in itertools.product(range(batch), range(c), range(h), range(w)):
        offset = k // out_c
        w2, h2 = i * stride + offset % stride, j * stride + offset // stride
        source = w2 + w * stride * (h2 + h * stride * (k % out_c + out_c * b))
        expected[i + w * (j + h * (k + c * b))] = flat[source]
    np.testing.assert_array_equal(out.ravel(), expected)


def test_reorg3d_keeps_pixels_at_their_place(tmp_path):
    x, out = run_layer(tmp_path, "[reorg3d]\nstride=2", (3, 4, 6))
    for dy, dx in itertools.product(range(2), range(2)):
        part = 3 * (2 * dy + dx)
        np.testing.assert_array_equal(out[:, part : part + 3], x[:, :, dy::2, dx::2])


def darknet_maxpool(x, size, stride, padding):
    """Darknet's loop: windows start at -(padding // 2), pixels outside count as minus infinity."""
    batch, channels, h, w = x.shape
    out_h, out_w = (h + padding - size) // stride + 1, (w + padding - size) // stride + 1
    out = np.full((batch, channels, out_h, out_w), -np.inf, np.float32)
    for i, j, n, m in itertools.product(range(out_h), range(out_w), range(size), range(size)):
        row, column = i * stride + n - padding // 2, j * stride + m - padding // 2
        if 0 <= row < h and 0 <= column < w:
            out[:, :, i, j] = np.maximum(out[:, :, i, j], x[:, :, row, column])
    return out


@pytest.mark.slow
@pytest.mark.parametrize(("height", "width"), [(8, 8), (7, 9), (13, 6)])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_maxpool_is_darknets_for_every_padding(tmp_path, size, stride, height, width):
    for padding in [None, *range(size)]:
        extra = "" if padding is None else f"\npadding={padding}"
        x, out = run_layer(tmp_path, f"[maxpool]\nsize={size}\nstride={stride}{extra}", (2, height, width))
        expected = darknet_maxpool(x, size, stride, size - 1 if padding is None else padding)
        np.testing.assert_array_equal(out, expected)


def test_maxpool_takes_two_strides(tmp_path):
    x, out = run_layer(tmp_path, "[maxpool]\nsize=1\nstride_x=3\nstride_y=1", (2, 4, 9))
    np.testing.assert_array_equal(out, x[:, :, :, ::3])


def test_upsample_repeats_pixels_and_scales(tmp_path):
    x, out = run_layer(tmp_path, "[upsample]\nstride=3\nscale=0.5", (2, 3, 4))
    np.testing.assert_allclose(out, 0.5 * x.repeat(3, axis=2).repeat(3, axis=3))


def test_route_slices_each_input_before_joining(tmp_path):
    text = "[route]\nlayers=-1, 0\ngroups=2\ngroup_id=1"
    x, out = run_layer(tmp_path, text, (4, 2, 2))
    np.testing.assert_array_equal(out, np.concatenate((x[:, 2:], x[:, 2:]), axis=1))


def test_avgpool_is_the_mean(tmp_path):
    x, out = run_layer(tmp_path, "[avgpool]", (3, 4, 5))
    np.testing.assert_allclose(out[..., 0, 0], x.mean((2, 3)), atol=1e-6)


@pytest.mark.parametrize(("before", "after"), [(4, 6), (6, 4), (5, 5)])
def test_shortcut_adds_the_common_channels(tmp_path, before, after):
    text = "[net]\nwidth=4\nheight=4\nchannels=1\n"
    for filters in (before, after):
        text += f"[convolutional]\nfilters={filters}\nsize=1\nactivation=linear\n"
    shortcut = build(tmp_path, text + "[shortcut]\nfrom=0\nactivation=relu\n" + HEAD).layers[2]
    rng = np.random.default_rng(0)
    x, other = (rng.standard_normal((1, c, 4, 4)).astype(np.float32) for c in (after, before))
    out = shortcut(torch.from_numpy(x), torch.from_numpy(other)).numpy()
    expected, common = x.copy(), min(before, after)
    expected[:, :common] += other[:, :common]
    np.testing.assert_allclose(out, expected.clip(0))
    assert shortcut.sources == (1, 0)


def test_shortcut_adds_several_layers(tmp_path):
    x, out = run_layer(tmp_path, "[shortcut]\nfrom=0,-1,0", (2, 3, 3))
    np.testing.assert_allclose(out, 4 * x, rtol=1e-6)


def test_scale_channels_by_pixel(tmp_path):
    text = "[net]\nwidth=4\nheight=4\nchannels=3\n[dropout]\n"
    text += "[convolutional]\nfilters=1\nsize=1\nactivation=linear\n[scale_channels]\nfrom=0\nscale_wh=1\n"
    layer = build(tmp_path, text + HEAD).layers[2]
    x, scale = torch.rand(2, 3, 4, 4), torch.rand(2, 1, 4, 4)
    np.testing.assert_allclose(layer(scale, x), x.numpy() * scale.numpy())
    with pytest.raises(CfgError, match="line 10: found a scale of 4 x 4 x 1"):
        build(tmp_path, text.replace("scale_wh=1", "") + HEAD)


def softplus(v):
    return np.log1p(np.exp(v))


EXPECTED = {
    "linear": lambda v: v,
    "leaky": lambda v: np.where(v > 0, v, 0.1 * v),
    "relu": lambda v: v.clip(0),
    "relu6": lambda v: v.clip(0, 6),
    "relie": lambda v: np.where(v > 0, v, 0.01 * v),
    "ramp": lambda v: v * (v > 0) + 0.1 * v,
    "logistic": lambda v: 1 / (1 + np.exp(-v)),
    "loggy": lambda v: 2 / (1 + np.exp(-v)) - 1,
    "tanh": np.tanh,
    "hardtan": lambda v: v.clip(-1, 1),
    "elu": lambda v: np.where(v >= 0, v, np.exp(v) - 1),
    "selu": lambda v: np.where(v >= 0, 1.0507 * v, 1.0507 * 1.6732 * (np.exp(v) - 1)),
    "gelu": lambda v: 0.5 * v * (1 + np.tanh(0.797885 * v + 0.035677 * v**3)),
    "swish": lambda v: v / (1 + np.exp(-v)),
    "mish": lambda v: v * np.tanh(softplus(v)),
    "hard_mish": lambda v: np.where(v > 0, v, np.where(v > -2, v * v / 2 + v, 0)),
}


def test_every_activation_has_an_expectation():
    over_channels = {name for name in ACTIVATIONS if name.startswith("normalize_channels")}
    assert set(EXPECTED) == set(ACTIVATIONS) - over_channels  # those are in test_alexeyab_layers.py


@pytest.mark.parametrize("name", EXPECTED)
def test_activation_is_darknets(name):
    values = np.linspace(-8, 8, 161)
    found = ACTIVATIONS[name]()(torch.from_numpy(values)).numpy()
    np.testing.assert_allclose(found, EXPECTED[name](values), atol=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "shape"),
    [
        ("size=3\nstride=1", (30, 62)),
        ("size=3\nstride=1\npadding=2", (34, 66)),
        ("size=3\nstride=1\npadding=2\npad=1", (32, 64)),
        ("size=4\nstride=2\npad=1", (17, 33)),
        ("size=1\nstride=2\npad=1", (16, 32)),
        ("size=3\nstride=1\npad=1\ndilation=2", (32, 64)),
        ("size=3\nstride=1\npad=1\nstride_x=4\nstride_y=2", (16, 16)),
    ],
)
def test_convolution_has_darknets_size(tmp_path, options, shape):
    network = build(tmp_path, TINY.replace("size=3\nstride=2\npad=1", options, 1))
    assert network.shapes[0][1:] == shape
    out = network.layers[0](torch.empty(1, 3, 32, 64, device="meta"))
    assert out.shape[2:] == shape
