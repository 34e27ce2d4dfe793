"""Whatever the layers and however they are wired, kernels give what PyTorch gives in float32."""

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.darknet.folded import any_network
from yolocam.model.engines.compiled.compiled_builder import can_compile

if not can_compile():
    pytest.skip("kernels need an x86 processor with AVX2, and llvmlite", allow_module_level=True)

from yolocam.model.engines.compiled.compiled_layers import CompiledLayers
from yolocam.model.engines.kernels.blocked.numbers.number_format import BF16_WIDENED, FP32
from yolocam.model.engines.kernels.compiler import compile_kernels

pytestmark = pytest.mark.usefixtures("one_thread")


BOUNDS = {FP32: 1e-4, BF16_WIDENED: 0.05}
"""How far a result may be off, as a share of the largest."""


@pytest.mark.parametrize("number_format", BOUNDS, ids=lambda number_format: number_format.name)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
@torch.inference_mode()
def test_any_network(tmp_path_factory, number_format, data):
    network, text, x, expected = any_network(tmp_path_factory.mktemp("net"), data)
    layers = CompiledLayers(network, number_format=number_format)
    assert layers.prepare((32, 32), compile_kernels)
    found = layers.raw(x)
    for a, b in zip(found, expected, strict=True):
        assert a.shape == b.shape
        assert float((a - b).abs().max()) < BOUNDS[number_format] * float(b.abs().max()), text
    alone = [layers.raw(one[None]) for one in x]
    layers.close()
    for number, head in enumerate(found):
        assert torch.equal(head, torch.cat([heads[number] for heads in alone]))
