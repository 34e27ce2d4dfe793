"""What is opened plays: by the start page, keys, drops, with files that are missing and cameras that go."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from support.window.window_driver import (
    drop,
    endless_film,
    key,
    listed,
    offered,
    open_film,
    paused_film,
    runs_on,
    words_of,
)
from support.window.window_fakes import CAMERA, FILM, FRAMES, MISSING, SLOW
from yolocam.ui.widgets.big_button import BigButton


def test_start_page_offers_four_ways(window, sources):
    assert not window.viewer.shows_picture
    texts = [button.text() for button in window.viewer.start_page.findChildren(BigButton)]
    assert len(texts) == 4
    assert not window.record_button.isEnabled()
    assert sources.addresses == []


def test_start_page_says_what_the_model_sees(qtbot, window):
    page = window.viewer.start_page
    qtbot.waitUntil(lambda: "5 classes" in words_of(page))
    assert "person" in words_of(page)


@pytest.mark.slow
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


@pytest.mark.slow
def test_opening_plays(qtbot, window):
    endless_film(qtbot, window)
    runs_on(qtbot, window)
    assert window.transport.isVisible()
    assert window.tool_bar.title.text() == FILM
    assert FILM in listed(window.open_menu)


@pytest.mark.slow
def test_space_reaches_playback_from_where_the_focus_is_after_opening(qtbot, window):
    open_film(qtbot, window)
    assert window.focusWidget() is window.view  # not a button, which Space would press
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert window.session.playback.state.paused


@pytest.mark.slow
def test_space_pauses_and_plays(qtbot, window):
    endless_film(qtbot, window)
    key(qtbot, window, Qt.Key.Key_Space)
    assert window.session.playback.state.paused
    key(qtbot, window, Qt.Key.Key_Space)
    assert not window.session.playback.state.paused


@pytest.mark.slow
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


@pytest.mark.slow
def test_end_of_file_is_no_error(qtbot, window):
    open_film(qtbot, window)
    window.transport.to_end()
    qtbot.waitUntil(lambda: window.viewer.replay.isVisible())
    assert window.viewer.message_bar.text == ""
    window.viewer.replay.click()
    qtbot.waitUntil(lambda: not window.viewer.replay.isVisible())
    assert not window.session.playback.state.ended


@pytest.mark.slow
def test_missing_file_offers_to_try_again(qtbot, window, sources):
    window.open(MISSING)
    bar = window.viewer.message_bar
    qtbot.waitUntil(lambda: "does not exist" in bar.text)
    assert not window.viewer.shows_picture
    assert MISSING not in listed(window.open_menu)
    offered(bar).click()
    qtbot.waitUntil(lambda: sources.addresses == [MISSING, MISSING])


@pytest.mark.slow
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


@pytest.mark.slow
def test_unplugged_camera_is_told_and_comes_back(qtbot, window, sources):
    open_film(qtbot, window, CAMERA)
    assert not window.transport.isVisible()
    camera = sources.opened[0]
    camera.unplug()
    bar = window.viewer.message_bar
    qtbot.waitUntil(lambda: "last frame 12 s ago" in bar.text)
    offered(bar).click()
    assert camera.retried
    last = window.view.current.frame.index
    camera.plug_in()
    qtbot.waitUntil(lambda: bar.text == "")
    qtbot.waitUntil(lambda: window.view.current.frame.index > last)


def test_close_what_is_open_leads_to_the_start_page(qtbot, window, sources):
    open_film(qtbot, window)
    window.actions_by_name["close_source"].trigger()
    qtbot.waitUntil(lambda: not window.viewer.shows_picture)
    assert window.view.current is None
    qtbot.waitUntil(lambda: sources.opened[0].closed)


@pytest.mark.slow
def test_a_notice_of_the_start_is_shown(make_window):
    assert make_window(notice="mine has gone").viewer.message_bar.text == "Mine has gone"


def test_the_window_is_named_after_its_source(qtbot, window):
    assert window.windowTitle() == "yolocam"
    open_film(qtbot, window)
    qtbot.waitUntil(lambda: window.windowTitle() == f"{window.tool_bar.title.text()} – yolocam")
    window.session.close_source()
    qtbot.waitUntil(lambda: window.windowTitle() == "yolocam")
