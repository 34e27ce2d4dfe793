"""A number is dragged, typed, stepped, wheeled and reset."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from support.window.panel_driver import LEFT, choice_row, drag, point, slider_row, turn_wheel, type_number
from yolocam.frame import ModelInfo
from yolocam.settings import Settings, controls
from yolocam.ui.panel.slider_row import notches
from yolocam.ui.widgets.scroll_column import ScrollColumn


def test_dragging_a_slider_changes_the_setting_while_it_moves(qtbot, panel, store) -> None:
    row = slider_row(panel, "confidence")
    drag(qtbot, row, 0.25, 0.5, release=False)
    assert store.current.confidence == pytest.approx(0.5, abs=0.02)
    qtbot.mouseMove(row.slider, point(row.slider, 1.0))
    assert store.current.confidence == 1.0
    assert row.box.text() == "1.00"
    qtbot.mouseRelease(row.slider, LEFT)


@pytest.mark.parametrize("name", ["confidence", "iou", "max_det", "line_width"])
def test_each_slider_reaches_both_ends(qtbot, panel, store, name: str) -> None:
    row, control = slider_row(panel, name), controls()[name]
    drag(qtbot, row, 0.5, 1.0)
    assert getattr(store.current, name) == control.high
    drag(qtbot, row, 1.0, 0.0)
    assert getattr(store.current, name) == control.low
    assert type(getattr(store.current, name)) is type(getattr(Settings(), name))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "typed", "stored", "shown"),
    [
        ("confidence", "0.61", 0.61, "0.61"),
        ("confidence", "0,4", 0.4, "0.40"),
        ("confidence", "abc", 0.25, "0.25"),
        ("confidence", "", 0.25, "0.25"),
        ("imgsz", "600", 608, "608"),
        ("imgsz", "auto", 0, "416 auto"),
        ("imgsz", "0", 0, "416 auto"),
        ("line_width", "3", 3, "3"),
    ],
)
def test_a_number_can_be_typed(qtbot, panel, store, name, typed, stored, shown) -> None:
    row = slider_row(panel, name)
    type_number(qtbot, row, typed)
    if not typed:
        qtbot.keyClick(row.box, Qt.Key.Key_Delete)
        qtbot.keyClick(row.box, Qt.Key.Key_Return)
    assert getattr(store.current, name) == stored
    assert row.box.text() == shown


def test_arrow_keys_move_slider_and_box_by_one_step(qtbot, panel, store) -> None:
    row = slider_row(panel, "confidence")
    qtbot.keyClick(row.slider, Qt.Key.Key_Right)
    assert store.current.confidence == 0.26
    qtbot.keyClick(row.box, Qt.Key.Key_Up)
    qtbot.keyClick(row.box, Qt.Key.Key_Up)
    assert store.current.confidence == 0.28
    qtbot.keyClick(row.slider, Qt.Key.Key_Home)
    assert store.current.confidence == 0.0


def test_the_wheel_changes_what_it_is_over(qtbot, panel, store) -> None:
    row = slider_row(panel, "iou")
    turn_wheel(row.slider, 120)
    assert store.current.iou == 0.46
    turn_wheel(row.box, -60)
    turn_wheel(row.box, -60)
    assert store.current.iou == 0.45
    turn_wheel(row.slider, 120, Qt.KeyboardModifier.ShiftModifier)
    assert store.current.iou == 0.55


def test_a_control_that_comes_under_the_wheel_while_scrolling_stays(qtbot, panel, store) -> None:
    panel.resize(panel.width(), 400)
    column = panel.findChild(ScrollColumn)
    turn_wheel(column.viewport(), -120)
    turn_wheel(slider_row(panel, "iou").slider, -120)
    turn_wheel(choice_row(panel, "palette").combo, -120)
    assert store.current == Settings()


def test_the_wheel_over_a_list_chooses_nothing(qtbot, panel, store) -> None:
    turn_wheel(choice_row(panel, "model").combo, -120)
    turn_wheel(choice_row(panel, "palette").combo, -120)
    assert store.current == Settings()


@pytest.mark.parametrize("part", ["slider", "box", "label"])
def test_a_double_click_resets(qtbot, panel, store, part: str) -> None:
    store.update(confidence=0.8)
    row = slider_row(panel, "confidence")
    qtbot.waitUntil(lambda: row.box.text() == "0.80")
    widget = {"slider": row.slider, "box": row.box.lineEdit(), "label": row.findChild(QLabel)}[part]
    qtbot.mouseDClick(widget, LEFT, pos=widget.rect().center())
    qtbot.mouseRelease(widget, LEFT, pos=widget.rect().center())
    assert store.current.confidence == 0.25
    assert row.box.text() == "0.25"


def test_resolution_waits_until_the_slider_rests(qtbot, panel, store) -> None:
    wishes = []
    store.subscribe(lambda: wishes.append(store.current.imgsz))
    row = slider_row(panel, "imgsz")
    drag(qtbot, row, 0.25, 0.4, 0.6, 0.8, 1.0, release=False)
    assert row.box.text() == "1280"
    assert wishes == []
    qtbot.waitUntil(lambda: wishes == [1280])
    qtbot.mouseRelease(row.slider, LEFT)


def test_resolution_of_its_own_shows_what_the_network_has(qtbot, panel, store) -> None:
    row = slider_row(panel, "imgsz")
    assert (store.current.imgsz, row.box.text()) == (0, "416 auto")
    assert row.slider.value() == 416
    qtbot.keyClick(row.box, Qt.Key.Key_Up)
    assert (store.current.imgsz, row.box.text()) == (448, "448")
    row.reset()
    assert (store.current.imgsz, row.box.text()) == (0, "416 auto")
    panel.set_served(ModelInfo("yolov4", ("person",), (608, 608), "cpu", "fp32"))
    assert row.box.text() == "608 auto"


def test_a_fallback_during_a_drag_is_shown_after_it(qtbot, panel, store) -> None:
    row = slider_row(panel, "confidence")
    drag(qtbot, row, 0.5, release=False)
    held = store.current.confidence
    store.update(confidence=0.1)
    qtbot.wait(20)
    assert row.box.value() == held
    qtbot.mouseRelease(row.slider, LEFT)
    assert row.box.text() == "0.10"
    assert store.current.confidence == 0.1


def test_notches_are_even_or_even_in_the_logarithm() -> None:
    assert notches(0.0, 1.0, 0.01)[:3] == [0.0, 0.01, 0.02]
    assert len(notches(160, 1280, 32)) == 36
    counts = notches(1, 1000, 1)
    assert (counts[0], counts[-1]) == (1, 1000)
    assert counts[:3] == [1, 2, 3]
    middle = counts[len(counts) // 2]
    assert 30 < middle < 200


@pytest.mark.parametrize(
    ("name", "setting", "heard"),
    [("imgsz", 416, "416"), ("confidence", 0.35, "35"), ("max_det", 300, "300"), ("line_width", 3, "3")],
)
def test_screen_readers_hear_the_number_that_is_meant(qtbot, panel, store, name, setting, heard) -> None:
    store.update(**{name: setting})
    slider = slider_row(panel, name).slider
    spoken = QAccessible.queryAccessibleInterface(slider)
    qtbot.waitUntil(lambda: spoken.text(QAccessible.Text.Value) == heard)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert getattr(store.current, name) >= setting
    assert int(spoken.text(QAccessible.Text.Value)) > int(heard)


@pytest.mark.slow
def test_keys_move_by_what_the_slider_stops_at(qtbot, panel, store) -> None:
    store.update(imgsz=416)
    slider = slider_row(panel, "imgsz").slider
    qtbot.waitUntil(lambda: slider.value() == 416)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert slider.value() == 448
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert slider.value() == 160
