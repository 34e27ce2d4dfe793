"""The weights reader: order, headers, and every way in which a file can be wrong."""

import io
import pickle
import struct
import zipfile

import numpy as np
import pytest

from support.darknet.darknet_files import HEADER, TINY, build, cfg_file, seeded, weight_count, weights_file
from yolocam.errors import WeightsError
from yolocam.model import load_network
from yolocam.model.layers.weights import load_weights

COUNT = 4 * 4 + 4 * 3 * 9 + 14 + 14 * 4
"""Batch norm and kernel of the first convolution, bias and kernel of the second."""


@pytest.fixture
def load(tmp_path):
    cfg = cfg_file(tmp_path, TINY)

    def _load(content):
        path = tmp_path / "net.weights"
        path.write_bytes(content)
        return load_network(cfg, path)

    return _load


def numbered(count=COUNT):
    return np.arange(count, dtype="<f4").tobytes()


@pytest.mark.parametrize(
    "header",
    [
        struct.pack("<iiiq", 0, 2, 5, 1 << 40),
        struct.pack("<iiiq", 1, 0, 0, 0),
        struct.pack("<iiii", 0, 1, 0, 64),
        struct.pack("<iiii", 0, 0, 0, 0),
    ],
    ids=["0.2", "1.0", "0.1", "0.0"],
)
def test_values_arrive_in_darknets_order(load, header):
    network = load(header + numbered())
    first, second = network.layers[0], network.layers[1]
    order = [first.bn.bias, first.bn.weight, first.bn.running_mean, first.bn.running_var, first.conv.weight]
    order += [second.conv.bias, second.conv.weight]
    found = np.concatenate([tensor.detach().numpy().ravel() for tensor in order])
    np.testing.assert_array_equal(found, np.arange(COUNT))
    assert first.conv.bias is None
    assert weight_count(network) == COUNT


def test_loading_again_keeps_the_tensors(load, tmp_path):
    network = load(HEADER + numbered())
    kernel = network.layers[1].conv.weight
    load_weights(network, weights_file(tmp_path, np.zeros(COUNT)))
    assert network.layers[1].conv.weight is kernel
    assert (kernel == 0).all()


def test_file_is_not_written_to_nor_held(load, tmp_path):
    content = HEADER + numbered()
    network = load(content)
    network.layers[0].conv.weight.zero_()
    path = tmp_path / "net.weights"
    assert path.read_bytes() == content
    path.unlink()
    assert (network.layers[1].conv.bias == np.arange(124, 138)).all()


def zip_bytes():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("archive/data.pkl", "x")
    return file.getvalue()


def spoiled(index, value):
    values = np.arange(COUNT, dtype="<f4")
    values[index] = value
    return HEADER + values.tobytes()


BROKEN = {
    "empty": (b"", "is empty"),
    "half a header": (b"\0" * 10, "ends within its header after 10 bytes"),
    "most of a header": (HEADER[:18], "ends within its header after 18 bytes"),
    "only a header": (HEADER, r"ends at layer 0 \(net.cfg line 6\), which wants 124 values where 0 are left"),
    "cut in the second layer": (
        HEADER + numbered(130),
        r"layer 1 \(net.cfg line 14\), which wants 70 .* 6 are",
    ),
    "cut within a value": (HEADER + numbered() + b"ab", "2 bytes after its last whole value"),
    "one value short": (
        HEADER + numbered(COUNT - 1),
        r"194 expected\).* \('yolocam models check' tells more\)$",
    ),
    "too long": (
        HEADER + numbered(COUNT + 7),
        r"7 values more than net.cfg takes \(201 found, 194 expected\)",
    ),
    "more classes": (HEADER + numbered(COUNT + 10), "would fit a cfg with classes=3"),
    "fewer classes": (HEADER + numbered(COUNT - 10), "would fit a cfg with classes=1"),
    "older header": (struct.pack("<iiii", 0, 2, 5, 0) + numbered(), "its header has the other length"),
    "web page": (b"\r\n<!DOCTYPE html><html>" + b" " * 900, "is a web page"),
    "zip": (zip_bytes(), "zip archive or PyTorch checkpoint"),
    "pickle 2": (pickle.dumps([1.0] * 99, protocol=2), "pickle"),
    "pickle 4": (pickle.dumps([1.0] * 99, protocol=4), "pickle"),
    "pickle 5": (pickle.dumps([1.0] * 99, protocol=5), "pickle"),
    "lfs pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:12\n", "Git LFS pointer"),
    "cfg": (TINY.encode(), "is a cfg file"),
    "text": (b"hello world, this is no network" * 9, "starts with version"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\1" * 800, "is an image"),
    "nan": (spoiled(60, np.nan), r"kernel of layer 0 \(cfg line 6\) that are not finite"),
    "infinite": (spoiled(125, np.inf), r"biases of layer 1 \(cfg line 14\) that are not finite"),
    "negative variance": (spoiled(13, -1), "negative values in the variances of layer 0"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_file_is_one_sentence(load, tmp_path, name):
    content, message = BROKEN[name]
    with pytest.raises(WeightsError, match=message) as caught:
        load(content)
    assert str(caught.value).startswith(str(tmp_path / "net.weights"))
    assert "\n" not in str(caught.value)


def test_folder_and_missing_file(tmp_path):
    cfg = cfg_file(tmp_path, TINY)
    with pytest.raises(WeightsError, match="is a folder"):
        load_network(cfg, tmp_path)
    with pytest.raises(WeightsError, match=r"none\.weights cannot be read"):
        load_network(cfg, tmp_path / "none.weights")


def test_length_is_checked_before_memory_is_taken(tmp_path):
    """The cfg asks for a gigabyte; the file has none of it, and nothing is allocated."""
    text = TINY.replace("filters=4", "filters=16384").replace("size=1\n", "size=33\n", 1)
    network = build(tmp_path, text.replace("size=3\nstride=2", "size=3\nstride=4"))
    with pytest.raises(WeightsError, match="layer 0"):
        load_weights(network, weights_file(tmp_path, np.zeros(100)))
    assert all(p.is_meta for p in network.parameters())
    assert weight_count(network) > 1 << 27


def test_file_of_a_terabyte_is_refused_at_once(tmp_path):
    path = tmp_path / "net.weights"
    with path.open("wb") as file:
        file.write(HEADER)
        try:
            file.truncate(1 << 40)
        except OSError:
            pytest.skip("this file system has no sparse files")
    with pytest.raises(WeightsError, match=r"values more than net\.cfg takes"):
        load_network(cfg_file(tmp_path, TINY), path)


def test_cross_batch_normalisation_has_the_same_values(tmp_path):
    assert weight_count(build(tmp_path, TINY.replace("batch_normalize=1", "cbn=1"))) == COUNT


def test_seeded_values_survive_a_round_trip(tmp_path):
    values = seeded(build(tmp_path, TINY))
    network = load_network(cfg_file(tmp_path, TINY), weights_file(tmp_path, values))
    np.testing.assert_array_equal(network.layers[1].conv.weight.numpy().ravel(), values[-56:])
