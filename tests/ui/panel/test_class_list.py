"""The class list: filter with one click, search, counts that stay readable."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from yolocam.detections import Detections
from yolocam.frame import Detected, Frame, Inference, ModelInfo, SourceInfo, Timing
from yolocam.palette import load_palette
from yolocam.settings import Settings, control_of
from yolocam.ui.panel.class_list import ClassList
from yolocam.ui.panel.class_model import COLOUR_ROLE, COUNT_ROLE

NAMES = (*(f"kind {n}" for n in range(76)), "cat", "caterpillar", "dog", "zebra")
SOURCE = SourceInfo("film", "video", (64, 48))
LEFT = Qt.MouseButton.LeftButton


def result(*class_ids: int, names: tuple[str, ...] = NAMES, repeat: bool = False) -> Detected:
    ones = np.ones(len(class_ids), np.float32)
    boxes = np.zeros((len(class_ids), 4), np.float32)
    found = Detections(xyxy=boxes, objectness=ones, class_score=ones, class_id=np.array(class_ids, np.int32))
    frame = Frame(np.zeros((48, 64, 3), np.uint8), 0, 0, 0, SOURCE, repeat=repeat)
    model = ModelInfo("fake", names, (416, 416), "cpu", "fp32")
    return Detected(frame, Inference(found, Timing(), model), Settings())


@pytest.fixture
def classes(qtbot) -> ClassList:
    classes = ClassList(control_of("classes"))
    qtbot.addWidget(classes)
    classes.set_palette_name("clear")
    classes.set_class_names(NAMES)
    classes.resize(300, 400)
    classes.show()
    qtbot.waitExposed(classes)
    qtbot.mouseClick(classes.more, LEFT)  # all of them
    return classes


def row_of(classes: ClassList, class_id: int) -> QPoint:
    index = classes.order.mapFromSource(classes.model.index(class_id))
    classes.view.scrollTo(index)
    return classes.view.visualRect(index).center()


def click(qtbot, classes: ClassList, class_id: int) -> None:
    where = row_of(classes, class_id)
    qtbot.mouseClick(classes.view.viewport(), LEFT, pos=where)


def count(classes: ClassList, class_id: int) -> int:
    return int(classes.model.index(class_id).data(COUNT_ROLE))


def test_one_click_hides_a_class_and_another_shows_it_again(qtbot, classes) -> None:
    told = []
    classes.changed.connect(told.append)
    click(qtbot, classes, 78)
    assert told == [frozenset(range(80)) - {78}]
    assert classes.summary.text() == "79 of 80 shown"
    click(qtbot, classes, 78)
    assert told[-1] is None  # all of them is no filter
    assert classes.summary.text() == "All 80 shown"


def test_space_toggles_the_class_under_the_cursor(qtbot, classes) -> None:
    told = []
    classes.changed.connect(told.append)
    classes.view.setFocus()
    classes.view.setCurrentIndex(classes.order.index(0, 0))
    qtbot.keyClick(classes.view, Qt.Key.Key_Down)
    qtbot.keyClick(classes.view, Qt.Key.Key_Space)
    assert told == [frozenset(range(80)) - {1}]


def test_none_then_one(qtbot, classes) -> None:
    told = []
    classes.changed.connect(told.append)
    qtbot.mouseClick(classes.none_button, LEFT)
    click(qtbot, classes, 3)
    qtbot.mouseClick(classes.all_button, LEFT)
    assert told == [frozenset(), frozenset({3}), None]
    assert not classes.all_button.isEnabled()


def test_only_this_is_in_the_menu_of_a_class(qtbot, classes) -> None:
    told = []
    classes.changed.connect(told.append)
    classes.view.customContextMenuRequested.emit(row_of(classes, 76))
    menu = classes.findChild(QMenu)
    actions = {action.text(): action for action in menu.actions()}
    assert list(actions) == ["Only cat", "All but cat", "All"]
    assert not actions["All"].isEnabled()
    actions["Only cat"].trigger()
    actions["All but cat"].trigger()
    menu.close()
    assert told == [frozenset({76}), frozenset(range(80)) - {76}]


def test_search_finds_names_in_any_case(qtbot, classes) -> None:
    qtbot.keyClicks(classes.search, "CAT")
    assert [classes.order.index(r, 0).data() for r in range(classes.order.rowCount())] == [
        "cat",
        "caterpillar",
    ]
    click(qtbot, classes, 77)
    assert classes.model.shown == frozenset(range(80)) - {77}
    classes.search.clear()
    assert classes.order.rowCount() == 80


def listed(classes: ClassList) -> list[str]:
    return [classes.order.index(row, 0).data() for row in range(classes.order.rowCount())]


def test_only_what_was_seen_or_chosen_is_listed_at_first(qtbot, classes) -> None:
    qtbot.mouseClick(classes.more, LEFT)
    assert listed(classes) == [f"kind {n}" for n in range(6)]
    assert classes.more.text() == "74 more"
    classes.show_result(result(78, *range(30, 37)))
    qtbot.waitUntil(lambda: "dog" in listed(classes))
    assert listed(classes) == [*(f"kind {n}" for n in range(30, 37)), "dog"]
    assert classes.more.text() == "72 more"
    classes.show_value(frozenset({5}))
    assert "kind 5" in listed(classes)
    qtbot.mouseClick(classes.more, LEFT)
    assert len(listed(classes)) == 80
    assert classes.more.text() == "Show fewer"


def test_the_search_finds_what_is_not_listed(qtbot, classes) -> None:
    qtbot.mouseClick(classes.more, LEFT)
    qtbot.keyClicks(classes.search, "zeb")
    assert listed(classes) == ["zebra"]
    assert not classes.more.isVisible()


def test_the_list_never_scrolls_by_itself(qtbot, classes) -> None:
    for _ in range(2):
        bar = classes.view.verticalScrollBar()
        assert bar.maximum() == 0
        last = classes.view.visualRect(classes.order.index(classes.order.rowCount() - 1, 0))
        assert last.bottom() <= classes.view.viewport().height()
        qtbot.mouseClick(classes.more, LEFT)


def test_a_filter_from_elsewhere_is_shown_and_not_sent_back(classes) -> None:
    told = []
    classes.changed.connect(told.append)
    classes.show_value(frozenset({1, 2, 500}))
    assert classes.summary.text() == "2 of 80 shown"
    assert classes.model.index(1).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert classes.model.index(0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    assert told == []


@pytest.mark.slow
def test_counts_follow_what_is_in_the_picture(qtbot, classes) -> None:
    classes.show_result(result(78, 78, 76))
    qtbot.waitUntil(lambda: count(classes, 78) == 2)
    assert count(classes, 76) == 1
    classes.show_result(result(repeat=True))  # paused, and the confidence was raised
    qtbot.waitUntil(lambda: count(classes, 78) == 0)


@pytest.mark.slow
def test_a_held_picture_is_counted_alone(qtbot, classes) -> None:
    for _ in range(5):
        classes.show_result(result(78, 78))
    qtbot.waitUntil(lambda: count(classes, 78) == 2)
    classes.show_result(result(78), held=True)  # paused, and stepped on
    qtbot.waitUntil(lambda: count(classes, 78) == 1)


@pytest.mark.slow
def test_one_missed_box_does_not_flicker(qtbot, classes) -> None:
    seen = []
    classes.model.dataChanged.connect(lambda *_: seen.append(count(classes, 78)))
    for found in (2, 2, 1, 2, 2, 0, 2, 2):
        classes.show_result(result(*[78] * found))
        qtbot.wait(50)
    qtbot.waitUntil(lambda: not classes._refresh_timer.isActive())
    assert set(seen) == {2}


def test_classes_that_were_seen_come_first(qtbot, classes) -> None:
    classes.show_result(result(78, 12))
    qtbot.waitUntil(lambda: classes.order.index(0, 0).data() == "kind 12")
    assert classes.order.index(1, 0).data() == "dog"
    assert classes.order.index(2, 0).data() == "kind 0"


def test_rows_stay_where_they_are_while_one_is_being_chosen(qtbot, classes) -> None:
    classes.activateWindow()
    classes.view.setFocus()
    qtbot.waitUntil(classes.view.hasFocus)
    classes.show_result(result(78))
    qtbot.waitUntil(lambda: count(classes, 78) == 1)
    assert classes.order.index(0, 0).data() == "kind 0"


@pytest.mark.slow
def test_another_network_brings_its_own_classes(qtbot, classes) -> None:
    classes.show_value(frozenset({1, 79}))
    many = tuple(f"thing {n}" for n in range(601))
    classes.show_result(result(600, names=many))
    qtbot.waitUntil(lambda: count(classes, 600) == 1)
    assert classes.summary.text() == "2 of 601 shown"
    told = []
    classes.changed.connect(told.append)
    classes.show_result(result(0, names=("only",)))
    qtbot.waitUntil(lambda: count(classes, 0) == 1)
    click(qtbot, classes, 0)
    assert told == [None]
    classes.show_result(result(names=()))
    assert classes.summary.text() == "Listed once a model is ready"


def test_ids_outside_the_names_are_ignored(qtbot, classes) -> None:
    classes.show_result(result(-1, 80, 5))
    qtbot.waitUntil(lambda: count(classes, 5) == 1)


def test_colours_are_those_of_the_boxes(classes) -> None:
    for name in ("clear", "vivid"):
        classes.set_palette_name(name)
        blue, green, red = load_palette(name).colour(7)
        colour = classes.model.index(7).data(COLOUR_ROLE)
        assert (colour.blue(), colour.green(), colour.red()) == (blue, green, red)
    classes.set_palette_name("no such palette")
    assert classes.model.index(7).data(COLOUR_ROLE) == colour


def test_screen_readers_hear_name_state_and_count(classes) -> None:
    text = classes.model.index(76).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text == "cat, shown, 0 in the image"


@pytest.mark.slow
def test_classes_that_darknet_does_not_show_are_not_listed(qtbot, classes) -> None:
    classes.set_class_names(("person", "dont_show car", "dog"))
    rows = range(classes.order.rowCount())
    assert [classes.order.index(row, 0).data() for row in rows] == ["person", "dog"]
    assert classes.summary.text() == "All 2 shown"
    told = []
    classes.changed.connect(told.append)
    classes.model.choose(frozenset({0}))
    assert classes.summary.text() == "1 of 2 shown"
    classes.model.choose(frozenset({0, 2}))  # what can be seen is all there is
    assert told == [frozenset({0}), None]
