"""The whole way a batch takes on a GPU, on tensors without memory: nothing of it may be on the CPU.

An operation that makes a CPU tensor, or asks for a value, would make the program wait for the GPU.
"""

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from support.darknet.darknet_files import build
from support.darknet.head_files import KINDS
from yolocam.assets import asset
from yolocam.darknet.cfg import parse_cfg
from yolocam.letterbox import placement
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.postprocess.fixed_shapes import TOP, postprocess_fixed
from yolocam.model.postprocess.rows import COLUMNS, Thresholds
from yolocam.model.preprocess import fit_tensor
from yolocam.zoo.catalog import CATALOG

META = torch.device("meta")


class OnlyOn(TorchDispatchMode):
    """Fails on every operation that takes or makes a tensor elsewhere."""

    def __init__(self, device):
        super().__init__()
        self._device = device
        self.operations = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        self.operations += 1
        for leaf in tree_leaves((args, kwargs, result)):
            if isinstance(leaf, torch.Tensor):
                assert leaf.device == self._device, f"{func} has a tensor on {leaf.device}"
        return result


def run(network, precision, fit, limits, batch=2, frame_wh=(300, 200)):
    """Do what the CUDA engine queues; returns the result's shape and how many operations it took."""
    form = InferenceNetwork(network, META, precision)
    net_wh = network.net.width, network.net.height
    place = placement(frame_wh, net_wh, fit)
    images = torch.empty((batch, frame_wh[1], frame_wh[0], 3), dtype=torch.uint8, device=META)
    wanted = torch.empty(network.num_classes, dtype=torch.bool, device=META)
    with torch.inference_mode(), OnlyOn(META) as watch:
        raw = form(fit_tensor(images, place))
        wish = None if limits.classes is None else wanted
        rows = postprocess_fixed(form.heads, raw, (net_wh[1], net_wh[0]), limits, wish)
    assert rows.device == META
    assert rows.dtype == torch.float32
    return rows.shape, watch.operations


@pytest.mark.slow
@pytest.mark.parametrize("name", CATALOG)
def test_the_catalogues_networks(name):
    network = DarknetNetwork(parse_cfg(asset(f"models/{name}.cfg")))
    shape, operations = run(network, "fp16", CATALOG[name].fit, Thresholds())
    assert shape == (2, 1 + TOP, COLUMNS)
    assert operations > 50


@pytest.mark.slow
@pytest.mark.parametrize("precision", ["fp32", "bf16", "fp16"])
@pytest.mark.parametrize("fit", ["letterbox", "stretch"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_head(tmp_path, kind, fit, precision):
    limits = Thresholds(classes=frozenset({1}), on_objectness=fit == "stretch")
    network = build(tmp_path, KINDS[kind])
    rows = 2 * 16 * 32 + (2 * 8 * 16 if kind == "two" else 0)  # two anchors in each cell of 64 x 32 pixels
    shape, _ = run(network, precision, fit, limits)
    assert shape == (2, 1 + min(rows, TOP), COLUMNS)


def test_the_watch_notices_a_tensor_on_the_cpu():
    x = torch.empty(3, device=META)
    with pytest.raises(AssertionError, match="tensor on cpu"), OnlyOn(META):
        x * torch.ones(())
