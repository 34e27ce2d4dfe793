"""Images in, objects out: against Darknet's own boxes, whole batches, sizes, fits, wrong wishes."""

import json

import cv2
import numpy as np
import pytest
import torch

from support.darknet import plain_detector
from support.darknet.darknet_files import TINY
from support.darknet.small_detector import LOW, assert_equal, detector_of, files_of, random_image
from support.paths import SHARED
from yolocam.errors import DeviceError, ModelError, SettingsError
from yolocam.frame import Timing
from yolocam.model import load_network
from yolocam.model.detector import Detector, load_detector
from yolocam.model.engines.task import EngineTask
from yolocam.settings import Settings
from yolocam.zoo.library import find_model

pytestmark = pytest.mark.usefixtures("one_thread")

ORACLE = SHARED / "oracle" / "darknet_yolov3-tiny.json"
SAMPLES = SHARED / "samples"


@pytest.fixture(scope="module")
def yolov3_tiny():
    files = find_model("yolov3-tiny")
    detector = load_detector(
        files.cfg, files.weights, files.class_names, fit=files.fit, device="cpu", precision="fp32"
    )
    yield detector
    detector.close()


def darknets_objects(entry, size_wh):
    """Darknet lists an object under each class above the threshold; keep its best name."""
    best = {}
    for item in entry["objects"]:
        box = tuple(item["cxcywh"])
        if box not in best or item["confidence"] > best[box]["confidence"]:
            best[box] = item
    for (x, y, w, h), item in best.items():
        box = np.array((x - w / 2, y - h / 2, x + w / 2, y + h / 2)) * (size_wh * 2)
        if item["confidence"] >= 0.30:
            yield box.clip(0, size_wh * 2), item["confidence"], item["class_id"]


@pytest.mark.slow
@pytest.mark.skipif(not ORACLE.is_file(), reason=f"needs Darknet's own result in {ORACLE}")
def test_finds_what_darknet_finds(yolov3_tiny):
    agreeing, missing = 0, []
    for entry in json.loads(ORACLE.read_text(encoding="utf-8"))["images"]:
        image = cv2.imread(str(SAMPLES / entry["image"]))
        (found,) = yolov3_tiny.detect([image])
        for box, confidence, kind in darknets_objects(entry, (image.shape[1], image.shape[0])):
            same = [
                i
                for i in range(len(found))
                if found.class_id[i] == kind
                and plain_detector.iou(found.xyxy[i], box) > 0.97
                and abs(found.confidence[i] - confidence) < 0.015
            ]
            agreeing += bool(same)
            if not same:
                missing.append((entry["image"], kind, confidence))
    assert agreeing >= 8
    assert agreeing / (agreeing + len(missing)) >= 0.97, missing


@pytest.mark.slow
@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"needs the photographs in {SAMPLES}")
def test_finds_the_dog_in_every_fit_and_size(yolov3_tiny):
    image = cv2.imread(str(SAMPLES / "dog.jpg"))
    for fit in ("auto", "letterbox", "stretch"):
        for imgsz in (0, 320, 608):
            (found,) = yolov3_tiny.detect([image], Settings(fit=fit, imgsz=imgsz))
            dogs = found.select(found.class_id == 16)
            assert any(plain_detector.iou(box, (130, 220, 310, 540)) > 0.6 for box in dogs.xyxy), (fit, imgsz)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"needs the photographs in {SAMPLES}")
def test_a_rectangular_input_finds_nearly_the_same(yolov3_tiny):
    image = cv2.imread(str(SAMPLES / "person.jpg"))
    (square,) = yolov3_tiny.submit([image], Settings(confidence=0.5)).result()
    (rect,) = yolov3_tiny.submit([image], Settings(confidence=0.5, rect=True)).result()
    assert (square.model.size_wh, rect.model.size_wh) == ((416, 416), (416, 288))
    one, other = square.detections, rect.detections
    assert sorted(one.class_id) == sorted(other.class_id)
    for box, kind in zip(one.xyxy, one.class_id, strict=True):
        assert any(plain_detector.iou(box, b) > 0.6 for b in other.select(other.class_id == kind).xyxy)


def test_a_result_is_made_of_columns(yolov3_tiny):
    (found,) = yolov3_tiny.detect([random_image((640, 480))], Settings(confidence=0.001))
    count = len(found)
    assert count > 0
    assert (found.xyxy.shape, found.xyxy.dtype) == ((count, 4), np.float32)
    assert (found.class_id.shape, found.class_id.dtype) == ((count,), np.int32)
    for column in (found.objectness, found.class_score, found.confidence):
        assert (column.shape, column.dtype) == ((count,), np.float32)
        assert ((column >= 0) & (column <= 1)).all()
    assert (np.diff(found.confidence) <= 0).all()
    assert (found.xyxy >= 0).all()
    assert (found.xyxy <= (640, 480) * 2).all()


def test_nothing_found_is_an_empty_result(yolov3_tiny):
    (found,) = yolov3_tiny.detect([np.zeros((100, 100, 3), np.uint8)], Settings(confidence=0.9))
    assert len(found) == 0
    assert found.xyxy.shape == (0, 4)
    assert found.class_id.dtype == np.int32


@pytest.mark.parametrize("fit", ["letterbox", "stretch"])
def test_frames_of_all_sizes_in_one_batch(tmp_path, fit):
    detector = detector_of(tmp_path)
    images = [random_image(wh, i) for i, wh in enumerate([(64, 32), (50, 80), (1, 1), (200, 3), (64, 32)])]
    settings = Settings(confidence=0.02, fit=fit)
    together = detector.detect(images, settings)
    assert len(together) == len(images)
    assert sum(map(len, together)) > 10
    for image, found in zip(images, together, strict=True):
        (alone,) = detector.detect([image], settings)
        assert_equal(found, alone)
        assert (found.xyxy <= (image.shape[1], image.shape[0]) * 2).all()


def test_frames_stay_as_they_are(tmp_path):
    image = random_image((64, 32))  # the network's own size: the shortest way
    before = image.copy()
    detector_of(tmp_path).detect([image], LOW)
    np.testing.assert_array_equal(image, before)
    assert not image.flags.writeable


def test_a_part_of_a_larger_picture_is_a_frame_too(tmp_path):
    detector = detector_of(tmp_path)
    part = random_image((300, 200))[10:90, 20:180]
    (found,), (expected,) = detector.detect([part], LOW), detector.detect([part.copy()], LOW)
    assert_equal(found, expected)


def test_results_do_not_change_when_the_next_frame_is_looked_at(tmp_path):
    detector = detector_of(tmp_path)
    (found,) = detector.detect([random_image((64, 32), 1)], LOW)
    kept = found.xyxy.copy(), found.confidence.copy()
    detector.detect([random_image((64, 32), 2)], LOW)
    np.testing.assert_array_equal(found.xyxy, kept[0])
    np.testing.assert_array_equal(found.confidence, kept[1])


def test_each_frame_has_its_share_of_the_time_and_the_model(tmp_path):
    detector = detector_of(tmp_path, name="mine")
    images = [random_image((64, 32), i) for i in range(3)]
    results = detector.submit(images, LOW).result()
    assert len(results) == 3
    for inference in results:
        assert isinstance(inference.timing, Timing)
        assert inference.timing == results[0].timing
        assert inference.timing.network_ns > 0
        assert inference.model == detector.model_info(LOW)
    info = results[0].model
    assert (info.name, info.class_names, info.size_wh) == ("mine", ("this", "that"), (64, 32))
    assert (info.device, info.precision) == ("CPU", "fp32")


def test_the_size_of_the_input(tmp_path):
    detector = detector_of(tmp_path)
    assert detector.input_size(Settings()) == (64, 32)
    assert detector.input_size(Settings(imgsz=96)) == (96, 96)
    assert detector.submit([random_image((9, 9))], Settings(imgsz=96)).result()[0].model.size_wh == (96, 96)


def test_a_size_the_network_cannot_have(tmp_path):
    deep = TINY.replace("stride=2", "stride=64")
    detector = detector_of(
        tmp_path, deep.replace("width=64\nheight=32", "width=128\nheight=128"), name="deep"
    )
    assert detector.input_size(Settings(imgsz=192)) == (192, 192)
    with pytest.raises(SettingsError, match=r"^imgsz is 96, expected a multiple of 64 for deep$"):
        detector.submit([random_image((64, 32))], Settings(imgsz=96))


@pytest.mark.parametrize(
    ("line", "fit"), [("", "letterbox"), ("letter_box=1\n", "letterbox"), ("letter_box=0\n", "stretch")]
)
def test_the_cfg_says_how_frames_are_fitted(tmp_path, line, fit):
    detector = detector_of(tmp_path, TINY.replace("channels=3\n", "channels=3\n" + line))
    image = random_image((40, 90))
    found = {
        x: detector.detect([image], Settings(confidence=0.02, fit=x))[0]
        for x in ("auto", "letterbox", "stretch")
    }
    assert_equal(found["auto"], found[fit])
    other = found["stretch" if fit == "letterbox" else "letterbox"]
    assert len(other) != len(found["auto"]) or not np.allclose(other.xyxy, found["auto"].xyxy)


def test_what_is_said_on_loading_goes_before_the_cfg(tmp_path):
    text = TINY.replace("channels=3\n", "channels=3\nletter_box=1\n")
    image, settings = random_image((40, 90)), Settings(confidence=0.02, fit="stretch")
    (expected,) = detector_of(tmp_path, text).detect([image], settings)
    (found,) = detector_of(tmp_path, text, fit="stretch").detect([image], LOW)
    assert_equal(found, expected)


def test_settings_decide_what_is_kept(tmp_path):
    detector = detector_of(tmp_path)
    image = random_image((64, 32))
    (everything,) = detector.detect([image], LOW)
    assert set(everything.class_id) == {0, 1}
    (one,) = detector.detect([image], Settings(confidence=0.02, max_det=1))
    assert_equal(one, everything.select(np.array([0])))
    (that,) = detector.detect([image], Settings(confidence=0.02, classes=frozenset({1, 70})))
    assert set(that.class_id) == {1}
    limit = float(np.median(everything.objectness))
    (sure,) = detector.detect([image], Settings(confidence=limit, threshold_on="objectness"))
    assert len(sure)
    assert (sure.objectness > limit).all()


def test_the_number_of_names_must_fit(tmp_path):
    cfg, weights = files_of(tmp_path)
    with pytest.raises(ModelError, match=r"^net has 2 classes, but there are 3 names; "):
        load_detector(cfg, weights, ["a", "b", "c"], device="cpu")


@pytest.mark.parametrize("options", [{"device": "tpu"}, {"device": "cpu", "precision": "int4"}])
def test_a_wrong_device_is_reported_before_files_are_read(tmp_path, options):
    with pytest.raises(DeviceError):
        load_detector(tmp_path / "none.cfg", tmp_path / "none.weights", [], **options)


def test_too_little_memory_is_one_sentence(tmp_path, monkeypatch):
    detector = detector_of(tmp_path, name="huge")

    def exhausted(*args):
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB")

    monkeypatch.setattr(detector._engine._network, "forward", exhausted)
    with pytest.raises(
        DeviceError, match=r"^CPU has too little memory for huge with 2 images of 64x32; take"
    ):
        detector.detect([random_image((64, 32))] * 2, LOW)


@pytest.mark.slow
def test_half_precision_finds_nearly_the_same(tmp_path):
    image = random_image((64, 32))
    settings = Settings(confidence=0.02, iou=1.0, max_det=5000)  # which of two like boxes falls may differ
    (exact,) = detector_of(tmp_path).detect([image], settings)
    (near,) = detector_of(tmp_path, precision="bf16").detect([image], settings)
    for i in np.flatnonzero(exact.confidence > 0.1):
        assert any(plain_detector.iou(exact.xyxy[i], box) > 0.8 for box in near.xyxy)


def test_a_network_in_memory_becomes_a_detector(tmp_path):
    network = load_network(*files_of(tmp_path))
    detector = Detector(
        network, ("a", "b"), name="own", task=EngineTask(device="cpu", precision="fp32"), fit="stretch"
    )
    detector.warm(Settings(imgsz=64))
    (found,) = detector.detect([random_image((64, 32))], LOW)
    assert len(found)


def test_it_is_warmed_in_every_stream_and_for_whole_batches(tmp_path, monkeypatch):
    detector = detector_of(tmp_path)
    detector.set_streams(2)
    seen, submit = [], detector._engine.submit
    monkeypatch.setattr(
        detector._engine, "submit", lambda images, *more: seen.append(len(images)) or submit(images, *more)
    )
    detector.warm(Settings(imgsz=64), batch=3)
    assert seen[-2:] == [3, 3]
    detector.close()
