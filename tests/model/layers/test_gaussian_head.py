"""[Gaussian_yolo] against the loops of Darknet's gaussian_yolo_layer.c, written out in numpy."""

import numpy as np
import pytest
import torch

from support.darknet.darknet_files import build, cfg_file, seeded, weights_file
from yolocam.errors import CfgError
from yolocam.model import load_network
from yolocam.model.detector import load_detector
from yolocam.settings import Settings

pytestmark = pytest.mark.usefixtures("one_thread")

ANCHORS = ((4, 6), (9, 5), (14, 13))
CLASSES = 3
MASK = (2, 0)
TEXT = f"""[net]
width=48
height=32
channels=3

[convolutional]
batch_normalize=1
filters=6
size=3
stride=2
pad=1
activation=leaky

[convolutional]
filters={len(MASK) * (9 + CLASSES)}
size=1
stride=2
pad=1
activation=linear

[Gaussian_yolo]
mask = {",".join(map(str, MASK))}
anchors = 4,6, 9,5, 14,13
classes={CLASSES}
num=3
ignore_thresh = .5
uc_normalizer=1.0
iou_loss=giou
scale_x_y=1.1
"""


@pytest.fixture
def network(tmp_path):
    values = seeded(build(tmp_path, TEXT), seed=3)
    return load_network(cfg_file(tmp_path, TEXT), weights_file(tmp_path, values * 4))


def logistic(x):
    return 1.0 / (1.0 + np.exp(-x))


def darknets_rows(layer, net_wh, scale=1.1):
    """get_gaussian_yolo_detections: box, objectness, confidence of each class, for each cell and anchor."""
    _, height, width = layer.shape
    rows = []
    for row in range(height):
        for column in range(width):
            for n, anchor in enumerate(MASK):
                x, sx, y, sy, w, sw, h, sh, objectness, *classes = layer[
                    n * (9 + CLASSES) : (n + 1) * (9 + CLASSES), row, column
                ].astype(np.float64)
                uncertainty = (logistic(sx) + logistic(sy) + logistic(sw) + logistic(sh)) / 4.0
                x, y = (logistic(v) * scale - 0.5 * (scale - 1) for v in (x, y))
                rows.append(
                    [
                        (column + x) / width * net_wh[0],
                        (row + y) / height * net_wh[1],
                        np.exp(w) * ANCHORS[anchor][0],
                        np.exp(h) * ANCHORS[anchor][1],
                        logistic(objectness),
                        *(logistic(objectness) * logistic(c) * (1.0 - uncertainty) for c in classes),
                    ]
                )
    return np.array(rows)


def test_table_is_darknets(network):
    x = torch.rand(2, 3, 32, 48, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        table = network(x).numpy()
        before = network.layers[1](network.layers[0](x)).numpy()
    assert table.shape == (2, 12 * 8 * len(MASK), 5 + CLASSES)
    for found, layer in zip(table, before, strict=True):
        expected = darknets_rows(layer, (48, 32))
        np.testing.assert_allclose(found[:, :4], expected[:, :4], rtol=1e-4, atol=1e-3)
        np.testing.assert_allclose(found[:, 4], expected[:, 4], atol=1e-6)
        np.testing.assert_allclose(found[:, 4:5] * found[:, 5:], expected[:, 5:], atol=1e-6)
    assert np.ptp(table[..., 5:]) > 0.1


@pytest.mark.parametrize("extreme", [-1e4, -50.0, 50.0, 1e4])
def test_extreme_numbers_stay_finite(network, extreme):
    (head,) = network.heads
    before = torch.full((1, head.channels_before, 2, 3), extreme)
    table = head.decode(head(before), (32, 48))
    assert table.isfinite().all()
    assert ((table[..., 4:] >= 0) & (table[..., 4:] <= 1)).all()


def test_confidence_of_a_detection_is_darknets(network, tmp_path):
    detector = load_detector(
        tmp_path / "net.cfg", tmp_path / "net.weights", "abc", device="cpu", precision="fp32"
    )
    image = np.random.default_rng(0).integers(0, 256, (32, 48, 3), dtype=np.uint8)
    (found,) = detector.detect([image], Settings(confidence=0.05, iou=1.0, max_det=1000))
    with torch.inference_mode():
        x = torch.from_numpy(image[..., ::-1].transpose(2, 0, 1) / np.float32(255))[None]
        before = network.layers[1](network.layers[0](x))[0].numpy()
    best = darknets_rows(before, (48, 32))[:, 5:].max(axis=1)
    np.testing.assert_allclose(found.confidence, sorted(best[best > 0.05], reverse=True), rtol=1e-4)
    assert len(found) > 10


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (f"filters={len(MASK) * (9 + CLASSES)}", "filters=16", r"line 21: .* expects filters=24 .* found 16"),
        ("num=3", "num=3\nyolo_point=left_top", r"line 26: yolo_point=left_top is not supported"),
        ("num=3", "num=3\nnew_coords=1", r"line 26: new_coords= in \[Gaussian_yolo\] is not supported"),
    ],
)
def test_what_it_does_not_do_is_said(tmp_path, old, new, message):
    with pytest.raises(CfgError, match=message):
        build(tmp_path, TEXT.replace(old, new))
