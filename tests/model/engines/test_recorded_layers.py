"""The layers as a recording runs them, with an emulation of the fused call in cuDNN's place."""

import logging

import pytest
import torch

from support.darknet.head_files import TWO_HEADS, network_of
from support.engine_work import LOW, NET_WH, assert_same, job, rows
from support.fake_cuda import FakeRecorder, cpu_in_place_of_cuda
from support.fused_calls import Emulated, in_place
from yolocam.assets import asset
from yolocam.darknet.cfg import parse_cfg
from yolocam.model.engines.cpu_engine import CpuEngine
from yolocam.model.engines.cuda.cuda_engine import CudaEngine
from yolocam.model.engines.cuda.recorded_layers import RecordedLayers, layers_for, proved_bias
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.layers.darknet_network import DarknetNetwork

pytestmark = pytest.mark.usefixtures("one_thread")

CPU = torch.device("cpu")


MISH = TWO_HEADS.replace("activation=leaky", "activation=mish")


def form_of(folder, text=TWO_HEADS, precision="bf16"):
    return InferenceNetwork(network_of(folder, text), CPU, precision)


def images(batch=2, seed=0):
    generator = torch.Generator().manual_seed(seed)
    wh = NET_WH
    return torch.randint(0, 256, (batch, wh[1], wh[0], 3), generator=generator).float()


@pytest.mark.slow
@pytest.mark.parametrize("text", [TWO_HEADS, MISH], ids=["leaky", "mish"])
@pytest.mark.parametrize("bias", [None, in_place], ids=["no kernel", "two kernels"])
@pytest.mark.parametrize(
    "calls",
    [None, Emulated(), Emulated(refuses=("leaky", "mish"))],
    ids=["no cuDNN", "cuDNN", "cuDNN refuses"],
)
def test_each_form_is_as_near_to_float32_as_pytorchs(tmp_path, text, bias, calls):
    exact = form_of(tmp_path, text, "fp32")(images())
    form = form_of(tmp_path, text)
    layers = RecordedLayers(form.network, calls, bias)
    found = form.through(layers.form(), images())
    for mine, plain, true in zip(found, form(images()), exact, strict=True):
        assert mine.shape == true.shape
        error, usual = ((t.float() - true).abs().max() for t in (mine, plain))
        assert error <= 1.5 * usual


@pytest.mark.slow
def test_each_kind_is_prepared_once_for_a_recording_and_anew_for_another(tmp_path):
    form, calls = form_of(tmp_path), Emulated()
    layers = RecordedLayers(form.network, calls, None)
    first, x = layers.form(), images()
    form.through(first, x)
    kinds, ran = len(calls.built), calls.ran
    assert kinds == len(set(calls.built)) > 1
    form.through(first, x)
    assert len(calls.built) == kinds
    assert calls.ran > ran
    form.through(layers.form(), x)  # lives and dies with its own recording
    assert len(calls.built) == 2 * kinds


@pytest.mark.slow
def test_a_call_that_gives_other_numbers_is_left_out_with_one_message(tmp_path, caplog):
    form, calls = form_of(tmp_path), Emulated(wrong=0.5)
    layers = RecordedLayers(form.network, calls, None)
    with caplog.at_level(logging.WARNING):
        found = form.through(layers.form(), images())
        ran = calls.ran
        form.through(layers.form(), images())
    assert [record.getMessage() for record in caplog.records] == [
        f"cuDNN's fused convolutions differ from float32 by {caplog.records[0].args[0]:.1g} on this GPU, "
        "and are left out"
    ]
    assert calls.ran == 2 * ran  # only to be measured
    for mine, plain in zip(found, form(images()), strict=True):
        torch.testing.assert_close(mine, plain, rtol=0.02, atol=0.02)


@pytest.mark.slow
def test_what_a_library_does_not_have_is_no_message(tmp_path, caplog):
    form = form_of(tmp_path)
    with caplog.at_level(logging.WARNING):
        form.through(RecordedLayers(form.network, Emulated(refuses=("leaky",)), None).form(), images())
    assert not caplog.records


@pytest.mark.slow
def test_the_filters_of_a_head_are_padded_in_half_precision_and_nobody_sees_it(tmp_path):
    form, calls = form_of(tmp_path), Emulated()
    raw = form.through(RecordedLayers(form.network, calls, None).form(), images())
    odd = [head.channels for head in form.heads if head.channels % 8]
    assert odd
    assert [t.shape[1] for t in raw] == [head.channels for head in form.heads]
    filters = {call.weight_shape[0] for call in calls.built}
    assert all(count % 8 == 0 for count in filters)
    assert {-(-count // 8) * 8 for count in odd} <= filters
    exact = form_of(tmp_path, precision="fp32")
    calls = Emulated()
    exact.through(RecordedLayers(exact.network, calls, None).form(), images())
    assert set(odd) <= {call.weight_shape[0] for call in calls.built}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["yolov3-tiny", "yolov3", "yolov4"])
def test_shapes_of_whole_networks(name):
    """On `meta`: every convolution is one call, its result has the shape that the next layer expects."""
    network = DarknetNetwork(parse_cfg(asset(f"models/{name}.cfg")))
    network.half()
    for layer in network.layers:
        if getattr(layer, "bn", None) is not None:
            layer.conv.bias = torch.nn.Parameter(layer.bn.bias.data)
            layer.bn = None
    calls = Emulated()
    layers = RecordedLayers(network, calls, None, measured=lambda *any_: 0.0)
    x = torch.empty((2, 3, 416, 416), dtype=torch.half, device="meta")
    raw = layers.form()(x.contiguous(memory_format=torch.channels_last))
    assert [tuple(t.shape) for t in raw] == [(2, 255, 416 // s, 416 // s) for s in strides(name)]
    assert calls.ran == sum(type(layer).__name__ == "Convolutional" for layer in network.layers)
    assert len(calls.built) < calls.ran
    assert {call.weight_shape[0] for call in calls.built if call.activation == "linear"} == {256}


def strides(name):
    return {"yolov3-tiny": (32, 16), "yolov3": (32, 16, 8), "yolov4": (8, 16, 32)}[name]


@pytest.mark.slow
def test_the_engine_with_them(tmp_path, monkeypatch):
    cpu_in_place_of_cuda(monkeypatch)
    form, recorder, calls = form_of(tmp_path, precision="fp32"), FakeRecorder(), Emulated()
    cuda = CudaEngine(form, CPU, recorder, layers=RecordedLayers(form.network, calls, in_place))
    recorder.staging = cuda._staging
    for count in (1, 3):
        work = job(*[NET_WH] * count)
        assert_same(rows(cuda, work, LOW), rows(CpuEngine(form, CPU), work, LOW))
    assert calls.built
    cuda.close()
    assert calls.closed == 1


def test_on_other_devices_pytorchs_layers_serve(tmp_path):
    assert layers_for(network_of(tmp_path, TWO_HEADS), CPU) is None


def wrong(y, bias, activation, slope):
    in_place(y, bias, activation, slope)
    y += activation == "mish"


def fails(*args):
    raise RuntimeError("Failed to find C compiler")


@pytest.mark.parametrize(("made", "taken"), [(in_place, True), (wrong, False), (fails, False)])
def test_bias_and_activation_by_one_kernel_are_proved_first(made, taken):
    assert proved_bias(lambda: made, CPU) is (made if taken else None)
