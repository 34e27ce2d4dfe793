"""Exports compute what the network does; weights come back bit for bit; nothing half-written stays."""

import json
import struct

import numpy as np
import onnx
import pytest
import torch

from support.darknet.darknet_files import HEADER, TINY, build, cfg_file, seeded, weights_file
from support.darknet.head_files import KINDS
from support.paths import DARKNET_DATA
from yolocam.errors import DeviceError, ModelError, SinkError
from yolocam.model import load_network
from yolocam.model.export import exporting, onnx_file
from yolocam.model.export.exporting import ModelToExport, export_model
from yolocam.model.export.program import DESCRIPTION
from yolocam.model.without_telemetry import import_onnxruntime

pytestmark = [pytest.mark.usefixtures("one_thread"), pytest.mark.slow]

DATA = DARKNET_DATA
CFGS = {path.stem: path.read_text() for path in DATA.glob("*.cfg")} | {"gaussian": KINDS["gaussian"]}


def model_of(folder, text=TINY, header=HEADER):
    network = build(folder, text)
    weights = weights_file(folder, seeded(network, seed=1), header)
    names = [f"class {i}" for i in range(network.num_classes)]
    return ModelToExport("net", cfg_file(folder, text), weights, names)


def pictures(network, batch, size_hw=None):
    height, width = size_hw or (network.net.height, network.net.width)
    generator = torch.Generator().manual_seed(batch)
    return torch.rand(batch, network.net.channels, height, width, generator=generator)


def assert_near(found, wanted):
    np.testing.assert_allclose(found[..., :4], wanted[..., :4], atol=5e-3, rtol=1e-4)
    np.testing.assert_allclose(found[..., 4:], wanted[..., 4:], atol=1e-4)


def run_onnx(path, x):
    session = import_onnxruntime().InferenceSession(path, providers=["CPUExecutionProvider"])
    (table,) = session.run(["table"], {"images": x.numpy()})
    return table


@pytest.mark.parametrize("name", ["new_coords", "reorg_region", "squeeze_excite", "gaussian"])
def test_onnx_runtime_agrees_for_any_batch(tmp_path, name):
    model, path = model_of(tmp_path, CFGS[name]), tmp_path / "net.onnx"
    done = export_model(model, "onnx", path)
    assert done.check.startswith("ONNX Runtime ")
    network = load_network(model.cfg, model.weights)
    for batch in (1, 3):
        x = pictures(network, batch)
        assert_near(run_onnx(path, x), network(x).numpy())
    onnx.checker.check_model(onnx.load(path), full_check=True)


def test_onnx_is_written_also_where_what_would_check_it_is_broken(tmp_path, monkeypatch):
    def broken(name):
        raise DeviceError(f"{name} crashes (SIGSEGV)")

    monkeypatch.setattr(onnx_file, "usable", broken)
    done = export_model(model_of(tmp_path), "onnx", tmp_path / "net.onnx")
    assert done.check == "not checked: onnxruntime crashes (SIGSEGV)" and done.path.is_file()


def test_onnx_says_what_it_is_also_where_nothing_can_check_it(tmp_path, monkeypatch):
    monkeypatch.setattr(onnx_file, "can_run", lambda: False)
    path = tmp_path / "net.onnx"
    done = export_model(model_of(tmp_path), "onnx", path)
    assert done.path == path and done.check == "not checked: onnxruntime is not installed"
    made = onnx.load(path)
    found = {prop.key: prop.value for prop in made.metadata_props}
    assert json.loads(found["names"]) == {"0": "class 0", "1": "class 1"}
    assert (found["name"], json.loads(found["imgsz"]), found["batch"]) == ("net", [32, 64], "dynamic")
    assert (found["fit"], found["stride"]) == ("letterbox", "2")
    sides = [
        [dim.dim_param or dim.dim_value for dim in value.type.tensor_type.shape.dim]
        for value in (*made.graph.input, *made.graph.output)
    ]
    assert sides == [["batch", 3, 32, 64], ["batch", 1024, 7]]
    assert (done.input, done.output) == ("float32 (batch, 3, 32, 64)", "float32 (batch, 1024, 7)")
    types = {value.type.tensor_type.elem_type for value in made.graph.value_info}
    assert onnx.TensorProto.DOUBLE not in types  # few processors that run ONNX are quick in it


def test_size_and_batch_may_be_fixed(tmp_path):
    model, path = model_of(tmp_path), tmp_path / "net.onnx"
    export_model(model, "onnx", path, size_wh=(48, 96), batch=2)
    network = load_network(model.cfg, model.weights)
    x = pictures(network, 2, (96, 48))
    assert_near(run_onnx(path, x), network(x).numpy())
    with pytest.raises(import_onnxruntime().capi.onnxruntime_pybind11_state.InvalidArgument):
        run_onnx(path, pictures(network, 1, (96, 48)))


@pytest.mark.parametrize("name", ["pools", "grouped", "grey", "gaussian"])
def test_exported_program_gives_the_same_table(tmp_path, name):
    model, path = model_of(tmp_path, CFGS[name]), tmp_path / "net.pt2"
    done = export_model(model, "torch-export", path)
    assert done.check.startswith("PyTorch ")
    extra = {DESCRIPTION: ""}
    program = torch.export.load(path, extra_files=extra).module()
    network = load_network(model.cfg, model.weights)
    x = pictures(network, 3)
    assert_near(program(x).detach().numpy(), network(x).numpy())
    assert len(json.loads(json.loads(extra[DESCRIPTION])["names"])) == network.num_classes


@pytest.mark.parametrize(
    "header",
    [
        struct.pack("<iiiq", 0, 2, 5, 32_013_312),
        struct.pack("<iiiq", 1, 0, 7, 1 << 40),
        struct.pack("<iiii", 0, 1, 0, 640),
    ],
    ids=["0.2", "1.0", "0.1, short header"],
)
@pytest.mark.parametrize("name", ["squeeze_excite", "gaussian"])
def test_weights_come_back_bit_for_bit(tmp_path, name, header):
    model, path = model_of(tmp_path, CFGS[name], header), tmp_path / "again.weights"
    done = export_model(model, "weights", path)
    assert path.read_bytes() == model.weights.read_bytes()
    assert done.size == path.stat().st_size


@pytest.mark.parametrize("format", exporting.SUFFIXES)
@pytest.mark.parametrize("which", ["cfg", "weights", "names"])
def test_what_is_read_is_not_written_over(tmp_path, format, which):
    model = model_of(tmp_path)
    names = tmp_path / "net.names"
    names.write_text("a\nb\n")
    model = ModelToExport("net", model.cfg, model.weights, model.class_names, None, names)
    target = tmp_path / "link"
    target.hardlink_to(getattr(model, which))
    before = target.read_bytes()
    with pytest.raises(ModelError, match="link is what the model is read from; --output takes another name"):
        export_model(model, format, target)
    assert target.read_bytes() == before


@pytest.mark.parametrize("format", exporting.SUFFIXES)
def test_a_failed_export_leaves_what_was_there(tmp_path, monkeypatch, format):
    """What was written turns out to be wrong: the old file stays, the new one goes."""
    model, target = model_of(tmp_path), tmp_path / "out"
    target.write_text("old")
    before = {path.name for path in tmp_path.iterdir()}
    monkeypatch.setattr(exporting, "differences", lambda found, wanted: (9.0, 0.0))
    monkeypatch.setattr(exporting, "write_weights", lambda network, source, path: path.write_bytes(b"x"))
    with pytest.raises(ModelError, match=r"boxes are off by up to 9 pixels|differs from .* after byte 0"):
        export_model(model, format, target)
    assert target.read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == before


def test_bad_wishes_are_one_sentence(tmp_path):
    model = model_of(tmp_path)
    with pytest.raises(SinkError, match="nowhere"):
        export_model(model, "weights", tmp_path / "nowhere" / "net.weights")
    with pytest.raises(SinkError, match="is a folder"):
        export_model(model, "weights", tmp_path)
    with pytest.raises(ModelError, match="33 x 64 pixels, expected multiples of 2"):
        export_model(model, "torch-export", tmp_path / "a.pt2", size_wh=(33, 64))
    few = ModelToExport("net", model.cfg, model.weights, ["one"])
    with pytest.raises(ModelError, match="net has 2 classes, but there are 1 names"):
        export_model(few, "torch-export", tmp_path / "a.pt2")


def test_missing_packages_name_the_extra(tmp_path, monkeypatch):
    model = model_of(tmp_path)
    monkeypatch.setattr(onnx_file, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"ONNX needs onnx and onnxscript: pip install 'yolocam\[export\]'"):
        export_model(model, "onnx", tmp_path / "net.onnx")
