"""A whole network in float16 gives nearly what it gives in float32, whatever its layers and its size."""

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
import torch

from support.darknet.darknet_files import HEAD
from support.darknet.folded import folded_network
from yolocam.assets import asset
from yolocam.model.detector import load_detector
from yolocam.model.engines.float16.builder import can_half
from yolocam.settings import Settings
from yolocam.zoo.library import find_model

if not can_half():
    pytest.skip("this processor does not compute in float16", allow_module_level=True)

from yolocam.model.engines.float16.float16_network import SIZES_KEPT, HalfLayers
from yolocam.model.engines.kernels.compiler import compile_kernels

pytestmark = pytest.mark.usefixtures("one_thread")

NET = "[net]\nwidth=64\nheight=64\nchannels=3\n"
CONV = "\n[convolutional]\nbatch_normalize=1\nfilters={}\nsize={}\npad=1\nstride={}\nactivation={}\n"
POOL = "\n[maxpool]\nsize={}\nstride={}\n"
FIRST = CONV.format(32, 3, 1, "leaky")

BODIES = {
    "pools": FIRST + POOL.format(2, 2) + FIRST + POOL.format(2, 1) + POOL.format(3, 2),
    "a pool after a pool": FIRST + POOL.format(2, 2) + POOL.format(2, 2) + "\n[route]\nlayers=-1\n" + FIRST,
    "a pool whose input is read twice": FIRST + POOL.format(2, 2) + "\n[upsample]\nstride=2\n"
    "\n[route]\nlayers=-1,-3\n",
    "spp": FIRST
    + POOL.format(5, 1)
    + "\n[route]\nlayers=-2\n"
    + POOL.format(9, 1)
    + "\n[route]\nlayers=-1,-3,-4\n",
    "routes to one layer": FIRST
    + "\n[route]\nlayers=-1\n"
    + "\n[route]\nlayers=-1\n"
    + FIRST
    + "\n[route]\nlayers=-4\n"
    + CONV.format(24, 1, 1, "leaky")
    + "\n[route]\nlayers=-1,-3,1\n"
    + FIRST,
    "both halves": FIRST + "\n[route]\nlayers=-1,-1\ngroups=2\ngroup_id=0\n" + FIRST,
    "an odd number of channels": CONV.format(33, 3, 1, "leaky")
    + CONV.format(18, 3, 1, "leaky")
    + "\n[route]\nlayers=-1,-2\n"
    + FIRST,
    "shortcut of three": FIRST + 2 * FIRST + "\n[shortcut]\nfrom=-2,-3\nactivation=linear\n" + FIRST,
    "shortcut of unequal": CONV.format(48, 3, 1, "leaky")
    + FIRST
    + "\n[shortcut]\nfrom=-2\nactivation=linear\n"
    + FIRST,
    "a filter for each channel": CONV.format(24, 3, 1, "mish")
    + CONV.format(24, 3, 2, "leaky").replace("size", "groups=24\nsize")
    + CONV.format(8, 1, 1, "linear")
    + CONV.format(24, 1, 1, "leaky")
    + CONV.format(24, 5, 1, "relu").replace("size", "groups=24\nsize")
    + CONV.format(8, 1, 1, "linear")
    + "\n[shortcut]\nfrom=-4\nactivation=linear\n"
    + CONV.format(8, 3, 1, "swish").replace("size", "groups=8\nsize"),
    "shortcut of curves": 2 * CONV.format(24, 1, 1, "logistic")
    + "\n[shortcut]\nfrom=-2\nactivation=linear\n"
    + FIRST,
    "curves": CONV.format(32, 3, 1, "mish")
    + POOL.format(2, 2)
    + CONV.format(32, 3, 1, "swish")
    + POOL.format(2, 2)
    + CONV.format(32, 3, 1, "logistic")
    + POOL.format(2, 2),
    "shortcut": FIRST + 2 * FIRST + "\n[shortcut]\nfrom=-3\nactivation=linear\n" + FIRST,
    "shortcut with an activation": FIRST + FIRST + "\n[shortcut]\nfrom=-2\nactivation=leaky\n",
    "half of the channels": FIRST + "\n[route]\nlayers=-1\ngroups=2\ngroup_id=1\n" + FIRST,
    "groups": FIRST + CONV.format(32, 3, 2, "mish").replace("size", "groups=8\nsize"),
    "activations": CONV.format(40, 3, 1, "mish")
    + CONV.format(32, 3, 1, "swish")
    + CONV.format(24, 1, 1, "relu"),
    "reorg": FIRST + "\n[reorg]\nstride=2\n" + FIRST,
    "weighted": FIRST
    + "\n[avgpool]\n"
    + CONV.format(32, 1, 1, "logistic")
    + "\n[scale_channels]\nfrom=-3\n"
    + FIRST,
    "attention": FIRST + CONV.format(32, 1, 1, "logistic") + "\n[sam]\nfrom=-2\n",
    "odd": CONV.format(33, 3, 2, "leaky") + CONV.format(35, 3, 2, "leaky") + CONV.format(48, 3, 1, "linear"),
}


def network_of(folder, body):
    return folded_network(folder, NET + body + HEAD)


def prepared(network, *sizes):
    layers = HalfLayers(network)
    for size in sizes:
        assert layers.prepare(size, compile_kernels)
    return layers


def picture(height, width, batch=1):
    return torch.rand(batch, 3, height, width, generator=torch.Generator().manual_seed(3))


def assert_near(found, expected):
    for a, b in zip(found, expected, strict=True):
        assert a.dtype == torch.float32
        assert a.shape == b.shape
        assert float((a - b).pow(2).mean().sqrt()) < 0.01 * float(b.pow(2).mean().sqrt())


@torch.inference_mode()
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_near_float32(tmp_path, body):
    network = network_of(tmp_path, body)
    layers = prepared(network, (64, 64), (32, 96))
    for size in ((64, 64), (32, 96)):
        x = picture(*size, batch=3)
        found = layers.raw(x)
        assert_near(found, network.raw(x))
        alone = [layers.raw(one[None]) for one in x]
        for number, head in enumerate(found):
            assert torch.equal(head, torch.cat([heads[number] for heads in alone]))
    layers.close()


def test_threads_change_nothing(tmp_path):
    network = network_of(tmp_path, BODIES["pools"])
    layers = prepared(network, (64, 64))
    pictures = [picture(64, 64, batch) for batch in (1, 2, 3)] * 4
    expected = [layers.raw(x)[0] for x in pictures]
    with ThreadPoolExecutor(3, initializer=torch.set_num_threads, initargs=(2,)) as pool:
        found = list(pool.map(layers.raw, pictures))
    assert all(torch.equal(a, b[0]) for a, b in zip(expected, found, strict=True))
    layers.close()


def test_sizes_come_and_go(tmp_path):
    network = network_of(tmp_path, BODIES["pools"])
    sizes = [(32 * n, 64) for n in range(1, SIZES_KEPT + 3)]
    layers = prepared(network, *sizes)
    assert [layers.prepared(size) for size in sizes] == [False, False] + [True] * SIZES_KEPT
    assert layers.raw(picture(*sizes[0])) is None
    assert layers.raw(picture(*sizes[-1])) is not None
    layers.close()


def test_another_run_takes_the_kernels_that_are_kept(tmp_path):
    network, size = network_of(tmp_path, BODIES["odd"]), (64, 64)
    first = HalfLayers(network)
    assert not first.prepare(size, None), "there are none yet"
    assert first.raw(picture(*size)) is None
    assert first.prepare(size, compile_kernels)
    second = HalfLayers(network)
    assert second.prepare(size, None)
    found, expected = second.raw(picture(*size)), first.raw(picture(*size))
    assert all(torch.equal(a, b) for a, b in zip(found, expected, strict=True))
    assert not second.prepare((96, 64), None), "another size has others"


def test_kernels_that_fail_are_not_kept(tmp_path, monkeypatch):
    network, size = network_of(tmp_path, BODIES["odd"]), (64, 64)
    layers = HalfLayers(network)
    monkeypatch.setattr(layers, "_run", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        layers.prepare(size, compile_kernels)
    assert not HalfLayers(network).prepare(size, None)


def test_a_real_network_on_a_real_picture():
    files = find_model("yolov3-tiny")
    clip = cv2.VideoCapture(str(asset("samples/gallery.mp4")))
    _, image = clip.read()
    clip.release()
    settings = Settings()
    found = []
    for precision in ("fp32", "fp16"):
        detector = load_detector(
            files.cfg, files.weights, files.class_names, device="cpu", precision=precision, image_count=100
        )
        found += detector.detect([image], settings)
        assert detector.model_info(settings).precision == precision
        detector.close()
    exact, half = found
    sure = exact.confidence >= 0.35  # what is nearer to the threshold of 0.25 may fall on either side
    assert sure.any()
    for box, kind, confidence in zip(
        exact.xyxy[sure], exact.class_id[sure], exact.confidence[sure], strict=True
    ):
        same = (half.class_id == kind) & (np.abs(half.xyxy - box).max(axis=1) < 2.0)
        assert np.abs(half.confidence[same] - confidence).min() < 0.02
