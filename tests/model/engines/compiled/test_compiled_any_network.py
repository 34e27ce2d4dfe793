"""Whatever the layers and however they are wired, kernels in float32 give what PyTorch gives."""

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.darknet.folded import any_network
from yolocam.model.engines.compiled.compiled_builder import can_compile

if not can_compile():
    pytest.skip("kernels need an x86 processor with AVX2, and llvmlite", allow_module_level=True)

from yolocam.model.engines.compiled.compiled_layers import CompiledLayers
from yolocam.model.engines.kernels.compiler import compile_kernels

pytestmark = pytest.mark.usefixtures("one_thread")


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
@torch.inference_mode()
def test_any_network(tmp_path_factory, data):
    network, text, x, expected = any_network(tmp_path_factory.mktemp("net"), data)
    layers = CompiledLayers(network)
    assert layers.prepare((32, 32), compile_kernels)
    found = layers.raw(x)
    for a, b in zip(found, expected, strict=True):
        assert a.shape == b.shape
        assert float((a - b).abs().max()) < 1e-4 * float(b.abs().max()), text
    alone = [layers.raw(one[None]) for one in x]
    layers.close()
    for number, head in enumerate(found):
        assert torch.equal(head, torch.cat([heads[number] for heads in alone]))
