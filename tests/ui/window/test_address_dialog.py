"""Addresses reach the window by its dialog and by being dropped, whatever scheme they have."""

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from test_no_secrets import SECRET, everything_it_says

from support.window.window_driver import key
from support.window.window_fakes import FILM
from yolocam.pipeline.sources import schemes
from yolocam.ui.qt.drop_target import dropped_addresses
from yolocam.ui.window.address_dialog import AddressDialog


def ask(qtbot, window) -> AddressDialog:
    key(qtbot, window, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(AddressDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


@pytest.mark.slow
def test_enter_opens_what_was_typed(qtbot, window, sources):
    dialog = ask(qtbot, window)
    assert not dialog.isModal()
    qtbot.keyClicks(dialog.line, f"  {FILM} ")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sources.addresses == [FILM])
    qtbot.waitUntil(lambda: window.findChild(AddressDialog) is None)


def test_escape_opens_nothing(qtbot, window, sources):
    dialog = ask(qtbot, window)
    qtbot.keyClicks(dialog.line, FILM)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(AddressDialog) is None)
    assert sources.addresses == []


@pytest.mark.slow
def test_there_is_one_dialog_and_nothing_to_open_at_first(qtbot, window):
    dialog = ask(qtbot, window)
    window.actions_by_name["open_address"].trigger()
    assert window.findChildren(AddressDialog) == [dialog]
    assert not dialog.buttons.button(dialog.buttons.StandardButton.Open).isEnabled()
    for scheme in schemes():
        assert f"{scheme}:" in dialog.hint.text()


def test_an_unknown_scheme_is_told_in_the_dialog_which_stays(qtbot, window, sources):
    dialog = ask(qtbot, window)
    qtbot.keyClicks(dialog.line, f"gopher://admin:{SECRET}@host/film")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.isVisible() and "gopher://host/film" in dialog.problem.text()
    assert SECRET not in dialog.problem.text()
    assert sources.addresses == []


@pytest.mark.slow
def test_a_password_is_nowhere_once_it_was_entered(qtbot, window, sources):
    dialog = ask(qtbot, window)
    qtbot.keyClicks(dialog.line, f"rtsp://admin:{SECRET}@127.0.0.1:1/live")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(sources.addresses) == 1)
    assert SECRET not in everything_it_says()


@pytest.mark.parametrize("scheme", schemes())
@pytest.mark.parametrize("as_text", [False, True])
def test_every_scheme_that_opens_may_be_dropped(scheme, as_text):
    address = f"{scheme}://host/x" if scheme in schemes(network=True) else f"{scheme}:/x"
    data = QMimeData()
    if as_text:
        data.setText(f"look: {address}")
    else:
        data.setUrls([QUrl(address)])
    assert dropped_addresses(data) in ([address], ["/x"])


@pytest.mark.slow
@pytest.mark.parametrize("text", ["look: here", "http:", "camera:", "gopher://host/x", "http:x"])
def test_other_texts_are_no_addresses(text):
    data = QMimeData()
    data.setText(text)
    assert dropped_addresses(data) == []
