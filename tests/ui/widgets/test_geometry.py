"""Sizes and paths are not read backwards where one reads from the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt

from yolocam.ui.recording.saved_files import full_name
from yolocam.ui.widgets.formatting import size_text
from yolocam.ui.widgets.geometry import isolated, placed_within

WHOLE = QRectF(0, 0, 100, 20)


def test_nothing_is_added_where_one_reads_from_the_left(qapp):
    assert isolated("768×576") == "768×576"
    assert size_text((768, 576)) == "768×576"


def test_what_reads_from_the_left_everywhere_is_kept_together(from_the_right):
    assert size_text((768, 576)) == "\u2066768×576\u2069"
    assert full_name(Path("/a/b.mp4")).strip("\u2066\u2069") == str(Path("/a/b.mp4").absolute())
    assert full_name(Path("/a/b.mp4"))[0] == "\u2066"


def test_places_are_mirrored():
    place = QRectF(10, 2, 30, 5)
    assert placed_within(place, WHOLE, Qt.LayoutDirection.LeftToRight) == place
    mirrored = placed_within(place, WHOLE, Qt.LayoutDirection.RightToLeft)
    assert mirrored == QRectF(60, 2, 30, 5)
    assert placed_within(mirrored, WHOLE, Qt.LayoutDirection.RightToLeft) == place
