"""Downloads in the model manager, real ones from this machine: pause, resume, cancel, fail, go on."""

import threading

import pytest
from PySide6.QtCore import Qt

from support.servers.file_server import BODY
from support.window.manager_driver import cell, choose, press, weights
from support.window.model_shop import PUBLIC
from support.window.window_driver import close_window, key, offered
from yolocam.ui.models.model_table import STATE

pytestmark = pytest.mark.usefixtures("hurried", "server")


@pytest.mark.slow
def test_a_download_appears_in_the_picker_at_once(qtbot, window, manager, server):
    choose(manager, PUBLIC)
    assert window.controls.row("model").combo.findData(PUBLIC) < 0
    press(qtbot, manager.buttons.download)
    qtbot.waitUntil(lambda: window.controls.row("model").combo.findData(PUBLIC) >= 0)
    assert weights(window).read_bytes() == BODY
    qtbot.waitUntil(lambda: cell(manager, PUBLIC, STATE) == "On this computer")
    qtbot.waitUntil(lambda: "has been downloaded" in manager.message_bar.text)
    offered(manager.message_bar).click()
    assert window.session.store.current.model == PUBLIC


@pytest.mark.slow
def test_progress_pause_and_resume(qtbot, window, manager, server):
    server.always = server.drip(3000, 0.1)
    choose(manager, PUBLIC)
    press(qtbot, manager.buttons.download)
    line = manager.details.line
    qtbot.waitUntil(lambda: "left" in line.text)  # so much is known after a second
    assert " MB of 0.3 MB" in line.text and "/s" in line.text
    qtbot.waitUntil(lambda: "%" in cell(manager, PUBLIC, STATE))
    assert 0 < line.bar.value() < line.bar.maximum()
    press(qtbot, line.buttons[0])
    qtbot.waitUntil(lambda: cell(manager, PUBLIC, STATE).startswith("Paused at"))
    come = weights(window).with_name(f"{PUBLIC}.weights.part").stat().st_size
    assert 0 < come < len(BODY)
    server.always = None
    assert line.buttons[0].text() == "Resume"
    press(qtbot, line.buttons[0])
    qtbot.waitUntil(weights(window).exists)
    assert weights(window).read_bytes() == BODY
    assert server.ranges_asked()[-1] == f"bytes={come}-"


@pytest.mark.slow
def test_cancel_throws_away_what_has_come(qtbot, window, manager, server):
    server.always = server.drip(3000, 0.1)
    choose(manager, PUBLIC)
    press(qtbot, manager.buttons.download)
    qtbot.waitUntil(lambda: "MB of" in manager.details.line.text)
    press(qtbot, manager.details.line.buttons[1])
    qtbot.waitUntil(lambda: cell(manager, PUBLIC, STATE) == "Not downloaded")
    assert [path.name for path in weights(window).parent.iterdir() if ".part" in path.name] == []


@pytest.mark.slow
def test_a_failure_is_one_line_with_retry(qtbot, window, manager, server):
    server.always = server.status(404)
    choose(manager, PUBLIC)
    press(qtbot, manager.buttons.download)
    line = manager.details.line
    qtbot.waitUntil(lambda: "404" in line.text)
    qtbot.waitUntil(lambda: cell(manager, PUBLIC, STATE) == "Download failed")
    server.always = None
    assert [button.text() for button in line.buttons if button.isVisible()] == ["Retry", "I have the file…"]
    press(qtbot, line.buttons[0])
    qtbot.waitUntil(weights(window).exists)


@pytest.mark.slow
def test_offline_is_said(qtbot, window, manager, server):
    server.close()
    choose(manager, PUBLIC)
    press(qtbot, manager.buttons.download)
    qtbot.waitUntil(lambda: cell(manager, PUBLIC, STATE) == "Download failed")
    qtbot.waitUntil(lambda: "offline" in manager.details.line.text)


@pytest.mark.slow
def test_a_download_survives_the_manager_and_is_told_in_the_window(qtbot, window, manager, server):
    server.always = server.drip(20_000, 0.02)
    choose(manager, PUBLIC)
    press(qtbot, manager.buttons.download)
    key(qtbot, manager, Qt.Key.Key_Escape)
    assert not manager.isVisible()
    qtbot.waitUntil(lambda: "has been downloaded" in window.viewer.message_bar.text)
    assert weights(window).read_bytes() == BODY


@pytest.mark.slow
def test_closing_the_window_ends_a_download_which_goes_on_next_time(qtbot, make_window, open_manager, server):
    before = set(threading.enumerate())
    server.always = server.drip(3000, 0.1)
    window = make_window()
    manager = open_manager(window)
    choose(manager, PUBLIC)
    press(qtbot, manager.buttons.download)
    qtbot.waitUntil(lambda: "MB of" in manager.details.line.text)
    close_window(qtbot, window)
    server.released.set()
    qtbot.waitUntil(lambda: set(threading.enumerate()) <= before)
    server.released.clear()
    server.always = None
    second = make_window()
    manager = open_manager(second)
    qtbot.waitUntil(lambda: cell(manager, PUBLIC, STATE).startswith("Paused at"))
    choose(manager, PUBLIC)
    press(qtbot, manager.details.line.buttons[0])
    qtbot.waitUntil(weights(second).exists)
    assert server.ranges_asked()[-1] is not None
    assert weights(second).read_bytes() == BODY
