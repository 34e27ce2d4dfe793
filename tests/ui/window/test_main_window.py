"""The window as a person uses it."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QLineEdit

from support.window.window_driver import close_window, drop, key, open_film, paused_film
from support.window.window_fakes import CAMERA, FILM, FRAMES, MISSING, SLOW
from yolocam.settings import SettingsStore
from yolocam.ui.widgets.big_button import BigButton


def test_start_page_offers_four_ways(window, sources):
    assert not window.viewer.shows_picture
    texts = [button.text() for button in window.viewer.start_page.findChildren(BigButton)]
    assert len(texts) == 4
    assert not window.record_button.isEnabled()
    assert sources.addresses == []


def test_start_page_says_what_the_model_sees(qtbot, window):
    line = window.viewer.start_page._model_line
    qtbot.waitUntil(lambda: "5 classes" in line.text())
    assert "person" in line.text()


def test_sample_opens(qtbot, window, sources):
    sample = next(b for b in window.findChildren(BigButton) if "sample" in b.text())
    sample.click()
    qtbot.waitUntil(lambda: window.viewer.shows_picture)
    assert sources.addresses == ["sample.avi"]


def test_without_a_sample_its_button_says_why(make_window):
    window = make_window(sample=None)
    sample = next(b for b in window.findChildren(BigButton) if "sample" in b.text())
    assert not sample.isEnabled()
    assert "not part" in sample.toolTip()


def test_opening_plays(qtbot, window):
    open_film(qtbot, window)
    first = window.view.current.frame.index
    qtbot.waitUntil(lambda: window.view.current.frame.index > first + 3)
    assert window.transport.isVisible()
    assert window.tool_bar.title.text() == FILM
    assert window.open_menu._listed[0].text() == FILM


def test_space_reaches_playback_from_where_the_focus_is_after_opening(qtbot, window):
    open_film(qtbot, window)
    assert window.focusWidget() is window.view  # not a button, which Space would press
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert window.session.playback.state.paused


def test_space_pauses_and_plays(qtbot, window):
    open_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_Space)
    assert window.session.playback.state.paused
    key(qtbot, window, Qt.Key.Key_Space)
    assert not window.session.playback.state.paused


def test_keys_seek_and_step(qtbot, window):
    playback = paused_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: window.view.current.frame.index == 0)
    key(qtbot, window, Qt.Key.Key_Period)
    qtbot.waitUntil(lambda: window.view.current.frame.index == 1)
    key(qtbot, window, Qt.Key.Key_Comma)
    qtbot.waitUntil(lambda: window.view.current.frame.index == 0)
    key(qtbot, window, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: window.view.current.frame.index == FRAMES - 1)
    key(qtbot, window, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: window.view.current.frame.index == 0)  # five seconds are more than the film
    key(qtbot, window, Qt.Key.Key_BracketRight)
    assert playback.state.speed == 1.5
    key(qtbot, window, Qt.Key.Key_L)
    assert playback.state.loop


def test_end_of_file_is_no_error(qtbot, window):
    open_film(qtbot, window)
    window.transport.to_end()
    qtbot.waitUntil(lambda: window.viewer.replay.isVisible())
    assert window.viewer.message_bar.text == ""
    window.viewer.replay.click()
    qtbot.waitUntil(lambda: not window.viewer.replay.isVisible())
    assert not window.session.playback.state.ended


@pytest.mark.parametrize(
    "label", ["Confidence", "Overlap (IoU)", "Input size", "Max detections", "Line width"]
)
def test_dragging_a_slider_changes_the_next_frame_while_paused(qtbot, window, label):
    paused_film(qtbot, window)
    before = window.view.current
    pixels = before.image.copy()
    slider = next(s for s in window.controls.findChildren(QAbstractSlider) if s.accessibleName() == label)
    slider.setSliderDown(True)
    slider.setValue(slider.maximum() if label != "Max detections" else slider.minimum())
    slider.setSliderDown(False)
    qtbot.waitUntil(lambda: window.view.current is not before)
    qtbot.waitUntil(lambda: (window.view.current.image != pixels).any())
    assert window.view.current.frame.index == before.frame.index
    assert window.view.current.frame.repeat


def test_switching_the_model_while_playing(qtbot, window):
    open_film(qtbot, window)
    box = next(b for b in window.controls.findChildren(QComboBox) if b.accessibleName() == "Model")
    assert box.count() >= 2
    window.session.store.update(model="second", imgsz=608)
    qtbot.waitUntil(lambda: window.view.current.detected.model.name == "second")
    assert window.view.current.detected.model.size_wh == (608, 608)


def test_missing_file_offers_to_try_again(qtbot, window, sources):
    window.open(MISSING)
    bar = window.viewer.message_bar
    qtbot.waitUntil(lambda: "does not exist" in bar.text)
    assert not window.viewer.shows_picture
    assert window.open_menu._listed == []
    bar._button.click()
    qtbot.waitUntil(lambda: sources.addresses == [MISSING, MISSING])


def test_slow_opening_can_be_cancelled(qtbot, window, sources):
    window.open(SLOW)
    qtbot.waitUntil(lambda: window.viewer.opening.isVisible())
    window.viewer.opening.cancelled.emit()
    qtbot.waitUntil(lambda: not window.viewer.opening.isVisible())
    sources.release.set()
    qtbot.waitUntil(lambda: bool(sources.opened) and sources.opened[0].closed)
    assert not window.viewer.shows_picture


def test_dropped_file_opens(qtbot, window, tmp_path, sources):
    film = tmp_path / "dropped.avi"
    drop(window, film)
    qtbot.waitUntil(lambda: window.view.current is not None)
    assert [Path(address) for address in sources.addresses] == [film]


def test_unplugged_camera_is_told_and_comes_back(qtbot, window, sources):
    open_film(qtbot, window, CAMERA)
    assert not window.transport.isVisible()
    camera = sources.opened[0]
    camera.unplug()
    bar = window.viewer.message_bar
    qtbot.waitUntil(lambda: "last frame 12 s ago" in bar.text)
    bar._button.click()
    assert camera.retried
    last = window.view.current.frame.index
    camera.plug_in()
    qtbot.waitUntil(lambda: bar.text == "")
    qtbot.waitUntil(lambda: window.view.current.frame.index > last)


def test_mirror_changes_a_paused_picture(qtbot, window):
    paused_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: window.view.current.frame.repeat)
    assert window.sink.mirror


def test_full_screen_and_back(qtbot, window):
    open_film(qtbot, window)
    qtbot.waitUntil(lambda: window.controls.isVisible())
    qtbot.mouseDClick(window.view, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.isFullScreen())
    qtbot.wait(150)
    assert not window.tool_bar.isVisible()
    assert not window.controls.isVisible()
    assert window.viewer.full_screen_bar.isAncestorOf(window.transport)
    key(qtbot, window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    qtbot.waitUntil(lambda: window.controls.isVisible())
    assert window.tool_bar.isVisible()
    assert not window.viewer.full_screen_bar.isAncestorOf(window.transport)
    assert window.transport.isVisible()


def test_full_screen_controls_fade(qtbot, window):
    open_film(qtbot, window)
    bar = window.viewer.full_screen_bar
    bar._rest.setInterval(10)
    key(qtbot, window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: bar.isVisible())
    qtbot.waitUntil(lambda: not bar.isVisible())
    bar._rest.setInterval(5000)
    bar._seen = QPoint(-1, -1)  # as if the mouse had moved
    qtbot.waitUntil(lambda: bar.isVisible())


def test_shortcut_sheet_is_not_modal(qtbot, window):
    open_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_F1)
    assert window.viewer.shortcuts.isVisible()
    index = window.view.current.frame.index
    qtbot.waitUntil(lambda: window.view.current.frame.index > index)
    key(qtbot, window, Qt.Key.Key_Escape)
    assert not window.viewer.shortcuts.isVisible()


def test_narrow_window_makes_the_controls_a_strip(qtbot, window):
    open_film(qtbot, window)
    window.resize(1200, 700)
    qtbot.waitUntil(lambda: window.controls.isVisible())
    wide = window.controls.width()
    window.resize(600, 500)
    qtbot.waitUntil(lambda: window.controls.width() < wide / 2)
    window.resize(1200, 700)
    qtbot.waitUntil(lambda: window.controls.width() == wide)


def test_statistics_dock(qtbot, window):
    open_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_D)
    assert window.stats_dock.isVisible()
    key(qtbot, window, Qt.Key.Key_D)
    assert not window.stats_dock.isVisible()
    window.status_bar.figure_clicked.emit("latency")
    assert window.stats_dock.isVisible()


def test_close_what_is_open_leads_to_the_start_page(qtbot, window, sources):
    open_film(qtbot, window)
    window.actions_by_name["close_source"].trigger()
    qtbot.waitUntil(lambda: not window.viewer.shows_picture)
    assert window.view.current is None
    qtbot.waitUntil(lambda: sources.opened[0].closed)


def test_first_model_that_fails_is_told(make_window, monkeypatch, qtbot):
    from support.fake_detector import FakeDetector
    from yolocam.errors import ModelError

    def fails(self, settings):
        if settings.model == "first":
            raise ModelError("first.weights is missing")

    monkeypatch.setattr(FakeDetector, "warm", fails)
    window = make_window()
    line = window.viewer.start_page._model_line
    qtbot.waitUntil(lambda: "first.weights is missing" in line.text())
    qtbot.waitUntil(lambda: window.controls.isVisible())  # so that another can be chosen
    window.session.store.update(model="second")
    qtbot.waitUntil(lambda: "second detects" in line.text())


def test_layout_and_recents_are_remembered(qtbot, make_window):
    first = make_window()
    open_film(qtbot, first)
    qtbot.waitUntil(lambda: first.open_menu._listed != [])
    first.session.store.update(confidence=0.6)
    first.actions_by_name["panel"].trigger()
    first.resize(700, 640)
    first.close()
    qtbot.waitUntil(lambda: not first.isVisible())
    second = make_window()
    assert [action.text() for action in second.open_menu._listed] == [FILM]
    assert not second.actions_by_name["panel"].isChecked()
    assert (second.width(), second.height()) == (700, 640)
    store = SettingsStore()
    assert second._preferences.settings(store.current, ("first",)).confidence == 0.6


def test_exit_at_end(qtbot, make_window):
    window = make_window(address=FILM, exit_at_end=True)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    snapshot, info = window.final
    assert info.name == FILM
    assert snapshot.captured == snapshot.inferred == FRAMES
    assert snapshot.displayed + snapshot.dropped["display"] == FRAMES
    assert window.exit_status == 0


def test_exit_at_end_of_a_missing_file(qtbot, make_window):
    window = make_window(address=MISSING, exit_at_end=True)
    qtbot.waitUntil(lambda: not window.isVisible())
    assert window.exit_status == 1


def test_exit_after(qtbot, make_window):
    window = make_window(address=FILM, exit_after_s=0.3)
    qtbot.waitUntil(lambda: not window.isVisible())


def test_no_thread_stays(qtbot, make_window):
    before = threading.active_count()
    window = make_window(address=FILM)
    qtbot.waitUntil(lambda: window.view.current is not None)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    qtbot.waitUntil(lambda: threading.active_count() <= before)


def test_leaving_full_screen_by_the_platform_brings_everything_back(qtbot, window):
    open_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: not window.tool_bar.isVisible())
    window.showNormal()
    qtbot.waitUntil(lambda: window.tool_bar.isVisible())
    assert not window.actions_by_name["full_screen"].isChecked()


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


def test_every_control_has_a_name_and_a_tooltip(qtbot, window):
    open_film(qtbot, window)
    qtbot.waitUntil(lambda: window.transport.isVisible())
    ours = (window.tool_bar, window.transport, window.viewer)
    buttons = [b for part in ours for b in part.findChildren(QAbstractButton) if b.isVisible()]
    assert len(buttons) > 8
    for button in buttons:
        assert button.accessibleName() or button.text(), button
        assert button.toolTip(), button.text()


def test_every_frame_is_accounted_for_when_closed_while_playing(qtbot, make_window):
    window = make_window(address=FILM)
    qtbot.waitUntil(lambda: window.view.current is not None and window.view.current.frame.index > 5)
    window.close()
    qtbot.waitUntil(lambda: window.closed)
    snapshot, _ = window.final
    assert snapshot.captured == snapshot.inferred
    assert snapshot.displayed + snapshot.dropped["display"] == snapshot.inferred


def test_a_device_that_is_not_here_cannot_be_chosen(qtbot, make_window):
    window = make_window(refused=lambda: {"device": {"cuda": "There is no GPU here."}})
    combo = window.controls.row("device").combo
    item = combo.model().item(combo.findData("cuda"))
    qtbot.waitUntil(lambda: not item.isEnabled(), timeout=10_000)
    assert "no GPU" in item.toolTip()
    assert combo.model().item(combo.findData("cpu")).isEnabled()


def test_a_notice_of_the_start_is_shown(make_window):
    assert make_window(notice="mine has gone").viewer.message_bar.text == "mine has gone"


def test_mirroring_is_remembered(qtbot, make_window):
    first = make_window()
    assert not first.sink.mirror
    first.actions_by_name["mirror"].trigger()
    close_window(qtbot, first)
    second = make_window()
    assert second.sink.mirror and second.actions_by_name["mirror"].isChecked()


def test_folded_sections_are_remembered(qtbot, make_window):
    first = make_window()
    assert first.controls.folded == frozenset()
    first.controls.fold_sections(["Look", "Classes"])
    close_window(qtbot, first)
    second = make_window()
    assert second.controls.folded == {"Look", "Classes"}
    assert not second.controls.row("palette").isVisibleTo(second.controls)


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
