"""OpenVINO and ONNX Runtime agree with OpenCV on official networks, and with PyTorch on a real image."""

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from support.packages import needs_packages
from support.paths import SHARED
from yolocam.app import make_detector
from yolocam.assets import asset
from yolocam.files import cache
from yolocam.model import load_network
from yolocam.model.engines.choice import open_engine
from yolocam.model.engines.task import EngineTask
from yolocam.settings import Settings
from yolocam.zoo.library import find_model

ORACLE = SHARED / "oracle"
ENGINES = ("openvino", "onnxruntime")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """A folder where both engines find what was exported once."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(autouse=True)
def shared_models(own_cache, models, monkeypatch):
    monkeypatch.setattr(cache, "user_cache_path", lambda *_, **__: models)


@pytest.mark.skipif(not ORACLE.is_dir(), reason=f"needs the recorded outputs in {ORACLE}")
@pytest.mark.parametrize("name", ["yolov3-tiny", "yolov7-tiny"])
@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_agrees_with_opencv(engine, name, tmp_path):
    needs_packages(engine, "onnxscript")
    weights = tmp_path / "net.weights"
    cfg = SHARED / "cfg" / f"{name}.cfg"
    subprocess.run([sys.executable, ORACLE / "darknet_weights.py", cfg, weights, "7"], check=True)
    golden = np.load(ORACLE / f"{name}.npz", allow_pickle=False)
    width, height = golden["size"]
    image = cv2.imread(str(ORACLE / f"input_{width}x{height}.png")).astype(np.float32)

    opened = open_engine(engine, load_network(cfg, weights), EngineTask(device="cpu", precision="fp32"))
    weights.unlink()
    with torch.inference_mode():
        raw = opened._network(torch.from_numpy(image[None]))
        table = decoded(opened._network.heads, raw, (int(height), int(width)))
    opened.close()

    rows, expected = table[golden["rows"]], golden["values"]
    assert len(table) == golden["total"]
    np.testing.assert_allclose(rows[:, :4], expected[:, :4], atol=0.1, rtol=0)
    np.testing.assert_allclose(rows[:, 4], expected[:, 4], atol=1e-3, rtol=0)
    kept = expected[:, 5:] != 0
    np.testing.assert_allclose((rows[:, 4:5] * rows[:, 5:])[kept], expected[:, 5:][kept], atol=1e-3, rtol=0)


def decoded(heads, raw, size_hw):
    """The table of all rows, as `load_network(...)(x)` gives it."""
    return torch.cat([head.decode(out, size_hw) for head, out in zip(heads, raw, strict=True)], 1)[0].numpy()


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_finds_what_pytorch_finds(engine, tmp_path):
    needs_packages(engine, "onnxscript")
    capture = cv2.VideoCapture(str(Path(asset("samples/gallery.mp4"))))
    capture.set(cv2.CAP_PROP_POS_FRAMES, 65)
    image = capture.read()[1]
    capture.release()
    found = []
    for name in ("torch", engine):
        settings = Settings(engine=name, device="cpu", precision="fp32", confidence=0.2)
        detector = make_detector(find_model("yolo-fastest-1.1-xl"), settings)
        found.extend(detector.detect([image], settings))
        detector.close()
    torchs, others = found
    assert len(torchs) >= 2
    assert others.class_id.tolist() == torchs.class_id.tolist()
    np.testing.assert_allclose(others.xyxy, torchs.xyxy, atol=0.05)
    np.testing.assert_allclose(others.confidence, torchs.confidence, atol=5e-4)
