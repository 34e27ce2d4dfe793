"""The network as a module: tables, sizes, devices, precisions, memory."""

import copy
import gc
import weakref

import numpy as np
import pytest
import torch

from support.darknet.darknet_files import HEAD, TINY, build, cfg_file, seeded, weight_count, weights_file
from support.paths import SHARED
from yolocam.errors import ModelError
from yolocam.model import load_network
from yolocam.model.layers.layer import Layer

TWO_HEADS = (
    TINY
    + """
[route]
layers=0

[maxpool]
size=2
stride=2

[convolutional]
filters=14
size=1
activation=linear

[yolo]
mask=0,1
anchors=4,6, 9,5
classes=2
num=2
"""
)


def loaded(tmp_path, text, values=None):
    count = weight_count(build(tmp_path, text))
    if values is None:
        values = seeded(build(tmp_path, text))
    assert values.size == count
    return load_network(cfg_file(tmp_path, text), weights_file(tmp_path, values))


def zeros(tmp_path, text):
    return loaded(tmp_path, text, np.zeros(weight_count(build(tmp_path, text)), np.float32))


@pytest.mark.parametrize(("height", "width"), [(32, 64), (64, 32), (8, 8), (4, 100)])
def test_silent_network_shows_the_grid(tmp_path, height, width):
    """All weights 0: every box is its anchor, in the middle of its cell."""
    table = zeros(tmp_path, TWO_HEADS)(torch.rand(2, 3, height, width))
    expected = []
    for stride in (2, 4):
        for row in range(height // stride):
            for column in range(width // stride):
                centre = ((column + 0.5) * stride, (row + 0.5) * stride)
                expected += [(*centre, 4, 6), (*centre, 9, 5)]
    assert table.dtype == torch.float32
    assert table.shape == (2, len(expected), 7)
    np.testing.assert_allclose(table[0, :, :4], expected, rtol=1e-6)
    np.testing.assert_allclose(table[1], table[0])
    assert (table[..., 4:] == 0.5).all()


def test_head_attributes(tmp_path):
    network = build(tmp_path, TWO_HEADS)
    assert network.name == "net"
    assert (network.stride, network.num_classes, len(network.heads)) == (4, 2, 2)
    head = network.heads[0]
    assert (head.kind, head.num_anchors, head.num_classes, head.number) == ("yolo", 2, 2, 2)


def test_scale_x_y_moves_centres_around_the_middle(tmp_path):
    text = TINY.replace("num=2", "num=2\nscale_x_y=1.5")
    head = loaded(tmp_path, text).heads[0]
    t = torch.tensor([[0.0, 20.0, 0.0, 0.0], [-20.0, 0.0, 0.0, 0.0]])
    cells = torch.tensor([3, 0])
    boxes = head.decode_boxes(t, cells, cells, torch.tensor([1, 0]), (8, 8), (32, 64))
    np.testing.assert_allclose(boxes, [[28, 17, 9, 5], [-2, 2, 4, 6]], atol=1e-4)


def test_region_anchors_are_in_cells(tmp_path):
    head = "[region]\nanchors=1,2, 0.5,3\nclasses=2\nnum=2\ncoords=4\n"
    text = TINY.split("[yolo]")[0] + head
    table = zeros(tmp_path, text + "softmax=1\n")(torch.zeros(1, 3, 32, 64))
    np.testing.assert_allclose(table[0, :2, :4], [[1, 1, 2, 4], [1, 1, 1, 6]])
    network = loaded(tmp_path, text + "softmax=1\n")
    np.testing.assert_allclose(network(torch.rand(1, 3, 32, 64))[..., 5:].sum(-1), 1, atol=1e-6)
    independent = loaded(tmp_path, text)
    assert independent.heads[0].kind == "region"
    assert not independent.heads[0].softmax
    assert (independent(torch.rand(1, 3, 32, 64))[..., 5:].sum(-1) - 1).abs().max() > 0.01


def test_wild_values_give_a_finite_table(tmp_path):
    network = loaded(tmp_path, TINY)
    raw = torch.full((1, 14, 4, 4), 1e6)
    assert torch.isfinite(network.heads[0].decode(raw, (8, 8))).all()


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((1, 3, 33, 64), "64 x 33 pixels, expected multiples of 4"),
        ((1, 3, 0, 64), "expected multiples of 4"),
        ((1, 1, 32, 64), r"expected \(batch, 3, height, width\)"),
        ((3, 32, 64), r"shape \(3, 32, 64\)"),
    ],
)
def test_wrong_input_is_named(tmp_path, shape, message):
    network = loaded(tmp_path, TWO_HEADS)
    with pytest.raises(ModelError, match=message):
        network(torch.zeros(shape))


def test_size_that_no_longer_fits_is_an_error(tmp_path):
    """Convolutions without padding join only at some sizes: 10 -> 4 -> 8 and 10 - 2."""
    text = "[net]\nwidth=10\nheight=10\nchannels=3\n"
    text += "[convolutional]\nfilters=2\nsize=3\nactivation=linear\n"
    text += "[maxpool]\nsize=2\nstride=2\npadding=0\n[upsample]\nstride=2\n[route]\nlayers=-1,0\n"
    network = loaded(tmp_path, text + HEAD)
    assert network(torch.rand(1, 3, 10, 10)).shape[1] == 64
    assert network(torch.rand(1, 3, 12, 14)).shape[1] == 120
    network.stride = 1  # as if odd sizes were taken
    with pytest.raises(ModelError, match=r"11 x 11 does not fit: .*net.cfg line 16"):
        network(torch.rand(1, 3, 11, 11))


def test_cfg_size_is_taken_even_where_it_is_no_multiple(tmp_path):
    network = loaded(tmp_path, TINY.replace("width=64", "width=63"))
    assert network(torch.rand(1, 3, 32, 63)).shape == (1, 16 * 32 * 2, 7)


def test_stride_follows_the_deepest_head(tmp_path):
    conv = "[convolutional]\nfilters=2\nsize=3\nstride=2\npad=1\nactivation=swish\n"
    text = "[net]\nwidth=128\nheight=64\nchannels=3\n" + 6 * conv + HEAD
    text += "[route]\nlayers=5\n[upsample]\nstride=2\n[route]\nlayers=-1,4\n" + HEAD
    text += "[route]\nlayers=4\n[avgpool]\n[scale_channels]\nfrom=4\n" + HEAD
    network = loaded(tmp_path, text)
    assert network.stride == 64
    assert network(torch.rand(1, 3, 64, 64)).shape == (1, 1 + 4 + 4, 7)


def test_bfloat16_gives_a_float32_table_near_the_exact_one(tmp_path):
    network = loaded(tmp_path, TWO_HEADS)
    x = torch.rand(1, 3, 32, 64)
    exact = network(x)
    half = copy.deepcopy(network).bfloat16()
    assert half.heads[0].anchors.dtype == torch.float32
    table = half(x.bfloat16())
    assert table.dtype == torch.float32
    torch.testing.assert_close(table, exact, atol=0.15, rtol=0.03)


def test_heads_of_a_copy_belong_to_the_copy(tmp_path):
    network = loaded(tmp_path, TWO_HEADS)
    twin = copy.deepcopy(network)
    assert twin.heads[0] is twin.layers[2]
    assert twin.heads[0] is not network.heads[0]


@pytest.mark.slow
def test_meta_device_gives_shapes_without_memory(tmp_path):
    network = build(tmp_path, TWO_HEADS)
    table = network(torch.empty(1, 3, 32, 64, device="meta"))
    assert table.is_meta
    assert table.shape == (1, 2 * (16 * 32 + 8 * 16), 7)


@pytest.mark.slow
def test_intermediate_results_are_freed(tmp_path):
    """Of ten layers in a row, no more than two outputs are alive at once."""
    conv = "[convolutional]\nfilters=3\nsize=1\nactivation=linear\n"
    network = loaded(tmp_path, "[net]\nwidth=8\nheight=8\nchannels=3\n" + 10 * conv + HEAD)
    outputs, alive = [], []

    def watch(_module, _inputs, out):
        gc.collect()
        outputs.append(weakref.ref(out))
        alive.append(sum(ref() is not None for ref in outputs))

    for layer in network.layers:
        layer.register_forward_hook(watch)
    gc.freeze()  # what was there before takes half a second of each collection
    with torch.inference_mode():
        network(torch.rand(1, 3, 8, 8))
    assert len(alive) == 12
    assert max(alive) <= 3


@pytest.mark.slow
def test_network_is_one_graph_for_the_compiler(tmp_path):
    network = loaded(tmp_path, TWO_HEADS)
    x = torch.rand(1, 3, 32, 64)
    explained = torch.compile(network, backend="eager", fullgraph=True)
    torch.testing.assert_close(explained(x), network(x))


def test_loaded_network_is_ready_to_infer(tmp_path):
    network = loaded(tmp_path, TINY)
    assert not network.training
    assert not any(p.requires_grad for p in network.parameters())
    assert not network(torch.rand(1, 3, 32, 64)).requires_grad
    assert all(isinstance(layer, Layer) and layer.number == i for i, layer in enumerate(network.layers))


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason=f"needs the weights in {SHARED}")
def test_yolov3_tiny_has_the_tutorials_table():
    network = load_network(str(SHARED / "cfg/yolov3-tiny.cfg"), str(SHARED / "models/yolov3-tiny.weights"))
    with torch.inference_mode():
        assert network(torch.zeros(1, 3, 416, 416)).shape == (1, 2535, 85)
        assert network(torch.zeros(2, 3, 96, 160)).shape == (2, 3 * (15 + 60), 85)
