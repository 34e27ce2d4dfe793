"""The peers get the frames as yolocam has them, so that everyone does the same work."""

import sys
from pathlib import Path

import numpy as np
import pytest

from yolocam.letterbox import placement
from yolocam.model.preprocess import fit_frame

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def peer_images(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import peer_images

    yield peer_images
    sys.modules.pop("peer_images", None)


@pytest.mark.parametrize("size_wh", [(768, 576), (90, 131), (416, 416), (417, 415)])
def test_their_letterbox_is_that_of_yolocam(peer_images, size_wh):
    image = np.random.default_rng(0).integers(0, 256, (size_wh[1], size_wh[0], 3), np.uint8)
    place = placement(size_wh, (416, 416), "letterbox")
    expected = np.empty((416, 416, 3), np.uint8)
    fit_frame(image, place, expected)
    canvas, where = peer_images.letterbox(image)
    assert np.abs(canvas[0].astype(int) - expected).max() <= 1
    assert where.offset == place.offset_xy
    assert where.scale == (place.new_wh[0] / size_wh[0], place.new_wh[1] / size_wh[1])


def test_a_box_comes_back_to_its_place_in_the_frame(peer_images):
    _, where = peer_images.letterbox(np.zeros((576, 768, 3), np.uint8))
    rows = np.array([[208, 208, 104, 78, 0.9, 0.1, 0.8]], np.float32)  # the middle of the input
    ((box, number, score),) = peer_images.detections(rows, where)
    assert (box, number) == ([288, 216, 192, 144], 1) and score == pytest.approx(0.72)
