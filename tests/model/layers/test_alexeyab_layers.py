"""What AlexeyAB's Darknet has beyond the first one, each against its definition in numpy."""

import numpy as np
import pytest
import torch

from support.darknet import darknet_loops
from support.darknet.darknet_files import HEAD, build, cfg_file, seeded, weight_count, weights_file
from yolocam.errors import CfgError, WeightsError
from yolocam.model import load_network
from yolocam.model.doctor import examine

pytestmark = pytest.mark.usefixtures("one_thread")

NET = "[net]\nwidth={}\nheight={}\nchannels={}\n"
CONV = "[convolutional]\nfilters={}\nsize={}\nstride={}\npad=1\nactivation={}\n"


def layers_of(tmp_path, body, width=9, height=7, channels=3):
    """Return the layers of a cfg with seeded values, the head left out."""
    text = NET.format(width, height, channels) + body + HEAD
    values = seeded(build(tmp_path, text), 4)
    return list(load_network(cfg_file(tmp_path, text), weights_file(tmp_path, values)).layers)[:-2]


def noise(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def run(layer, *inputs):
    with torch.inference_mode():
        return layer(*map(torch.from_numpy, inputs)).numpy()


@pytest.mark.slow
@pytest.mark.parametrize("normalisation", ["none", "relu", "avg_relu", "softmax"])
@pytest.mark.parametrize("kind", ["per_feature", "per_layer", "per_channel"])
@pytest.mark.parametrize("others", [(6,), (4,), (9, 6), (6, 3, 8)], ids=str)
def test_weighted_shortcut(tmp_path, kind, normalisation, others):
    body = "".join(CONV.format(filters, 1, 1, "linear") for filters in (*others, 6))
    sources = ",".join(str(number) for number in range(len(others)))
    body += f"[shortcut]\nfrom={sources}\nactivation=leaky\nweights_type={kind}\n"
    layer = layers_of(tmp_path, f"{body}weights_normalization={normalisation}\n", 4, 3)[-1]
    weights = noise(len(others) + 1, 6 if kind == "per_channel" else 1, seed=1)
    weights[0] = -0.5  # the rectifier has something to do
    layer.weights.data = torch.from_numpy(weights)
    inputs = [noise(2, channels, 3, 4, seed=channels) for channels in (6, *others)]
    expected = darknet_loops.weighted_sum(
        inputs,
        [row if kind == "per_channel" else row[0] for row in weights],
        "relu" if normalisation == "avg_relu" else normalisation,
    )
    expected = np.where(expected > 0, expected, 0.1 * expected)
    np.testing.assert_allclose(run(layer, *inputs), expected, atol=1e-5)


def test_weights_of_a_shortcut_stand_between_those_of_its_neighbours(tmp_path):
    text = NET.format(4, 4, 1) + CONV.format(2, 1, 1, "linear") * 2
    text += "[shortcut]\nfrom=0\nweights_type=per_channel\nweights_normalization=softmax\n" + HEAD
    count = weight_count(build(tmp_path, text))
    assert count == 2 * 1 + 2 + 2 * 2 + 2 + 2 * 2 + 7 * 2 + 7
    network = load_network(cfg_file(tmp_path, text), weights_file(tmp_path, np.arange(float(count))))
    np.testing.assert_array_equal(network.layers[2].weights, [[10, 11], [12, 13]])
    np.testing.assert_array_equal(network.layers[3].conv.bias, np.arange(14, 21))
    diagnosis = examine(cfg_file(tmp_path, text), weights_file(tmp_path, seeded(build(tmp_path, text))))
    assert diagnosis.fits
    assert (diagnosis.layers[2].parameters, diagnosis.layers[2].gflops) == (4, 2 * 32e-9)
    with pytest.raises(WeightsError, match="ends at layer 2 "):
        load_network(cfg_file(tmp_path, text), weights_file(tmp_path, np.zeros(12)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", [1, 2])
@pytest.mark.parametrize(("size", "stride"), [(1, "2"), (3, "2"), (3, "1"), (3, "1\nstride_x=3\nstride_y=2")])
@pytest.mark.parametrize("normalised", [0, 1])
def test_convolution_with_antialiasing(tmp_path, kind, size, stride, normalised):
    body = CONV.format(4, size, stride, "leaky") + f"antialiasing={kind}\nbatch_normalize={normalised}\n"
    (layer,) = layers_of(tmp_path, body)
    x = noise(2, 3, 7, 9)
    conv = darknet_loops.convolution(x, layer.conv.weight.numpy(), (1, 1), size // 2)
    if normalised:
        bn = layer.bn
        gain = (bn.weight / (bn.running_var + 1e-5).sqrt()).numpy()[:, None, None]
        conv = (conv - bn.running_mean.numpy()[:, None, None]) * gain + bn.bias.numpy()[:, None, None]
    else:
        conv = conv + layer.conv.bias.numpy()[:, None, None]
    activated = np.where(conv > 0, conv, 0.1 * conv)
    expected = darknet_loops.blur(activated, kind, layer.stride)
    found = run(layer, x)
    assert found.shape == expected.shape
    assert tuple(found.shape[1:]) == tuple(layer.out_shape(layer_shape(x)))
    np.testing.assert_allclose(found, expected, atol=1e-5)


def layer_shape(x):
    from yolocam.model.layers.layer import Shape

    return Shape(*x.shape[1:])


@pytest.mark.parametrize("kind", [1, 2])
@pytest.mark.parametrize(("size", "stride", "padding"), [(2, 2, 1), (3, 2, 2), (2, 1, 1), (5, 3, 0)])
def test_maxpool_with_antialiasing(tmp_path, kind, size, stride, padding):
    section = f"[maxpool]\nsize={size}\nstride={stride}\npadding={padding}\nantialiasing={kind}\n"
    (layer,) = layers_of(tmp_path, section)
    x = noise(2, 3, 7, 9)
    pooled = darknet_loops.pool(x, size, (1, 1), padding, lambda values: values.max(-1))
    expected = darknet_loops.blur(pooled, kind, (stride, stride))
    assert tuple(expected.shape[1:]) == tuple(layer.out_shape(layer_shape(x)))
    np.testing.assert_allclose(run(layer, x), expected, atol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["local_avgpool", "local_avg"])
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_local_average(tmp_path, name, size, stride):
    for padding in [None, *range(size)]:
        extra = "" if padding is None else f"padding={padding}\n"
        (layer,) = layers_of(tmp_path, f"[{name}]\nsize={size}\nstride={stride}\n{extra}")
        x = noise(2, 3, 7, 9)
        own = size - 1 if padding is None else padding
        expected = darknet_loops.pool(x, size, (stride, stride), own, lambda values: values.mean(-1))
        assert tuple(expected.shape[1:]) == tuple(layer.out_shape(layer_shape(x)))
        np.testing.assert_allclose(run(layer, x), expected, atol=1e-6)


@pytest.mark.parametrize(("channels", "out"), [(6, 2), (7, 3), (5, 1), (4, 4)])
def test_maximum_along_the_channels(tmp_path, channels, out):
    section = f"[maxpool]\nmaxpool_depth=1\nout_channels={out}\nstride=1\n"
    (layer,) = layers_of(tmp_path, section, channels=channels)
    x = noise(2, channels, 7, 9)
    np.testing.assert_array_equal(run(layer, x), darknet_loops.depth_pool(x, out))


@pytest.mark.parametrize(
    "kind", ["normalize_channels", "normalize_channels_softmax", "normalize_channels_softmax_maxval"]
)
def test_activations_over_the_channels(tmp_path, kind):
    layer = layers_of(tmp_path, f"[activation]\nactivation={kind}\n")[0]
    x = noise(2, 3, 7, 9)
    np.testing.assert_allclose(run(layer, x), darknet_loops.normalised(x, kind), atol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("normalised", [0, 1])
@pytest.mark.parametrize("index", ["0", "-1"])
def test_shared_weights(tmp_path, normalised, index):
    first = CONV.format(3, 3, 1, "relu") + f"batch_normalize={normalised}\n"
    body = first + first.replace("pad=1", "pad=1\ndilation=2") + f"share_index={index}\n"
    text = NET.format(9, 7, 3) + body + HEAD
    alone = NET.format(9, 7, 3) + first + HEAD
    assert weight_count(build(tmp_path, text)) == weight_count(build(tmp_path, alone))
    one, two = layers_of(tmp_path, body)
    assert two.conv.dilation == (2, 2)
    for name, value in one.state_dict().items():
        torch.testing.assert_close(two.state_dict()[name], value)


WRONG = {
    "unknown kind of weights": (
        "[shortcut]\nfrom=0\nweights_type=each\n",
        r"line 13: weights_type=each is unknown, expected one of none, per_feature",
    ),
    "unknown normalisation": (
        "[shortcut]\nfrom=0\nweights_type=per_layer\nweights_normalization=sum\n",
        r"line 14: weights_normalization=sum is unknown",
    ),
    "shares with what is none": (
        "[dropout]\n" + CONV.format(4, 1, 1, "linear") + "share_index=-1\n",
        r"line 18: share_index= names layer 1, \[dropout\], expected a convolution with the same",
    ),
    "shares with another shape": (
        CONV.format(4, 3, 1, "linear") + "share_index=0\n",
        r"line 17: share_index= names layer 0, \[convolutional\], expected a convolution with the same",
    ),
    "shares with a later one": (
        CONV.format(4, 1, 1, "linear") + "share_index=5\n",
        r"line 17: share_index=5 names layer 5, expected a convolution before layer 1",
    ),
    "more channels out than in": (
        "[maxpool]\nmaxpool_depth=1\nout_channels=5\n",
        r"line 13: out_channels=5 is more than the 4 channels before",
    ),
    "both kinds of pool": (
        "[maxpool]\nmaxpool_depth=1\nantialiasing=1\n",
        r"line 13: antialiasing= in \[maxpool\] is not supported",
    ),
    "a blur that leaves nothing": (
        "[maxpool]\nsize=4\nstride=1\npadding=0\nantialiasing=2\n",
        "leaves nothing",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_makes_no_sense_is_named(tmp_path, name):
    body, says = WRONG[name]
    with pytest.raises(CfgError, match=says):
        build(tmp_path, NET.format(4, 4, 3) + CONV.format(4, 1, 1, "linear") + body + HEAD)


def test_what_a_layer_holds_before_its_blur_is_bounded_too(tmp_path):
    wide = CONV.format(9000, 1, 64, "linear") + "antialiasing=1\n"
    with pytest.raises(CfgError, match=r"more than \d+ values"):
        build(tmp_path, NET.format(512, 512, 3) + wide + HEAD)
