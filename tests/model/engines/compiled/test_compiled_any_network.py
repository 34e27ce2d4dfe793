"""Whatever the layers and however they are wired, kernels in float32 give what PyTorch gives."""

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.darknet.darknet_files import HEAD, build, cfg_file, seeded, weights_file
from support.darknet.wiring import NET, Wiring
from yolocam.model import load_network
from yolocam.model.engines.compiled.compiled_builder import can_compile
from yolocam.model.engines.runtime import fold_batch_norm

if not can_compile():
    pytest.skip("kernels need an x86 processor with AVX2, and llvmlite", allow_module_level=True)

from yolocam.model.engines.compiled.compiled_layers import CompiledLayers
from yolocam.model.engines.kernels.compiler import compile_kernels

pytestmark = pytest.mark.usefixtures("one_thread")


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
@torch.inference_mode()
def test_any_network(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("net")
    text = NET + Wiring(data).text + HEAD
    network = load_network(cfg_file(folder, text), weights_file(folder, seeded(build(folder, text), 0)))
    fold_batch_norm(network)
    layers = CompiledLayers(network)
    assert layers.prepare((32, 32), compile_kernels)
    x = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(1))
    found, expected = layers.raw(x), network.raw(x)
    for a, b in zip(found, expected, strict=True):
        assert a.shape == b.shape
        assert float((a - b).abs().max()) < 1e-4 * float(b.abs().max()), text
    alone = [layers.raw(one[None]) for one in x]
    layers.close()
    for number, head in enumerate(found):
        assert torch.equal(head, torch.cat([heads[number] for heads in alone]))
