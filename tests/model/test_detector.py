"""Frames in, objects out: against Darknet's own boxes, whole batches, sizes, fits, wrong wishes."""

import json
import threading
from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch

from support.darknet import plain_detector
from support.darknet.darknet_files import TINY, build, cfg_file, seeded, weights_file
from support.paths import SHARED
from yolocam.errors import DeviceError, ModelError, SettingsError
from yolocam.frame import Timing
from yolocam.model import load_network
from yolocam.model.detector import Detector, load_detector
from yolocam.settings import Settings
from yolocam.zoo.library import find_model

pytestmark = pytest.mark.usefixtures("one_thread")

ORACLE = SHARED / "oracle" / "darknet_yolov3-tiny.json"
SAMPLES = SHARED / "samples"
LOW = Settings(confidence=0.02)


@pytest.fixture(scope="module")
def yolov3_tiny():
    files = find_model("yolov3-tiny")
    detector = load_detector(
        files.cfg, files.weights, files.class_names, fit=files.fit, device="cpu", precision="fp32"
    )
    yield detector
    detector.close()


def files_of(folder, text=TINY):
    """Write a cfg and random weights that find something in every picture."""
    values = seeded(build(folder, text), seed=2)
    return cfg_file(folder, text), weights_file(folder, values)


def detector_of(folder, text=TINY, **options):
    options = {"device": "cpu", "precision": "fp32", **options}
    return load_detector(*files_of(folder, text), ["this", "that"], **options)


def picture(wh, seed=0):
    """A read-only random frame."""
    image = np.random.default_rng(seed).integers(0, 256, (wh[1], wh[0], 3), dtype=np.uint8)
    image.flags.writeable = False
    return image


def assert_equal(found, expected):
    np.testing.assert_array_equal(found.class_id, expected.class_id)
    for name in ("xyxy", "objectness", "class_score"):
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), rtol=1e-4, atol=1e-3)


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
    (found,) = yolov3_tiny.detect([picture((640, 480))], Settings(confidence=0.001))
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
    images = [picture(wh, i) for i, wh in enumerate([(64, 32), (50, 80), (1, 1), (200, 3), (64, 32)])]
    settings = Settings(confidence=0.02, fit=fit)
    together = detector.detect(images, settings)
    assert len(together) == len(images)
    assert sum(map(len, together)) > 10
    for image, found in zip(images, together, strict=True):
        (alone,) = detector.detect([image], settings)
        assert_equal(found, alone)
        assert (found.xyxy <= (image.shape[1], image.shape[0]) * 2).all()


def test_frames_stay_as_they_are(tmp_path):
    image = picture((64, 32))  # the network's own size: the shortest way
    before = image.copy()
    detector_of(tmp_path).detect([image], LOW)
    np.testing.assert_array_equal(image, before)
    assert not image.flags.writeable


def test_a_part_of_a_larger_picture_is_a_frame_too(tmp_path):
    detector = detector_of(tmp_path)
    part = picture((300, 200))[10:90, 20:180]
    (found,), (expected,) = detector.detect([part], LOW), detector.detect([part.copy()], LOW)
    assert_equal(found, expected)


def test_results_do_not_change_when_the_next_frame_is_looked_at(tmp_path):
    detector = detector_of(tmp_path)
    (found,) = detector.detect([picture((64, 32), 1)], LOW)
    kept = found.xyxy.copy(), found.confidence.copy()
    detector.detect([picture((64, 32), 2)], LOW)
    np.testing.assert_array_equal(found.xyxy, kept[0])
    np.testing.assert_array_equal(found.confidence, kept[1])


def test_each_frame_has_its_share_of_the_time_and_the_model(tmp_path):
    detector = detector_of(tmp_path, name="mine")
    images = [picture((64, 32), i) for i in range(3)]
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
    assert detector.submit([picture((9, 9))], Settings(imgsz=96)).result()[0].model.size_wh == (96, 96)


def test_a_size_the_network_cannot_have(tmp_path):
    deep = TINY.replace("stride=2", "stride=64")
    detector = detector_of(
        tmp_path, deep.replace("width=64\nheight=32", "width=128\nheight=128"), name="deep"
    )
    assert detector.input_size(Settings(imgsz=192)) == (192, 192)
    with pytest.raises(SettingsError, match=r"^imgsz is 96, expected a multiple of 64 for deep$"):
        detector.submit([picture((64, 32))], Settings(imgsz=96))


@pytest.mark.parametrize(
    ("line", "fit"), [("", "letterbox"), ("letter_box=1\n", "letterbox"), ("letter_box=0\n", "stretch")]
)
def test_the_cfg_says_how_frames_are_fitted(tmp_path, line, fit):
    detector = detector_of(tmp_path, TINY.replace("channels=3\n", "channels=3\n" + line))
    image = picture((40, 90))
    found = {
        x: detector.detect([image], Settings(confidence=0.02, fit=x))[0]
        for x in ("auto", "letterbox", "stretch")
    }
    assert_equal(found["auto"], found[fit])
    other = found["stretch" if fit == "letterbox" else "letterbox"]
    assert len(other) != len(found["auto"]) or not np.allclose(other.xyxy, found["auto"].xyxy)


def test_what_is_said_on_loading_goes_before_the_cfg(tmp_path):
    text = TINY.replace("channels=3\n", "channels=3\nletter_box=1\n")
    image, settings = picture((40, 90)), Settings(confidence=0.02, fit="stretch")
    (expected,) = detector_of(tmp_path, text).detect([image], settings)
    (found,) = detector_of(tmp_path, text, fit="stretch").detect([image], LOW)
    assert_equal(found, expected)


def test_settings_decide_what_is_kept(tmp_path):
    detector = detector_of(tmp_path)
    image = picture((64, 32))
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
        DeviceError, match=r"^CPU has too little memory for huge with 2 pictures of 64x32; take"
    ):
        detector.detect([picture((64, 32))] * 2, LOW)


@pytest.mark.parametrize("streams", [2, 3])
def test_several_streams_give_the_same_in_order(tmp_path, streams):
    images = [picture((20 + 7 * i, 60), i) for i in range(12)]
    expected = detector_of(tmp_path).detect(images, LOW)
    detector = detector_of(tmp_path, streams=streams)
    try:
        assert detector.slots == streams + 1  # one waits for the first stream that is done
        pending = [detector.submit([image], LOW) for image in images]
        for work, alone in zip(pending, expected, strict=True):
            assert_equal(work.result()[0].detections, alone)
    finally:
        detector.close()
    assert not any(thread.name.startswith("stream") for thread in threading.enumerate())


def test_the_number_of_streams_can_change(tmp_path):
    images = [picture((20 + 7 * i, 60), i) for i in range(4)]
    expected = detector_of(tmp_path).detect(images, LOW)
    detector = detector_of(tmp_path, streams=3)
    for streams in (1, 2):
        detector.set_streams(streams)
        assert detector.streams == streams
        for image, alone in zip(images, expected, strict=True):
            assert_equal(detector.submit([image], LOW).result()[0].detections, alone)
        threads = [thread for thread in threading.enumerate() if thread.name.startswith("stream")]
        assert len(threads) == (0 if streams == 1 else streams), "one stream is the caller, on all cores"
    detector.close()


def test_streams_leave_other_threads_their_cores(tmp_path):
    torch.set_num_threads(2)  # put back by the fixture
    detector = detector_of(tmp_path, streams=2)
    [work.result() for work in [detector.submit([picture((9, 9))], LOW) for _ in range(4)]]
    cores = []
    thread = threading.Thread(target=lambda: cores.append(torch.get_num_threads()))
    thread.start()
    thread.join()
    detector.close()
    assert cores == [2]


def test_each_stream_keeps_to_one_core(tmp_path, monkeypatch):
    detector = detector_of(tmp_path, streams=2)
    cores = []
    network = detector._engine._network
    forward = network.forward
    monkeypatch.setattr(network, "forward", lambda x: cores.append(torch.get_num_threads()) or forward(x))
    torch.set_num_threads(2)  # put back by the fixture
    [work.result() for work in [detector.submit([picture((9, 9))], LOW) for _ in range(6)]]
    detector.close()
    assert cores == [1] * 6


@pytest.mark.slow
def test_half_precision_finds_nearly_the_same(tmp_path):
    image = picture((64, 32))
    settings = Settings(confidence=0.02, iou=1.0, max_det=5000)  # which of two like boxes falls may differ
    (exact,) = detector_of(tmp_path).detect([image], settings)
    (near,) = detector_of(tmp_path, precision="bf16").detect([image], settings)
    for i in np.flatnonzero(exact.confidence > 0.1):
        assert any(plain_detector.iou(exact.xyxy[i], box) > 0.8 for box in near.xyxy)


def test_a_network_in_memory_becomes_a_detector(tmp_path):
    network = load_network(*files_of(tmp_path))
    detector = Detector(network, ("a", "b"), name="own", device="cpu", precision="fp32", fit="stretch")
    detector.warm(Settings(imgsz=64))
    (found,) = detector.detect([picture((64, 32))], LOW)
    assert len(found)


def test_streams_for_small_inputs_only_find_the_same(tmp_path):
    detector = detector_of(tmp_path)
    image = picture((90, 50))
    sizes = [replace(LOW, imgsz=size) for size in (64, 96, 128)]
    before = [detector.detect([image], settings)[0] for settings in sizes]
    detector.set_streams(2, most_side=96)
    under_way = [detector.submit([image], settings) for settings in sizes]
    for pending, expected in zip(under_way, before, strict=True):
        assert_equal(pending.result()[0].detections, expected)
    detector.close()
