"""The panel of controls as a person uses it: each is there, explained, and shows what others change."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from support.window.panel_driver import LEFT, MODELS, SERVED, choice_row, scroll_to, slider_row
from support.window.real_mouse import click
from yolocam.palette import palette_names
from yolocam.settings import Settings, controls
from yolocam.ui.panel.choice_row import CheckRow
from yolocam.ui.panel.control_panel import ControlPanel
from yolocam.ui.panel.icon_strip import STRIP_WIDTH
from yolocam.ui.panel.model_picker import ModelPicker
from yolocam.ui.widgets.panel_section import PanelSection
from yolocam.ui.widgets.section_heading import SectionHeading


def test_every_field_has_a_control_that_explains_itself(panel: ControlPanel) -> None:
    for name, control in controls().items():
        row = panel.row(name)
        inputs = [w for w in row.findChildren(QWidget) if w.accessibleName() == control.label]
        assert inputs, name
        for widget in inputs:
            assert control.help in widget.accessibleDescription()
            assert control.help.split("'")[0] in widget.toolTip()
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


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
    assert picker.status.text() == "416 · CPU bf16"
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
    qtbot.waitUntil(lambda: store.listeners == 0)
    store.update(confidence=0.5)


def test_what_runs_is_told_where_it_is_not_what_was_chosen(qtbot, panel, store):
    row = choice_row(panel, "precision")
    store.update(precision="int8")
    panel.set_served(replace(SERVED, precision="fp32"))
    qtbot.waitUntil(lambda: row.combo.currentText() == "int8, now fp32")
    panel.set_served(replace(SERVED, precision="int8"))
    assert row.combo.currentText() == "int8"


@pytest.mark.slow
def test_what_few_people_need_lies_under_advanced(qtbot, panel):
    advanced = [name for name, control in controls().items() if control.advanced]
    assert {"device", "precision", "max_det"} <= set(advanced)
    assert not any(panel.row(name).isVisible() for name in advanced)
    assert all(panel.row(name).isVisible() for name in ("confidence", "iou", "imgsz", "model", "labels"))
    headings = [heading for heading in panel.findChildren(SectionHeading) if heading.isVisible()]
    assert [h.text() for h in headings][-1] == "Advanced"
    scroll_to(panel, headings[-1])
    click(headings[-1])
    assert all(panel.row(name).isVisible() for name in advanced)
