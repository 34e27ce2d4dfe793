"""Networks of one channel get the grey that OpenCV, and so Darknet, makes of a colour picture."""

import cv2
import numpy as np
import pytest
import torch

from support.darknet.darknet_files import TINY, build, cfg_file, seeded, weights_file
from support.paths import DARKNET_DATA
from yolocam.errors import ModelError
from yolocam.letterbox import placement
from yolocam.model import load_network
from yolocam.model.detector import load_detector
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.preprocess import fit_tensor
from yolocam.settings import Settings

pytestmark = pytest.mark.usefixtures("one_thread")

DATA = DARKNET_DATA
CPU = torch.device("cpu")
GREY = TINY.replace("channels=3", "channels=1")
POOLED = GREY.replace("[convolutional]", "[maxpool]\nsize=2\nstride=2\n\n[convolutional]", 1)


def network_of(folder, text):
    values = seeded(build(folder, text), seed=2)
    return load_network(cfg_file(folder, text), weights_file(folder, values))


def picture(height, width):
    """Bold colours, of which each share counts."""
    return np.random.default_rng(0).choice(np.array([0, 120, 255], np.uint8), (height, width, 3))


def grey_of(image):
    """(1, 1, H, W) in 0..1, without the rounding to bytes."""
    return torch.from_numpy(cv2.cvtColor(image.astype(np.float32) / 255, cv2.COLOR_BGR2GRAY))[None, None]


@pytest.mark.parametrize("text", [GREY, POOLED], ids=["convolution first", "pooling first"])
@pytest.mark.parametrize(("precision", "share"), [("fp32", 1e-5), ("bf16", 0.06), ("fp16", 0.01)])
def test_frames_are_seen_as_grey(tmp_path, text, precision, share):
    network = network_of(tmp_path, text)
    image = picture(network.net.height, network.net.width)
    (expected,) = network.raw(grey_of(image))
    form = InferenceNetwork(network, CPU, precision)
    bgr = torch.from_numpy(image)[None]
    place = placement(
        (network.net.width, network.net.height), (network.net.width, network.net.height), "stretch"
    )
    for (found,) in (form(bgr), form(fit_tensor(bgr, place))):
        assert (found.float() - expected).abs().max() < share * expected.abs().max()


def test_nothing_of_it_leaves_the_device(tmp_path):
    form = InferenceNetwork(build(tmp_path, GREY), torch.device("meta"), "fp16")
    x = torch.empty(2, 32, 64, 3, device="meta")
    assert [raw.shape for raw in form(x)] == [(2, 14, 16, 32)]


def test_a_detector_of_grey_takes_colour_frames(tmp_path):
    """OpenCV's own network of one channel, on a frame of which it has seen the grey."""
    recorded = np.load(DATA / "grey.npz", allow_pickle=False)
    weights = weights_file(tmp_path, recorded["weights"])
    detector = load_detector(DATA / "grey.cfg", weights, ["thing"], device="cpu", precision="fp32")
    grey = (recorded["image"][0, 0] * 255).round().astype(np.uint8)
    (found,) = detector.detect([cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)], Settings(confidence=0.3, iou=1.0))
    expected = np.sort(recorded["table"][:, 5])[::-1]
    expected = expected[expected > 0.3]
    assert len(found) == len(expected) > 10
    np.testing.assert_allclose(found.confidence, expected, atol=0.01)  # the frame is rounded to bytes


def test_other_numbers_of_channels_load_but_do_not_take_frames(tmp_path):
    text = TINY.replace("channels=3", "channels=4")
    network = network_of(tmp_path, text)
    assert network(torch.rand(1, 4, 32, 64)).shape == (1, 16 * 32 * 2, 7)
    with pytest.raises(ModelError, match=r"net takes images of 4 channels, expected 3 .* or 1 "):
        InferenceNetwork(network, CPU, "fp32")
