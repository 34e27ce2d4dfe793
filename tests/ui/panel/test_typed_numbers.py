"""Numbers as a person enters them: a click, some typing, Enter; and the wheel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from support.window.panel_driver import choice_row, scroll_to, slider_row
from support.window.real_mouse import click, double_click, press_key, press_move_release, type_keys, wheel
from yolocam.settings import Settings


@pytest.fixture(autouse=True)
def active(qtbot, panel):
    panel.fold_sections(())
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)


def enter(row, text: str) -> None:
    click(row.box)
    type_keys(text)
    press_key(Qt.Key.Key_Return)


def test_a_click_and_typing_replaces_the_number(panel, store) -> None:
    store.update(imgsz=416)
    row = slider_row(panel, "imgsz")
    enter(row, "608")
    assert (store.current.imgsz, row.box.text()) == (608, "608")


def test_a_part_chosen_with_the_mouse_stays_chosen(panel, store) -> None:
    box = slider_row(panel, "confidence").box
    press_move_release(box, QPoint(box.width() - 6, 12), QPoint(box.width() - 14, 12))
    assert box.lineEdit().selectedText() not in ("", "0.25")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [("35%", 0.35, "0.35"), ("35", 0.35, "0.35"), ("7%", 0.07, "0.07"), ("1e-3", 0.001, "0.001"),
     ("0,4", 0.4, "0.40"), ("1", 1.0, "1.00")],
)  # fmt: skip
def test_what_is_meant_is_taken(panel, store, typed, stored, shown) -> None:
    row = slider_row(panel, "confidence")
    enter(row, typed)
    assert (store.current.confidence, row.box.text()) == (stored, shown)
    assert not row.box.is_refused


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "typed"),
    [("confidence", "7"), ("confidence", "-3"), ("confidence", "101%"), ("confidence", "a1"),
     ("confidence", "1e999"), ("confidence", "0.3.5"), ("imgsz", "99999"), ("imgsz", "50%"),
     ("max_det", "0"), ("max_det", "1e9")],
)  # fmt: skip
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_what_cannot_be_meant_turns_red_and_changes_nothing(panel, store, name, typed, key) -> None:
    row = slider_row(panel, name)
    scroll_to(panel, row.box)
    before = row.box.text()
    click(row.box)
    type_keys(typed)
    press_key(key)
    assert row.box.is_refused and row.box.text() == before
    assert store.current == Settings()
    enter(row, "0.5" if name == "confidence" else "320")
    assert not row.box.is_refused and store.current != Settings()


def test_escape_takes_back_what_was_typed(panel, store) -> None:
    row = slider_row(panel, "confidence")
    click(row.box)
    type_keys("0.9")
    press_key(Qt.Key.Key_Escape)
    assert (store.current, row.box.text(), row.box.is_refused) == (Settings(), "0.25", False)


def test_a_double_click_on_the_number_resets(qtbot, panel, store) -> None:
    store.update(confidence=0.8)
    row = slider_row(panel, "confidence")
    qtbot.waitUntil(lambda: row.box.text() == "0.80")
    double_click(row.box)
    assert (store.current.confidence, row.box.text()) == (0.25, "0.25")


def test_arrows_go_on_from_a_number_between_the_steps(panel, store) -> None:
    row = slider_row(panel, "confidence")
    enter(row, "0.125")
    assert store.current.confidence == 0.125
    click(row.box)
    press_key(Qt.Key.Key_Up)
    assert store.current.confidence in (0.13, 0.14)


def test_the_wheel_turns_the_slider_and_its_number_but_not_the_label(panel, store) -> None:
    row = slider_row(panel, "iou")
    wheel(row.box, 120)
    assert store.current.iou == 0.46
    wheel(row.slider, -240)
    assert store.current.iou == 0.44
    wheel(row, 120, QPoint(10, row.height() // 2))
    assert store.current.iou == 0.44


@pytest.mark.slow
def test_the_wheel_over_a_closed_list_scrolls(panel, store) -> None:
    combo = choice_row(panel, "palette").combo
    click(combo)
    combo.hidePopup()
    wheel(combo, -120)
    assert store.current == Settings()
