"""Boxes and labels are as fine as the screen, and as large as people can read, whatever the image's size."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from yolocam.frame import OverlayShape
from yolocam.palette import WHITE
from yolocam.pipeline.drawing.marks import Mark
from yolocam.ui.video.overlay import Overlay, paint_overlay

GREEN = (0, 255, 0)


def painted(overlay: Overlay, side: int, ratio: float = 1.0, image_side: int = 100) -> QImage:
    """Paint over a black image of `image_side` pixels that is shown `side` points large."""
    shot = QImage(round(side * ratio), round(side * ratio), QImage.Format.Format_RGB32)
    shot.setDevicePixelRatio(ratio)
    shot.fill(Qt.GlobalColor.black)
    target = QRectF(0, 0, side, side)
    with QPainter(shot) as painter:
        paint_overlay(painter, overlay, target, side / image_side, target)
    return shot


def greens(shot: QImage, y: int) -> int:
    """How many pixels of a row are green."""
    _, green, red, _ = np.frombuffer(shot.constScanLine(y), np.uint8).reshape(-1, 4).T
    return np.count_nonzero((green > 200) & (red < 200))


def box(x1: int, y1: int, x2: int, y2: int, label: str = "", size: str = "auto") -> Overlay:
    short = label.rpartition(" ")[0]
    return Overlay(
        [Mark((x1, y1, x2, y2), GREEN, (0, 0, 0), label, short)], labels=bool(label), label_size=size
    )


def widest(shot: QImage) -> int:
    return max(greens(shot, y) for y in range(shot.height()))


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_line_is_as_fine_as_the_screen(qapp, ratio):
    """An enlarged image of a drawn box would have lines of 8 points here."""
    shot = painted(box(20, 20, 80, 80), 800, ratio)
    line = greens(shot, round(400 * ratio)) / 2  # left and right
    assert 2 * ratio <= line <= 4 * ratio


@pytest.mark.parametrize("image_side", [50, 800, 4000])
def test_a_label_is_as_large_whatever_the_image(qapp, image_side):
    fifth = image_side // 5
    shot = painted(box(fifth, 2 * fifth, 4 * fifth, 4 * fifth, "person 0.91"), 800, image_side=image_side)
    plate = [y for y in range(800) if greens(shot, y) > 40 and greens(shot, y) < 300]
    assert 18 <= len(plate) <= 32


def test_a_label_stays_in_what_is_seen(qapp):
    shot = painted(box(60, 0, 100, 30, "a rather long name 0.91"), 400)
    assert max(greens(shot, y) for y in range(400)) > 60


def test_a_label_hides_no_more_than_twice_its_box(qapp):
    """First its score goes, then all of it."""
    assert widest(painted(box(40, 40, 60, 60, "person 0.91"), 400)) > 70
    between = widest(painted(box(40, 40, 48, 60, "person 0.91"), 400))
    assert 40 < between <= 64
    assert widest(painted(box(40, 40, 44, 60, "person 0.91"), 400)) <= 16


def test_labels_have_the_size_that_was_chosen(qapp):
    shots = [painted(box(10, 30, 90, 90, "person 0.91", size), 600) for size in ("small", "auto", "large")]
    heights = [sum(30 < greens(shot, y) < 400 for y in range(600)) for shot in shots]
    assert heights[0] < heights[1] < heights[2]
    small, usual, large = map(widest, shots)
    assert small <= usual <= large


def test_regions_are_drawn_with_their_names(qapp):
    corners = np.array([[10.0, 10.0], [60.0, 10.0], [60.0, 60.0], [10.0, 60.0]])
    bare, named = (
        painted(Overlay(shapes=[(OverlayShape(corners, closed=True, label=name), WHITE)]), 200)
        for name in ("", "door")
    )
    assert 20 < bare.pixelColor(70, 70).red() < 80  # tinted
    assert bare.pixelColor(70, 120).red() > 100  # its edge
    assert bare != named
