"""The panel is as wide as it is: nothing in it is cut at its edge."""

from __future__ import annotations

from dataclasses import replace

import pytest

from support.window.panel_driver import MODELS, SERVED
from yolocam.settings import SettingsStore
from yolocam.ui.panel.control_panel import ControlPanel
from yolocam.ui.panel.model_picker import ModelPicker
from yolocam.ui.widgets.scroll_column import ScrollColumn
from yolocam.zoo.better_model import Better
from yolocam.zoo.library import Library

_LONG = "a-name-that-is-long" * 4


@pytest.mark.parametrize("points", [9, 16])
def test_a_long_offer_is_shortened_and_cuts_no_number_box(qtbot, set_points, tmp_path, points) -> None:
    set_points(points)
    panel = ControlPanel(SettingsStore(), MODELS)
    qtbot.addWidget(panel)
    panel.set_served(SERVED)
    entry = replace(Library(tmp_path).entry(MODELS[0]), name=_LONG)
    panel.set_advice("80 classes\nAccuracy 34.3 on COCO", Better(entry, 30))
    panel.resize(panel.width(), 600)
    panel.show()
    qtbot.waitExposed(panel)
    column = panel.findChild(ScrollColumn)
    assert column.widget().width() <= column.viewport().width()
    picker = panel.row("model")
    assert isinstance(picker, ModelPicker) and picker.advice.button.isVisible()
    assert _LONG in picker.advice.button.toolTip()


def test_what_is_prepared_is_named_once(qtbot) -> None:
    panel = ControlPanel(SettingsStore(), MODELS)
    qtbot.addWidget(panel)
    picker = panel.row("model")
    assert isinstance(picker, ModelPicker)
    panel.set_preparing(f"preparing {MODELS[0]}")  # the name that is chosen in the list above
    assert picker.status.text() == "Preparing…"
    panel.set_preparing("preparing yolov4")
    assert picker.status.text() == "Preparing yolov4…"


def test_there_is_no_empty_list_of_classes(qtbot) -> None:
    panel = ControlPanel(SettingsStore(), MODELS)
    qtbot.addWidget(panel)
    classes = panel.row("classes")
    assert classes.view.isHidden()
    panel.set_served(SERVED)
    assert not classes.view.isHidden()
