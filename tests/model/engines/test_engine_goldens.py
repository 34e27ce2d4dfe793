"""Every engine that is here agrees with OpenCV on official networks, and with PyTorch on a real image."""

from copy import deepcopy
from pathlib import Path

import cv2
import numpy as np
import pytest

from support.goldens import golden, needs_goldens
from support.packages import needs_packages
from yolocam.assets import asset
from yolocam.errors import DeviceError
from yolocam.files import cache
from yolocam.loading import make_detector
from yolocam.model.engines.choice import choose_engine, open_engine
from yolocam.model.engines.task import EngineTask
from yolocam.model.engines.types import engine_types
from yolocam.settings import Settings
from yolocam.zoo.library import find_model

ENGINES = tuple(kind.name for kind in engine_types().types if "cpu" in kind.devices)
FP32 = EngineTask(device="cpu", precision="fp32", image_count=100)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """A folder where all engines find what was exported once."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(autouse=True)
def shared_models(own_cache, models, monkeypatch):
    monkeypatch.setattr(cache, "user_cache_path", lambda *_, **__: models)


@pytest.fixture(scope="module", params=["yolov3-tiny", "yolov7-tiny"])
def official(request, tmp_path_factory):
    """A network whose weights are made once for all engines."""
    with golden(request.param, tmp_path_factory.mktemp("golden")) as made:
        yield made


def require(engine):
    """Skip the test, with the reason, where an engine is not to be had."""
    try:
        kind, _ = choose_engine(engine, FP32)
    except DeviceError as error:
        pytest.skip(str(error))
    if kind.needs is not None and engine in ("openvino", "onnxruntime"):
        needs_packages("onnxscript")


@needs_goldens
@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_agrees_with_opencv(engine, official):
    require(engine)
    opened = open_engine(engine, deepcopy(official.network), FP32)
    table = official.table_by(opened._network)
    status = opened.status
    opened.close()
    official.check(table)
    assert (status.precision, status.refusal, status.settled) == ("fp32", None, True)


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "torch"])
def test_an_engine_finds_what_pytorch_finds(engine):
    require(engine)
    capture = cv2.VideoCapture(str(Path(asset("samples/gallery.mp4"))))
    capture.set(cv2.CAP_PROP_POS_FRAMES, 65)
    image = capture.read()[1]
    capture.release()
    found = []
    for name in ("torch", engine):
        settings = Settings(engine=name, device="cpu", precision="fp32", confidence=0.2)
        detector = make_detector(find_model("yolo-fastest-1.1-xl"), settings, image_count=100)
        found.extend(detector.detect([image], settings))
        detector.close()
    torchs, others = found
    assert len(torchs) >= 2
    assert others.class_id.tolist() == torchs.class_id.tolist()
    np.testing.assert_allclose(others.xyxy, torchs.xyxy, atol=0.05)
    np.testing.assert_allclose(others.confidence, torchs.confidence, atol=5e-4)
