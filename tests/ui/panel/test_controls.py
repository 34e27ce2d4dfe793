"""The panel of controls as a person uses it: with the mouse, the wheel and the keyboard."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from yolocam.frame import ModelInfo
from yolocam.palette import palette_names
from yolocam.settings import DEFAULT_MODEL, Settings, SettingsStore, controls
from yolocam.ui.panel.choice_row import CheckRow, ChoiceRow
from yolocam.ui.panel.control_panel import ControlPanel
from yolocam.ui.panel.icon_strip import STRIP_WIDTH
from yolocam.ui.panel.model_picker import ModelPicker
from yolocam.ui.panel.slider_row import SliderRow, notches
from yolocam.ui.widgets.panel_section import PanelSection
from yolocam.ui.widgets.scroll_column import ScrollColumn

MODELS = (DEFAULT_MODEL, "yolov4", "yolov3")
SERVED = ModelInfo(DEFAULT_MODEL, ("person", "car"), (416, 416), "cpu", "bf16")

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def store() -> SettingsStore:
    return SettingsStore()


@pytest.fixture
def panel(qtbot, store: SettingsStore) -> ControlPanel:
    panel = ControlPanel(store, MODELS)
    qtbot.addWidget(panel)
    panel.resize(panel.width(), 1100)
    panel.show()
    panel.set_served(SERVED)
    qtbot.waitExposed(panel)
    return panel


def slider_row(panel: ControlPanel, name: str) -> SliderRow:
    row = panel.row(name)
    assert isinstance(row, SliderRow)
    return row


def choice_row(panel: ControlPanel, name: str) -> ChoiceRow:
    row = panel.row(name)
    assert isinstance(row, ChoiceRow)
    return row


def point(widget: QWidget, share: float) -> QPoint:
    """Return where a slider stands at a share of its way."""
    return QPoint(round(7 + share * (widget.width() - 14)), widget.height() // 2)


def drag(qtbot, row: SliderRow, *shares: float, release: bool = True) -> None:
    qtbot.mousePress(row.slider, LEFT, pos=point(row.slider, shares[0]))
    for share in shares[1:]:
        qtbot.mouseMove(row.slider, point(row.slider, share))
    if release:
        qtbot.mouseRelease(row.slider, LEFT, pos=point(row.slider, shares[-1]))


def turn_wheel(widget: QWidget, angle: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre, QPointF(widget.mapToGlobal(centre.toPoint())), QPoint(), QPoint(0, angle),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def type_number(qtbot, row: SliderRow, text: str) -> None:
    row.box.setFocus()
    row.box.selectAll()
    qtbot.keyClicks(row.box, text)
    qtbot.keyClick(row.box, Qt.Key.Key_Return)


def test_every_field_has_a_control_that_explains_itself(panel: ControlPanel) -> None:
    for name, control in controls().items():
        row = panel.row(name)
        inputs = [w for w in row.findChildren(QWidget) if w.accessibleName() == control.label]
        assert inputs, name
        for widget in inputs:
            assert control.help in widget.accessibleDescription()
            assert control.help.split("'")[0] in widget.toolTip()
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


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


@pytest.mark.parametrize(
    ("name", "typed", "stored", "shown"),
    [
        ("confidence", "0.61", 0.61, "0.61"),
        ("confidence", "0,4", 0.4, "0.40"),
        ("confidence", "7", 1.0, "1.00"),
        ("confidence", "-3", 0.0, "0.00"),
        ("confidence", "abc", 0.25, "0.25"),
        ("confidence", "", 0.25, "0.25"),
        ("imgsz", "600", 608, "608"),
        ("imgsz", "99999", 1280, "1280"),
        ("imgsz", "5", 160, "160"),
        ("imgsz", "auto", 0, "416 auto"),
        ("imgsz", "0", 0, "416 auto"),
        ("line_width", "3", 3, "3"),
        ("max_det", "1e9", 1, "1"),
        ("max_det", "0", 1, "1"),
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


def test_the_wheel_exchanges_no_network_by_accident(qtbot, panel, store) -> None:
    turn_wheel(choice_row(panel, "model").combo, -120)
    assert store.current.model == DEFAULT_MODEL
    turn_wheel(choice_row(panel, "palette").combo, -120)
    assert store.current.palette == palette_names()[palette_names().index("clear") + 1]


@pytest.mark.parametrize("part", ["slider", "box", "label"])
def test_a_double_click_resets(qtbot, panel, store, part: str) -> None:
    store.update(confidence=0.8)
    row = slider_row(panel, "confidence")
    qtbot.waitUntil(lambda: row.box.text() == "0.80")
    widget = {"slider": row.slider, "box": row.box, "label": row.findChild(QLabel)}[part]
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
    assert row._notches[row.slider.value()] == 416
    qtbot.keyClick(row.box, Qt.Key.Key_Up)
    assert (store.current.imgsz, row.box.text()) == (448, "448")
    row.reset()
    assert (store.current.imgsz, row.box.text()) == (0, "416 auto")
    panel.set_served(ModelInfo("yolov4", ("person",), (608, 608), "cpu", "fp32"))
    assert row.box.text() == "608 auto"


def test_a_change_from_another_thread_is_shown_and_not_sent_back(qtbot, panel, store) -> None:
    row, other = slider_row(panel, "confidence"), choice_row(panel, "device")
    changes = []
    row.changed.connect(changes.append)
    other.changed.connect(changes.append)
    thread = threading.Thread(target=lambda: store.update(confidence=0.7, device="cpu", labels=False))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: row.box.text() == "0.70")
    assert other.combo.currentData() == "cpu"
    assert row.slider.value() == 70
    assert changes == []


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


def test_choices_follow_the_keyboard(qtbot, panel, store) -> None:
    qtbot.keyClick(choice_row(panel, "frames").combo, Qt.Key.Key_Down)
    assert store.current.frames == "live"
    qtbot.keyClick(choice_row(panel, "model").combo, Qt.Key.Key_Down)
    assert store.current.model == "yolov4"


def test_choices_that_this_machine_lacks_say_why(qtbot, panel, store) -> None:
    row = choice_row(panel, "device")
    panel.set_unavailable("device", {"cuda": "No CUDA device was found.", "mps": "Only on a Mac."})
    model = row.combo.model()
    cuda = row.combo.findData("cuda")
    assert not model.flags(model.index(cuda, 0)) & Qt.ItemFlag.ItemIsEnabled
    assert "No CUDA device" in row.combo.itemData(cuda, Qt.ItemDataRole.ToolTipRole)
    row.combo.setFocus()
    for _ in range(4):
        qtbot.keyClick(row.combo, Qt.Key.Key_Down)
    assert store.current.device == "cpu"


def test_every_palette_is_offered_and_one_from_a_file_joins(qtbot, panel, store, tmp_path: Path) -> None:
    combo = choice_row(panel, "palette").combo
    assert tuple(combo.itemData(i) for i in range(combo.count())) == palette_names()
    assert all(not combo.itemIcon(i).isNull() for i in range(combo.count()))
    own = tmp_path / "own.json"
    own.write_text('{"title": "My own", "colours": ["#ff0000"]}')
    store.update(palette=str(own))
    qtbot.waitUntil(lambda: combo.currentText() == "My own")
    store.update(palette="missing.json")
    qtbot.waitUntil(lambda: combo.currentText() == "missing.json")


def test_scores_are_disabled_with_a_reason_while_labels_are_off(qtbot, panel, store) -> None:
    labels, scores = panel.row("labels"), panel.row("scores")
    assert isinstance(labels, CheckRow) and isinstance(scores, CheckRow)
    qtbot.keyClick(labels.box, Qt.Key.Key_Space)
    assert store.current.labels is False
    qtbot.waitUntil(lambda: not scores.box.isEnabled())
    assert "labels are off" in scores.box.toolTip()
    qtbot.keyClick(labels.box, Qt.Key.Key_Space)
    qtbot.waitUntil(scores.box.isEnabled)
    assert "labels are off" not in scores.box.toolTip()


def test_a_section_goes_back_to_its_defaults_alone(qtbot, panel, store) -> None:
    store.update(confidence=0.9, iou=0.1, line_width=4)
    sections = {section.title: section for section in panel.findChildren(PanelSection)}
    qtbot.waitUntil(sections["Detection"].reset_button.isEnabled)
    qtbot.mouseClick(sections["Detection"].reset_button, LEFT)
    assert store.current == Settings(line_width=4)
    qtbot.waitUntil(lambda: not sections["Detection"].reset_button.isEnabled())
    assert sections["Look"].reset_button.isEnabled()


def test_sections_fold_by_keyboard(qtbot, panel) -> None:
    section = panel.findChildren(PanelSection)[0]
    qtbot.keyClick(section.heading, Qt.Key.Key_Space)
    assert not section.body.isVisible()
    qtbot.keyClick(section.heading, Qt.Key.Key_Space)
    assert section.body.isVisible()


def test_the_picker_tells_what_is_served_and_what_is_prepared(panel) -> None:
    picker = panel.row("model")
    assert isinstance(picker, ModelPicker)
    assert picker.status.text() == f"{DEFAULT_MODEL} · 416 · CPU bf16"
    assert not picker.combo.itemIcon(0).isNull()
    assert picker.combo.itemIcon(1).isNull()
    assert choice_row(panel, "device").combo.currentText() == "Auto (CPU)"
    assert choice_row(panel, "precision").combo.currentText() == "Auto (bf16)"
    panel.set_preparing("preparing 608x608")
    assert picker.status.text() == "Preparing 608×608…"
    panel.set_preparing(None)
    panel.set_served(None)
    assert picker.status.text() == "No model is ready yet"


def test_the_strip_unfolds_at_its_section(qtbot, panel) -> None:
    told = []
    panel.collapsed_changed.connect(told.append)
    panel.set_collapsed(True)
    assert panel.width() == STRIP_WIDTH
    button = next(b for b in panel.findChildren(QWidget) if b.accessibleName() == "Open Look")
    qtbot.mouseClick(button, LEFT)
    assert not panel.is_collapsed
    assert slider_row(panel, "line_width").isVisible()
    assert told == [True, False]


def test_the_store_outlives_the_panel(qtbot, store) -> None:
    panel = ControlPanel(store, MODELS)
    panel.deleteLater()
    qtbot.waitUntil(lambda: not store._listeners)
    store.update(confidence=0.5)


def test_notches_are_even_or_even_in_the_logarithm() -> None:
    assert notches(0.0, 1.0, 0.01)[:3] == [0.0, 0.01, 0.02]
    assert len(notches(160, 1280, 32)) == 36
    counts = notches(1, 1000, 1)
    assert (counts[0], counts[-1]) == (1, 1000)
    assert counts[:3] == [1, 2, 3]
    middle = counts[len(counts) // 2]
    assert 30 < middle < 200
