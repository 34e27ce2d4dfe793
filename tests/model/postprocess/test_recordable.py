"""What a CUDA graph records neither copies from the host nor waits for the device: `meta` cannot see it."""

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from support.darknet.head_files import KINDS, network_of, random_raw
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.postprocess.fixed_shapes import DeviceLimits, postprocess_fixed

HOST_WORK = {"lift_fresh", "_local_scalar_dense", "nonzero", "scalar_tensor", "masked_select", "item"}


class RefusesHostWork(TorchDispatchMode):
    """Refuses what a stream that is being captured refuses."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        name = func._schema.name.split("::")[1]
        assert name not in HOST_WORK, name
        return func(*args, **(kwargs or {}))


def test_the_mode_sees_what_it_is_for():
    with pytest.raises(AssertionError, match="lift_fresh"), RefusesHostWork():
        torch.tensor((1.0, 2.0))


@pytest.mark.slow
@pytest.mark.parametrize("stretch", [(1, 1), (1, 2)], ids=["square cells", "oblong cells"])
@pytest.mark.parametrize("kind", KINDS)
def test_network_and_rows(tmp_path, kind, stretch):
    network = network_of(tmp_path, KINDS[kind])
    form = InferenceNetwork(network, torch.device("cpu"), "fp32")
    raw = random_raw(network, (32, 32))
    limits = DeviceLimits.empty(torch.device("cpu"))
    wanted = torch.ones(network.num_classes, dtype=torch.bool)
    x = torch.rand(1, 3, 32, 32)
    with torch.inference_mode(), RefusesHostWork():
        form.network.raw(x)
        postprocess_fixed(form.heads, raw, (32 * stretch[0], 32 * stretch[1]), limits, wanted)
