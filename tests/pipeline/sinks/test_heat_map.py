"""The heat map: hot where objects stood long, as the first image elsewhere."""

import weakref
from dataclasses import replace

import cv2
import numpy as np
import pytest

from support.films.media_files import detections, rendered, video_frame
from yolocam.errors import SinkError
from yolocam.pipeline.sinks.results.heat_map import HeatMapSink

SIZE = (320, 240)


def heat_of(path, boxes, of="feet", level=90):
    sink = HeatMapSink(path, of)
    for index, box in enumerate(boxes):
        frame = replace(video_frame(index, size=SIZE), image=np.full((SIZE[1], SIZE[0], 3), level, np.uint8))
        sink.write(rendered(frame, detections((*box, 0.9, 0.9, 0))))
    sink.close()
    return cv2.imread(str(path)).astype(int)


def redness(image, x, y):
    blue, _, red = image[y - 2 : y + 3, x - 2 : x + 3].mean((0, 1))
    return red - blue


def test_hot_is_where_objects_stood_longest(tmp_path):
    boxes = [(40, 60, 60, 120)] * 40 + [(200, 100, 220, 200)] * 4
    image = heat_of(tmp_path / "a.png", boxes)
    assert image.shape == (240, 320, 3)
    assert redness(image, 50, 118) > 100 > redness(image, 210, 198)
    assert np.ptp(image[20, 300]) == 0 and image[20, 300, 0] < 90  # the first image, dimmed
    assert np.ptp(image[80, 50]) < 30  # above the feet


def test_boxes_are_hot_as_a_whole(tmp_path):
    image = heat_of(tmp_path / "a.png", [(40, 60, 80, 180)] * 9, "boxes")
    assert redness(image, 60, 80) > 60 and redness(image, 60, 160) > 60


def test_without_objects_it_is_the_image(tmp_path):
    sink, frame = HeatMapSink(tmp_path / "a.png"), video_frame(3, size=SIZE)
    sink.write(rendered(frame))
    sink.close()
    assert np.array_equal(cv2.imread(str(tmp_path / "a.png")), frame.image)


def test_without_frames_it_is_paper_and_another_kind_of_file_is_refused(tmp_path):
    HeatMapSink(tmp_path / "a.png").close()
    assert np.ptp(cv2.imread(str(tmp_path / "a.png"))) == 0
    with pytest.raises(SinkError, match=r"ends in \.png"):
        HeatMapSink(tmp_path / "a.csv")


def test_no_frame_is_kept(tmp_path):
    sink = HeatMapSink(tmp_path / "a.png")
    for index in range(2):
        frame = video_frame(index, size=SIZE)
        sink.write(rendered(frame))
    gone = weakref.ref(frame)
    del frame
    assert gone() is None
