"""Weights that the user has already stand in for a download, once they were checked."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from support.servers.file_server import BODY
from support.window.manager_driver import cell, choose, press, weights
from support.window.model_shop import PUBLIC, own_model
from support.window.window_driver import offered
from yolocam.ui.models.check.check_dialog import CheckDialog
from yolocam.ui.models.model_table import STATE
from yolocam.ui.models.weights_at_hand import take_weights

pytestmark = pytest.mark.usefixtures("server")


def point_at(qtbot, manager, path):
    """Press "I have the file…", and choose this one."""
    choose(manager, PUBLIC)
    line = manager.details.line
    have = next(button for button in line.buttons if button.text() == "I have the file…")
    press(qtbot, have)
    dialog = manager.findChild(QFileDialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def test_the_right_file_is_taken_and_can_be_used_at_once(qtbot, window, manager, tmp_path):
    mine = tmp_path / "backup (3).bin"
    mine.write_bytes(BODY)
    choose(manager, PUBLIC)
    assert manager.details.line.text == "Its weights (0.3 MB) are not on this computer"
    point_at(qtbot, manager, mine)
    qtbot.waitUntil(lambda: "length and checksum of its weights are right" in manager.message_bar.text)
    assert weights(window).read_bytes() == BODY
    assert cell(manager, PUBLIC, STATE) == "On this computer"
    assert manager.details.line.text == ""
    qtbot.mouseClick(offered(manager.message_bar), Qt.MouseButton.LeftButton)
    assert window.session.store.current.model == PUBLIC
    assert mine.read_bytes() == BODY


def test_a_file_of_another_length_is_refused(qtbot, window, manager, tmp_path):
    mine = tmp_path / "short.weights"
    mine.write_bytes(BODY[:-9])
    point_at(qtbot, manager, mine)
    words = f"short.weights has 299991 bytes, but the weights of {PUBLIC} have 300000"
    qtbot.waitUntil(lambda: manager.message_bar.text == words)
    assert not weights(window).exists()


@pytest.mark.slow
def test_a_wrong_file_is_refused_with_its_report(qtbot, window, manager, tmp_path):
    mine = tmp_path / "damaged.weights"
    mine.write_bytes(BODY[:-1] + b"?")
    point_at(qtbot, manager, mine)
    words = f"damaged.weights does not fit the cfg of {PUBLIC}"
    qtbot.waitUntil(lambda: manager.message_bar.text == words)
    assert not weights(window).exists()
    qtbot.mouseClick(offered(manager.message_bar), Qt.MouseButton.LeftButton)
    assert any(report.isVisible() for report in window.findChildren(CheckDialog))


def test_those_of_another_public_model_are_named(qtbot, window, manager, tmp_path, monkeypatch):
    mine = tmp_path / "x.weights"
    mine.write_bytes(BODY)
    entry = replace(window.models.store.entry(PUBLIC), name="yolov9-tiny", sha256=("0" * 64,))
    found = take_weights(window.models.store.library, entry, mine)
    assert (found.placed, found.other.name) == (None, PUBLIC)


@pytest.mark.slow
def test_weights_trained_anew_can_be_a_model_of_ones_own(window, manager, tmp_path):
    farm = own_model(tmp_path / "farm")
    public = window.models.store.entry(PUBLIC)
    entry = replace(public, cfg=farm / "herd.cfg", names=farm / "herd.names", fit=None, download_bytes=792)
    found = take_weights(window.models.store.library, entry, farm / "herd.weights")
    assert found.placed is found.other is None
    assert found.diagnosis.fits
