"""A network that was exported once is found on disk at the next start, and no other one in its place."""

import pytest
import torch

from support.darknet.head_files import TWO_HEADS, YOLO, network_of
from yolocam.files.cache import cache_folder
from yolocam.model.engines.exported import onnx_store
from yolocam.model.engines.exported.onnx_store import OnnxStore


@pytest.fixture
def exports(monkeypatch):
    """The sizes for which something was exported."""
    made = []

    def export(network, height, width):
        made.append((height, width))
        return f"{len(made)}".encode()

    monkeypatch.setattr(onnx_store, "onnx_of", export)
    return made


def test_the_next_start_exports_nothing(exports, tmp_path):
    network = network_of(tmp_path, TWO_HEADS)
    assert (
        OnnxStore(network).model(64, 96) == OnnxStore(network_of(tmp_path, TWO_HEADS)).model(64, 96) == b"1"
    )
    assert OnnxStore(network).model(96, 64) == b"2"
    assert exports == [(64, 96), (96, 64)]


def test_another_weight_or_layer_is_another_network(exports, tmp_path, monkeypatch):
    OnnxStore(network_of(tmp_path, TWO_HEADS)).model(64, 64)
    changed = network_of(tmp_path, TWO_HEADS)
    with torch.no_grad():
        next(changed.parameters()).view(-1)[-1] += 1e-6
    leaky = TWO_HEADS.replace("activation=linear", "activation=leaky", 1)
    for number, network in enumerate((changed, network_of(tmp_path, YOLO), network_of(tmp_path, leaky)), 2):
        assert OnnxStore(network).model(64, 64) == f"{number}".encode()
    monkeypatch.setattr(onnx_store, "_makers", lambda: "a newer yolocam")
    assert OnnxStore(changed).model(64, 64) == b"5"


def test_a_broken_file_is_made_again(exports, tmp_path):
    store = OnnxStore(network_of(tmp_path, TWO_HEADS))
    store.model(64, 64)
    (path,) = (cache_folder() / "onnx").iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"7")
    assert store.model(64, 64) == b"2"
    assert store.model(64, 64) == b"2"
