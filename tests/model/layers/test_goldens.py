"""The official networks agree with OpenCV's Darknet importer; see shared/oracle/make_goldens.py."""

import subprocess
import sys

import cv2
import numpy as np
import pytest
import torch

from support.paths import SHARED
from yolocam.model import load_network

ORACLE = SHARED / "oracle"
NAMES = (
    "yolov2-tiny",
    "yolov3",
    "yolov3-spp",
    "yolov3-tiny",
    "yolov3-tiny-prn",
    "yolov4",
    "yolov4-tiny",
    "yolov7-tiny",
    "yolo-fastest-1.1-xl",
)

pytestmark = pytest.mark.skipif(not ORACLE.is_dir(), reason=f"needs the recorded outputs in {ORACLE}")


@pytest.fixture
def network(request, tmp_path):
    cfg = SHARED / "cfg" / f"{request.param}.cfg"
    weights = tmp_path / "net.weights"
    subprocess.run([sys.executable, ORACLE / "darknet_weights.py", cfg, weights, "7"], check=True)
    try:
        yield load_network(cfg, weights)
    finally:
        weights.unlink()  # up to 256 MB: pytest would keep it


@pytest.mark.slow
@pytest.mark.parametrize("network", NAMES, indirect=True)
def test_network_agrees_with_opencv(network):
    golden = np.load(ORACLE / f"{network.name}.npz", allow_pickle=False)
    width, height = golden["size"]
    image = cv2.imread(str(ORACLE / f"input_{width}x{height}.png"))
    x = torch.from_numpy(np.ascontiguousarray(image[..., ::-1].transpose(2, 0, 1)))[None] / 255
    with torch.inference_mode():
        table = network(x)[0].numpy()
    rows, expected = table[golden["rows"]], golden["values"]
    assert len(table) == golden["total"]
    np.testing.assert_allclose(rows[:, :4], expected[:, :4], atol=0.1, rtol=0)
    np.testing.assert_allclose(rows[:, 4], expected[:, 4], atol=1e-3, rtol=0)
    kept = expected[:, 5:] != 0
    scores = rows[:, 4:5] * rows[:, 5:]
    np.testing.assert_allclose(scores[kept], expected[:, 5:][kept], atol=1e-3, rtol=0)
    assert (scores[~kept] < 0.21).all()  # OpenCV drops what is under 0.2
    assert network.cfg.unused_keys() == []
