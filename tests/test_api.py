"""yolocam as a library."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

from support.films.clips import write_clip
from yolocam.assets import asset
from yolocam.detections import Detections
from yolocam.errors import SettingsError

pytest.importorskip("torch")
pytestmark = pytest.mark.slow

CHANGES = """
import os, signal, logging, sys
before = (dict(os.environ), signal.getsignal(signal.SIGINT), logging.root.handlers[:])
import yolocam
assert "numpy" not in sys.modules
from yolocam import Detector, track
after = (dict(os.environ), signal.getsignal(signal.SIGINT), logging.root.handlers[:])
assert before == after and "torch" not in sys.modules and "PySide6" not in sys.modules
import numpy as np
detector = Detector(imgsz=160)
assert len(detector(np.zeros((90, 120, 3), np.uint8))) == 0
assert dict(os.environ) == before[0], set(os.environ.items()) ^ set(before[0].items())
"""


@pytest.fixture(scope="module")
def photo():
    capture = cv2.VideoCapture(str(asset("samples/gallery.mp4")))
    _, image = capture.read()
    capture.release()
    return image


@pytest.fixture(scope="module")
def detector():
    from yolocam import Detector

    with Detector(imgsz=320, confidence=0.3, precision="fp32") as made:
        yield made


def test_importing_it_changes_nothing_in_the_program():
    done = subprocess.run([sys.executable, "-c", CHANGES], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr


HOST = """
import logging, os, signal, sys, threading, torch, numpy as np
torch.set_num_threads(1)
def state():
    signals = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)]
    logs = logging.root.handlers[:], logging.root.level
    return dict(os.environ), signals, logs, torch.get_num_threads(), sys.excepthook, threading.excepthook
was = state()
from yolocam import Detector, track
import yolocam.api
with Detector(imgsz=160) as detector:
    image = np.zeros((90, 120, 3), np.uint8)
    detector(image)
    list(track([(0.0, image)], detector=detector))
assert state() == was, (state(), was)
"""


def test_a_host_program_keeps_its_threads_signals_and_logs():
    done = subprocess.run([sys.executable, "-c", HOST], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr


def test_calls_lose_no_memory():
    """The script of 100,000 calls in small; a leak of one image a call would be 15 kB."""
    script = Path(__file__).parents[1] / "benchmarks" / "library_calls.py"
    done = subprocess.run([sys.executable, script, "1000"], capture_output=True, text=True, timeout=240)
    report = json.loads(done.stdout)
    assert report["bytes_per_call"] < 3000 and report["files"][1] <= report["files"][0], report


def test_an_image_and_several(detector, photo):
    one = detector(photo)
    assert isinstance(one, Detections) and len(one) > 0
    assert "person" in {detector.class_names[number] for number in one.class_id}
    two = detector.detect([photo, photo[::2, ::2]])
    assert [len(found) > 0 for found in two] == [True, True]
    assert np.allclose(two[0].xyxy, one.xyxy, atol=0.01)
    assert detector.detect([]) == []
    sure = detector(photo, confidence=0.9)
    assert len(sure) < len(one) and detector.settings.confidence == 0.3


def test_threads_may_share_it(detector, photo):
    expected, found = detector(photo), []
    threads = [threading.Thread(target=lambda: found.append(detector(photo))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert all(np.array_equal(one.xyxy, expected.xyxy) for one in found)


@pytest.mark.parametrize(
    "image", [None, np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)]
)
def test_what_is_no_image_is_told(detector, image):
    with pytest.raises(SettingsError, match="an image is"):
        detector.detect([image])


def test_settings_are_checked(detector, photo):
    with pytest.raises(SettingsError, match="colour: no such setting"):
        detector(photo, colour=1)
    with pytest.raises(SettingsError, match="confidence is 7"):
        detector(photo, confidence=7)
    for classes in ("person", 0):
        with pytest.raises(SettingsError, match="expected class numbers"):
            detector(photo, classes=classes)
    assert set(detector(photo, classes=[0]).class_id.tolist()) <= {0}


def test_tracks_of_a_file_and_of_images_with_times(detector, photo, tmp_path):
    pytest.importorskip("lap")
    from yolocam import track

    images = [np.roll(photo, 4 * i, axis=1) for i in range(5)]
    timed = list(track(((i / 30, image) for i, image in enumerate(images)), detector=detector))
    assert [one.frame.pts_ns for one in timed] == [round(i / 30 * 1e9) for i in range(5)]
    assert timed[0].detections.track_id[0] == timed[-1].detections.track_id[0] == 1
    write_clip(tmp_path / "a.mp4", images)
    filmed = list(detector.track(tmp_path / "a.mp4"))
    assert len(filmed) == 5 and filmed[-1].detections.track_id.min() >= 1


def test_detections_for_supervision(monkeypatch):
    made = {}
    fake = type(sys)("supervision")
    fake.Detections = lambda **columns: made.update(columns) or "theirs"
    monkeypatch.setitem(sys.modules, "supervision", fake)
    score = np.array([0.5], np.float32)
    found = Detections(
        xyxy=np.ones((1, 4), np.float32),
        objectness=score,
        class_score=score,
        class_id=np.array([1], np.int32),
        track_id=np.array([7], np.int32),
    )
    assert found.to_supervision(("person", "dog")) == "theirs"
    assert made["confidence"].tolist() == [0.25] and made["tracker_id"].tolist() == [7]
    assert made["data"]["class_name"].tolist() == ["dog"]
