"""OpenVINO and ONNX Runtime agree with OpenCV on official networks, and with PyTorch on a real image."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from support.goldens import golden, needs_goldens
from support.packages import needs_packages
from yolocam.assets import asset
from yolocam.files import cache
from yolocam.loading import make_detector
from yolocam.model.engines.choice import open_engine
from yolocam.model.engines.task import EngineTask
from yolocam.settings import Settings
from yolocam.zoo.library import find_model

ENGINES = ("openvino", "onnxruntime")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """A folder where both engines find what was exported once."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(autouse=True)
def shared_models(own_cache, models, monkeypatch):
    monkeypatch.setattr(cache, "user_cache_path", lambda *_, **__: models)


@needs_goldens
@pytest.mark.parametrize("name", ["yolov3-tiny", "yolov7-tiny"])
@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_agrees_with_opencv(engine, name, tmp_path):
    needs_packages(engine, "onnxscript")
    with golden(name, tmp_path) as official:
        opened = open_engine(engine, official.network, EngineTask(device="cpu", precision="fp32"))
    table = official.table_by(opened._network)
    opened.close()
    official.check(table)


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
