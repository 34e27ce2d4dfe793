"""How a convolution is described to cuDNN: to the library itself where it is installed, and to a fake one."""

import sys
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
import torch

from yolocam.model.engines.cuda import cudnn_calls
from yolocam.model.engines.cuda.convolution_call import ConvolutionCall, in_float32
from yolocam.model.engines.cuda.cudnn_calls import CudnnCalls, channels_last, describe
from yolocam.model.engines.cuda.recorded_layers import _cudnn_calls

CPU = torch.device("cpu")


def call_of(
    channels=16, filters=32, size=3, stride=1, hw=(20, 28), activation="leaky", dtype=torch.half, batch=2
):
    pad = size // 2
    out = [(side + 2 * pad - size) // stride + 1 for side in hw]
    return ConvolutionCall(
        (batch, channels, *hw), (filters, channels, size, size), (batch, filters, *out),
        (stride, stride), (pad, pad), (1, 1), activation, 0.1, dtype,
    )  # fmt: skip


CALLS = {
    "leaky": call_of(),
    "half the size": call_of(stride=2, hw=(21, 28)),
    "a head": call_of(channels=256, filters=256, size=1, hw=(13, 13), activation="linear"),
    "one pixel": call_of(size=1, hw=(1, 1), activation="relu", batch=1),
    "swish": call_of(activation="swish", dtype=torch.bfloat16),
    "logistic": call_of(activation="logistic"),
}


@pytest.fixture(scope="module")
def cudnn():
    """The library, which describes and validates without a card; but it has to be there with cuDNN's own."""
    module = pytest.importorskip("cudnn", reason="needs nvidia-cudnn-frontend", exc_type=Exception)
    try:
        module.pygraph(handle=1).validate()
    except RuntimeError as error:
        if "Unable to find symbol" in str(error):
            pytest.skip("needs libcudnn, which comes with PyTorch for CUDA")
    return module


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_cudnn_itself_takes_the_description(cudnn, call):
    graph, *_, y = describe(cudnn, call, handle=1)
    graph.validate()
    assert tuple(y.get_dim()) == call.y_shape
    assert y.get_stride() == channels_last(call.y_shape)


NOT_FUSED = {
    "mish": call_of(activation="mish"),
    "fp32": call_of(dtype=torch.float32),
    "an image": call_of(channels=3),
    "odd filters": call_of(filters=255),
}


@pytest.mark.parametrize("call", NOT_FUSED.values(), ids=NOT_FUSED)
def test_what_cudnn_does_not_fuse_is_not_asked_for(call):
    with pytest.raises(ValueError, match="not fused"):
        describe(FakeCudnn(), call, handle=1)


class Named:
    """A tensor of the fake's graph."""

    def __init__(self, name, **facts):
        self.name, self.facts = name, facts

    def set_output(self, on):
        self.facts["output"] = on
        return self

    def set_data_type(self, data_type):
        self.facts["data_type"] = data_type
        return self


class FakeGraph:
    """Notes what is described, and does it in float32 when it is executed."""

    def __init__(self, cudnn, **options):
        self.cudnn, self.options, self.steps, self.told = cudnn, options, [], []

    def tensor(self, **facts):
        return Named(facts.pop("name"), **facts)

    def conv_fprop(self, image, weight, padding, stride, dilation):
        self.geometry = stride, padding, dilation
        self.steps.append("convolution")
        return Named("convolved")

    def bias(self, input, bias):
        self.steps.append("bias")
        return Named("biased")

    def leaky_relu(self, input, negative_slope):
        self.steps.append(f"leaky {negative_slope}")
        return Named("activated")

    def sigmoid(self, input):
        self.steps.append("logistic")
        return Named("activated")

    relu = swish = sigmoid

    def __getattr__(self, name):
        return lambda *any_: self.told.append(name)

    def get_workspace_size(self):
        return 640

    def execute(self, tensors, workspace, handle):
        by_name = {key.name: value for key, value in tensors.items()}
        self.cudnn.executed.append((workspace.numel(), handle, self.cudnn.stream))
        for name in ("x", "weight"):
            (described,) = (key for key in tensors if key.name == name)
            assert list(by_name[name].shape) == described.facts["dim"]
            strides = zip(by_name[name].stride(), described.facts["stride"], by_name[name].shape, strict=True)
            assert all(mine == told for mine, told, side in strides if side > 1)
        (described,) = (key for key in tensors if key.name == "bias")
        assert list(by_name["bias"].shape) == described.facts["dim"]
        x, weight, bias = by_name["x"], by_name["weight"], by_name["bias"].flatten()
        leaky = self.steps[-1] == "leaky 0.1"
        call = SimpleNamespace(activation="leaky" if leaky else "linear", slope=0.1)
        call.stride, call.padding, call.dilation = self.geometry
        by_name["activated" if leaky else "biased"].copy_(in_float32(call, x, weight, bias))


class FakeCudnn:
    """In place of the module."""

    data_type = SimpleNamespace(HALF="half", BFLOAT16="bfloat16", FLOAT="float")
    heur_mode = SimpleNamespace(A="a")

    def __init__(self):
        self.executed, self.handles, self.stream = [], [], None

    def pygraph(self, **options):
        return FakeGraph(self, **options)

    def create_handle(self):
        self.handles.append("handle")
        return "handle"

    def destroy_handle(self, handle):
        self.handles.remove(handle)

    def set_stream(self, handle, stream):
        self.stream = stream


@pytest.fixture
def fake(monkeypatch):
    made = FakeCudnn()
    monkeypatch.setitem(sys.modules, cudnn_calls.MODULE, made)
    monkeypatch.setattr(torch.cuda, "device", lambda device: nullcontext())
    monkeypatch.setattr(torch.cuda, "current_stream", lambda device: SimpleNamespace(cuda_stream=77))
    return made


@pytest.mark.parametrize("kind", ["leaky", "half the size", "a head"])
def test_a_call_gets_its_tensors_its_stream_and_its_workspace(fake, kind):
    call, calls = CALLS[kind], CudnnCalls(CPU)
    built = calls.build(call)
    generator = torch.Generator().manual_seed(0)
    x, weight = (
        torch.rand(shape, generator=generator).half().contiguous(memory_format=torch.channels_last)
        for shape in (call.x_shape, call.weight_shape)
    )
    bias = torch.rand(call.weight_shape[0], generator=generator).half()
    y = torch.empty(call.y_shape, dtype=torch.half, memory_format=torch.channels_last)
    built(x, weight, bias, y)
    torch.testing.assert_close(y, in_float32(call, x, weight, bias).half())
    assert fake.executed == [(640, "handle", 77)]
    calls.close()
    calls.close()
    assert fake.handles == []


def test_cudnn_plans_before_anything_is_recorded(fake):
    graph = CudnnCalls(CPU).build(CALLS["leaky"])._described.graph
    assert graph.told == [
        "validate", "build_operation_graph", "create_execution_plans", "check_support", "build_plans",
    ]  # fmt: skip
    assert graph.steps == ["convolution", "bias", "leaky 0.1"]
    assert graph.options["compute_data_type"] == graph.options["intermediate_data_type"] == "float"


def test_where_it_is_not_installed_the_present_form_serves(monkeypatch):
    monkeypatch.setitem(sys.modules, cudnn_calls.MODULE, None)
    assert _cudnn_calls(CPU) is None
