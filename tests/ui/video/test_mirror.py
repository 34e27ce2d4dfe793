"""A mirror exchanges left and right of everything that is drawn, and keeps what it means."""

from dataclasses import replace

import numpy as np
import pytest

from support.window.window_fakes import rendered
from yolocam.frame import OverlayShape
from yolocam.pipeline.regions.plane_geometry import side
from yolocam.ui.video.mirror import mirrored


def test_the_image_is_turned_and_cannot_be_written():
    image = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    after = mirrored(rendered(image=image).detected).frame.image
    assert after.tolist() == [row[::-1] for row in image.tolist()]
    assert not after.flags.writeable


def test_boxes_and_shapes_lie_on_the_other_side():
    area = np.array([[10.0, 20], [60, 20], [60, 90]])
    before = replace(
        rendered().detected, shapes=(OverlayShape(area, closed=True, label="yard", name="yard"),)
    )
    after = mirrored(before)
    width = before.frame.size_wh[0]
    assert after.shapes[0].points.tolist() == [[width - x, y] for x, y in area.tolist()]
    assert after.shapes[0].label == "yard"
    assert after.detections.xyxy[:, 0].tolist() == (width - before.detections.xyxy[:, 2]).tolist()
    assert area[0, 0] == 10.0


@pytest.mark.slow
def test_the_arrow_of_a_line_points_to_the_same_objects():
    """In is the right-hand side of the line; who stands there stands there in the mirror too."""
    line, foot = np.array([[100.0, 30], [120, 200]]), np.array([[40.0, 100]])
    before = replace(rendered().detected, shapes=(OverlayShape(line, arrow=True),))
    width = before.frame.size_wh[0]
    (shape,) = mirrored(before).shapes
    in_the_mirror = np.array([[width - foot[0, 0], foot[0, 1]]])
    assert (side(in_the_mirror, shape.points) > 0) == (side(foot, line) > 0)
