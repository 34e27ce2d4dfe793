"""Settings reach the picture from the window's panel, and each control explains itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QLineEdit

from support.window.window_driver import key, open_film, paused_film, words_of


@pytest.mark.slow
@pytest.mark.parametrize(
    "label", ["Confidence", "Overlap (IoU)", "Resolution", "Max detections", "Line width"]
)
def test_dragging_a_slider_changes_the_next_frame_while_paused(qtbot, window, label):
    paused_film(qtbot, window)
    before = window.view.current
    shown = window.view.grab().toImage()
    slider = next(s for s in window.controls.findChildren(QAbstractSlider) if s.accessibleName() == label)
    slider.setSliderDown(True)
    slider.setValue(slider.maximum() if label != "Max detections" else slider.minimum())
    slider.setSliderDown(False)
    qtbot.waitUntil(lambda: window.view.current is not before)
    qtbot.waitUntil(lambda: window.view.grab().toImage() != shown)
    assert window.view.current.frame.index == before.frame.index
    assert window.view.current.frame.repeat


@pytest.mark.slow
def test_switching_the_model_while_playing(qtbot, window):
    open_film(qtbot, window)
    box = next(b for b in window.controls.findChildren(QComboBox) if b.accessibleName() == "Model")
    assert box.count() >= 2
    window.session.store.update(model="second", imgsz=608)
    qtbot.waitUntil(lambda: window.view.current.detected.model.name == "second")
    assert window.view.current.detected.model.size_wh == (608, 608)


@pytest.mark.slow
def test_mirror_changes_a_paused_picture(qtbot, window):
    paused_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: window.view.current.frame.repeat)
    assert window.sink.mirror


def test_first_model_that_fails_is_told(make_window, monkeypatch, qtbot):
    from support.fake_detector import FakeDetector
    from yolocam.errors import ModelError

    def fails(self, settings):
        if settings.model == "first":
            raise ModelError("first.weights is missing")

    monkeypatch.setattr(FakeDetector, "warm", fails)
    window = make_window()
    page = window.viewer.start_page
    qtbot.waitUntil(lambda: "first.weights is missing" in words_of(page))
    qtbot.waitUntil(lambda: window.controls.isVisible())  # so that another can be chosen
    window.session.store.update(model="second")
    qtbot.waitUntil(lambda: "second detects" in words_of(page))


@pytest.mark.slow
def test_typing_into_a_box_triggers_no_shortcut(qtbot, window):
    open_film(qtbot, window)
    search = next(
        e for e in window.controls.findChildren(QLineEdit) if e.accessibleName() == "Search classes"
    )
    qtbot.waitUntil(lambda: search.isVisible())
    window.activateWindow()
    search.setFocus()
    qtbot.waitUntil(lambda: search.hasFocus())
    qtbot.keyClicks(search, "rsq m")
    assert search.text() == "rsq m"
    assert window.saved_files.recording.phase == "idle"
    assert not window.session.playback.state.paused


@pytest.mark.slow
def test_every_control_has_a_name_and_a_tooltip(qtbot, window):
    open_film(qtbot, window)
    qtbot.waitUntil(lambda: window.transport.isVisible())
    ours = (window.tool_bar, window.transport, window.viewer)
    buttons = [b for part in ours for b in part.findChildren(QAbstractButton) if b.isVisible()]
    assert len(buttons) > 8
    for button in buttons:
        assert button.accessibleName() or button.text(), button
        assert button.toolTip(), button.text()


@pytest.mark.slow
def test_a_device_that_is_not_here_cannot_be_chosen(qtbot, make_window):
    window = make_window(refused=lambda: {"device": {"cuda": "There is no GPU here."}})
    combo = window.controls.row("device").combo
    item = combo.model().item(combo.findData("cuda"))
    qtbot.waitUntil(lambda: not item.isEnabled())
    assert "no GPU" in item.toolTip()
    assert combo.model().item(combo.findData("cpu")).isEnabled()


@pytest.mark.slow
def test_presets_set_the_thresholds_of_other_programs(window):
    from yolocam.ui.panel.preset_button import PresetButton

    (button,) = window.controls.findChildren(PresetButton)
    actions = {action.text(): action for action in button.menu().actions()}
    actions["As in the tutorials"].trigger()
    settings = window.session.store.current
    assert (settings.confidence, settings.iou, settings.threshold_on) == (0.5, 0.4, "objectness")
    assert (
        "Confidence 0.5, Overlap (IoU) 0.4, Threshold on Objectness"
        in actions["As in the tutorials"].toolTip()
    )
    actions["As in Darknet"].trigger()
    assert window.session.store.current.confidence == 0.25
