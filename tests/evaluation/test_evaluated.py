"""What the collector keeps of a network's results."""

import numpy as np

from support.labelled_things import labels
from yolocam.detections import Detections
from yolocam.evaluation.classes import match_classes
from yolocam.evaluation.evaluated import Collector, other_sizes
from yolocam.evaluation.labelled_images import Category, LabelledImage
from yolocam.frame import Detected, Frame, Inference, ModelInfo, Rendered, SourceInfo, Timing
from yolocam.settings import Settings

NAMES = ("dog", "car", "cat", "bus")
MATCH = match_classes([Category(3, "cat"), Category(7, "dog"), Category(9, "unicorn")], NAMES)


def result(name, size_wh, *class_ids):
    count = len(class_ids)
    boxes = np.arange(4 * count, dtype=np.float32).reshape(-1, 4)
    half = np.full(count, 0.5, np.float32)
    found = Detections(xyxy=boxes, objectness=half, class_score=half, class_id=np.array(class_ids, np.int32))
    image = np.zeros((size_wh[1], size_wh[0], 3), np.uint8)
    frame = Frame(image, 0, 0, 0, SourceInfo(name, "image", size_wh))
    info = ModelInfo("net", NAMES, (64, 64), "CPU", "fp32")
    return Rendered(Detected(frame, Inference(found, Timing(), info), Settings()), None)


def test_only_matched_kinds_count_on_either_side():
    truth = labels((9, 0, 0, 5, 5), (3, 1, 1, 5, 5))
    collector = Collector([LabelledImage(5, "a.jpg", "a.jpg", truth, (64, 48))], MATCH)
    collector.write(result("a.jpg", (64, 48), 2, 3, 1, 0))
    (one,) = collector.evaluated
    assert one.category.tolist() == [3, 7]
    assert one.xyxy[:, 0].tolist() == [0, 12]
    assert one.confidence.tolist() == [0.25, 0.25]
    assert one.labels.category.tolist() == [3]
    assert other_sizes(collector.evaluated) is None


def test_labels_in_fractions_take_the_size_of_the_picture():
    truth = labels((3, 0.5, 0.5, 0.25, 0.25))
    collector = Collector([LabelledImage(5, "a.jpg", "a.jpg", truth, None)], MATCH)
    collector.write(result("a.jpg", (200, 100)))
    (one,) = collector.evaluated
    assert one.labels.xyxy.tolist() == [[100, 50, 150, 75]]
    assert len(one.category) == 0
    assert other_sizes(collector.evaluated) is None


def test_a_picture_of_another_size_is_told():
    images = [LabelledImage(i, f"{i}.jpg", "", labels(), (64, 48)) for i in range(2)]
    collector = Collector(images, MATCH)
    collector.write(result("0.jpg", (64, 48)))
    collector.write(result("1.jpg", (32, 24)))
    assert other_sizes(collector.evaluated).startswith("1 of 2 images are not of the size")
    assert "1.jpg: 32x24, expected 64x48" in other_sizes(collector.evaluated)
