"""The fused layers give what the plain ones give, for every kind of layer, size and thread."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from support.darknet.darknet_files import HEAD
from support.darknet.folded import folded_network
from yolocam.errors import ModelError
from yolocam.model.engines.torch_cpu import fused
from yolocam.model.engines.torch_cpu.fused import (
    FusedLayers,
    can_fuse,
    pool_around,
    pool_neighbours,
    pool_pairs,
)

pytestmark = [
    pytest.mark.usefixtures("one_thread"),
    pytest.mark.skipif(not can_fuse(torch.float32), reason="this PyTorch comes without oneDNN"),
]

NET = "[net]\nwidth=64\nheight=64\nchannels=3\n"
CONV = (
    "\n[convolutional]\nbatch_normalize=1\nfilters=8\nsize={}\npad=1\nstride={}\ngroups={}\nactivation={}\n"
)
POOL = "\n[maxpool]\nsize={}\nstride={}\n"

BODIES = {
    **{
        f"activation {name}": CONV.format(3, 1, 1, name)
        for name in ("leaky", "relu", "linear", "logistic", "swish", "mish", "tanh", "hard_mish")
    },
    "strides and groups": CONV.format(3, 2, 1, "leaky") + CONV.format(5, 1, 8, "leaky"),
    "pools": CONV.format(3, 1, 1, "leaky") + POOL.format(2, 2) + POOL.format(2, 1) + POOL.format(3, 1),
    "pools of any size": CONV.format(3, 1, 1, "leaky") + "".join(POOL.format(n, 1) for n in (1, 3, 4, 13)),
    "wide pool": CONV.format(3, 1, 1, "leaky") + POOL.format(3, 2),
    "shortcut": 3 * CONV.format(1, 1, 1, "leaky") + "\n[shortcut]\nfrom=-3\nactivation=linear\n",
    "route and upsample": CONV.format(3, 1, 1, "leaky")
    + CONV.format(3, 2, 1, "leaky")
    + "\n[upsample]\nstride=2\n\n[route]\nlayers=-1,-3\n",
}


def network_of(folder, body):
    return folded_network(folder, NET + body + HEAD)


def picture(height, width, batch=1):
    x = torch.rand(batch, 3, height, width, generator=torch.Generator().manual_seed(3))
    return x.contiguous(memory_format=torch.channels_last)


@pytest.mark.slow
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("size_hw", [(64, 64), (96, 32), (64, 64)])
def test_the_same_numbers(tmp_path, body, size_hw):
    network = network_of(tmp_path, body)
    x = picture(*size_hw, batch=2)
    torch.testing.assert_close(FusedLayers(network).raw(x), network.raw(x), rtol=1e-4, atol=1e-5)


def test_sizes_come_and_go(tmp_path):
    network = network_of(tmp_path, BODIES["pools"])
    layers = FusedLayers(network)
    for side in (64, 32, 96, 64, 128, 32):
        for batch in (1, 3):
            x = picture(side, side, batch)
            torch.testing.assert_close(layers.raw(x), network.raw(x), rtol=1e-4, atol=1e-5)


def test_what_is_released_goes_back_to_the_system_and_is_packed_again(tmp_path, monkeypatch):
    given_back = threading.Event()
    monkeypatch.setattr(fused, "release_freed_memory", given_back.set)
    network = network_of(tmp_path, BODIES["route and upsample"])
    layers = FusedLayers(network)
    x = picture(64, 64)
    layers.raw(x)
    layers.release()
    assert given_back.wait(30)
    torch.testing.assert_close(layers.raw(x), network.raw(x), rtol=1e-4, atol=1e-5)


def test_several_threads_and_sizes(tmp_path):
    network = network_of(tmp_path, BODIES["route and upsample"])
    layers = FusedLayers(network)
    pictures = [picture(side, side) for side in (32, 64, 96)] * 8
    with ThreadPoolExecutor(4, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        found = list(pool.map(layers.raw, pictures))
    for x, raw in zip(pictures, found, strict=True):
        torch.testing.assert_close(raw, network.raw(x), rtol=1e-4, atol=1e-5)


def test_a_size_that_does_not_fit(tmp_path):
    layers = FusedLayers(network_of(tmp_path, BODIES["wide pool"]))
    with pytest.raises(ModelError, match="the input is 51 x 64 pixels, expected multiples of 2"):
        layers.raw(picture(64, 51))


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.uint8])
def test_pooling_in_pairs(dtype):
    x = (torch.rand(2, 5, 8, 6, generator=torch.Generator().manual_seed(0)) * 255).to(dtype)
    expected = torch.nn.functional.max_pool2d(x.float(), 2, 2)
    assert torch.equal(pool_pairs(x).float(), expected)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.uint8])
def test_pooling_with_the_neighbours(dtype):
    x = (torch.rand(2, 5, 7, 6, generator=torch.Generator().manual_seed(0)) * 255).to(dtype)
    padded = torch.nn.functional.pad(x.float(), (0, 1, 0, 1), value=-1.0)
    assert torch.equal(pool_neighbours(x).float(), torch.nn.functional.max_pool2d(padded, 2, 1))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
@pytest.mark.parametrize("size", [1, 3, 5, 9, 13])
def test_pooling_around_in_two_steps(dtype, size):
    x = torch.randn(2, 5, 7, 12, generator=torch.Generator().manual_seed(0)).to(dtype)
    x = x.contiguous(memory_format=torch.channels_last)
    assert torch.equal(pool_around(x, size), torch.nn.functional.max_pool2d(x, size, 1, size // 2))
