"""A network of everything that AlexeyAB's Darknet added, in every form in which networks run."""

import numpy as np
import pytest
import torch

from support.darknet.darknet_files import HEAD, HEADER, build, cfg_file, weights_file
from yolocam.errors import WeightsError
from yolocam.model import load_network
from yolocam.model.doctor import examine
from yolocam.model.engines.float16.builder import can_half
from yolocam.model.engines.runtime import InferenceNetwork, fold_batch_norm
from yolocam.model.engines.torch_cpu.fused import FusedLayers, can_fuse
from yolocam.model.engines.torch_cpu.quantized import QuantizedLayers, can_quantize, output_ranges
from yolocam.model.export.exporting import ModelToExport, export_model
from yolocam.model.layers.weights import chunks

pytestmark = pytest.mark.usefixtures("one_thread")

NET = "[net]\nwidth={}\nheight={}\nchannels={}\n"
CONV = "[convolutional]\nfilters={}\nsize={}\nstride={}\npad=1\nactivation={}\n"

EVERYTHING = (
    CONV.format(32, 3, 1, "leaky").replace("pad=1", "pad=1\nbatch_normalize=1")
    + CONV.format(32, 3, 2, "mish").replace("pad=1", "pad=1\nbatch_normalize=1\nantialiasing=1")
    + CONV.format(32, 3, 1, "leaky")
    + "[shortcut]\nfrom=-2\nweights_type=per_channel\nweights_normalization=softmax\nactivation=leaky\n"
    + CONV.format(32, 3, 1, "leaky")
    + "[shortcut]\nfrom=-2,-3\nweights_type=per_feature\nweights_normalization=relu\n"
    + CONV.format(32, 3, 1, "leaky")
    + "[maxpool]\nsize=2\nstride=2\nantialiasing=1\n"
    + "[local_avgpool]\nsize=3\nstride=1\n"
    + CONV.format(32, 1, 1, "normalize_channels_softmax_maxval")
    + CONV.format(64, 3, 1, "leaky")
    + CONV.format(64, 3, 1, "leaky")
    + CONV.format(64, 3, 1, "leaky").replace("pad=1", "pad=1\ndilation=2\nshare_index=-1")
    + "[maxpool]\nmaxpool_depth=1\nout_channels=32\n"
    + CONV.format(32, 3, 1, "leaky")
    + "[local_avgpool]\nstride=2\n"
)  # fmt: skip


@pytest.fixture
def everything(tmp_path):
    """A network with all of them; its cfg and weights."""
    text = NET.format(64, 64, 3) + EVERYTHING + HEAD
    return cfg_file(tmp_path, text), weights_file(tmp_path, calm(build(tmp_path, text)))


def calm(network):
    """Return values with which outputs neither grow nor fade from layer to layer."""
    rng = np.random.default_rng(6)
    parts = []
    for chunk in chunks(network):
        size = tuple(chunk.tensor.shape)
        if chunk.name == "kernel":
            parts.append(rng.standard_normal(size) * np.prod(size[1:]) ** -0.5)
        else:
            low, high = {"variances": (0.5, 1.5), "scales": (0.7, 1.3)}.get(chunk.name, (-0.3, 0.3))
            parts.append(rng.uniform(low, high, size))
    return np.concatenate([part.ravel() for part in parts]).astype(np.float32)


def folded(files):
    network = load_network(*files)
    fold_batch_norm(network)
    return network


def picture(side=64, batch=2):
    x = torch.rand(batch, 3, side, side, generator=torch.Generator().manual_seed(2))
    return x.contiguous(memory_format=torch.channels_last)


def test_no_key_is_left_over_and_the_doctor_has_no_complaint(everything):
    diagnosis = examine(*everything)
    assert not [finding.text for finding in diagnosis.findings if "means nothing" in finding.text]
    rows = {row.number: row for row in diagnosis.layers}
    assert (rows[1].stride, rows[7].stride, rows[8].size) == ((2, 2), (2, 2), 3)
    assert rows[1].receptive_wh == (3 + 2 + 2, 3 + 2 + 2)  # two windows of three, and the blur
    # A convolution before a blur works at stride 1, and that is what Darknet counts.
    assert rows[1].gflops == pytest.approx(2 * 32 * 32 * 9 * 64 * 64 / 1e9)


@pytest.mark.skipif(not can_fuse(torch.float32), reason="this PyTorch comes without oneDNN")
@pytest.mark.parametrize("side", [64, 96])
def test_fused_layers_give_the_same(everything, side):
    network = folded(everything)
    x = picture(side)
    with torch.inference_mode():
        for found, expected in zip(FusedLayers(network).raw(x), network.raw(x), strict=True):
            torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)


@pytest.mark.skipif(not can_quantize(), reason="this processor does not multiply bytes (VNNI)")
def test_bytes_give_nearly_the_same(everything):
    network = folded(everything)
    x = picture()
    with torch.inference_mode():
        layers = QuantizedLayers(network, output_ranges(FusedLayers(network), [x]))
        for found, expected in zip(layers.raw(x), network.raw(x), strict=True):
            assert (found - expected).abs().mean() < 0.06 * expected.std() + 0.02


@pytest.mark.skipif(not can_half(), reason="this processor does not compute in float16")
def test_float16_gives_nearly_the_same(everything):
    from yolocam.model.engines.float16.float16_network import HalfLayers
    from yolocam.model.engines.kernels.compiler import compile_kernels

    network = folded(everything)
    layers = HalfLayers(network)
    x = picture()
    with torch.inference_mode():
        assert layers.prepare((64, 64), compile_kernels)
        for found, expected in zip(layers.raw(x), network.raw(x), strict=True):
            torch.testing.assert_close(found, expected, atol=0.03, rtol=0.03)
    layers.close()


@pytest.mark.parametrize("precision", ["fp32", "bf16", "fp16"])
def test_nothing_of_it_is_on_the_cpu(everything, precision):
    """On a GPU: the whole of it on tensors without memory, in each precision."""
    network = build(everything[0].parent, everything[0].read_text())
    form = InferenceNetwork(network, torch.device("meta"), precision)
    raw = form(torch.empty(2, 64, 64, 3, device="meta"))
    assert all(t.is_meta for t in raw)


@pytest.mark.slow
@pytest.mark.parametrize("format", ["onnx", "weights"])
def test_exports_agree(everything, tmp_path, format):
    model = ModelToExport("net", *everything, ["a", "b"])
    done = export_model(model, format, tmp_path / "out")
    assert "the same" in done.check


@pytest.mark.slow
def test_stray_bytes_are_noticed(everything):
    with everything[1].open("ab") as file:
        file.write(HEADER)
    with pytest.raises(WeightsError, match="5 values more"):
        load_network(*everything)
