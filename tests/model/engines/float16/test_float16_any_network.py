"""Whatever the layers and however they are wired, float16 gives nearly what float32 gives."""

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.darknet.folded import any_network
from yolocam.model.engines.float16.builder import can_half

if not can_half():
    pytest.skip("this processor does not compute in float16", allow_module_level=True)

from yolocam.model.engines.float16.float16_network import HalfLayers
from yolocam.model.engines.kernels.compiler import compile_kernels

pytestmark = pytest.mark.usefixtures("one_thread")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
@torch.inference_mode()
def test_any_network(tmp_path_factory, data):
    network, text, x, expected = any_network(tmp_path_factory.mktemp("net"), data)
    layers = HalfLayers(network)
    assert layers.prepare((32, 32), compile_kernels)
    found = layers.raw(x)
    layers.close()
    for a, b in zip(found, expected, strict=True):
        assert a.shape == b.shape
        assert float((a - b).pow(2).mean().sqrt()) < 0.01 * float(b.pow(2).mean().sqrt()), text
    alone = [HalfLayers.raw(layers, one[None]) for one in x]
    for number, head in enumerate(found):
        assert torch.equal(head, torch.cat([heads[number] for heads in alone]))
