"""Addresses reach the window by its dialog and by being dropped, whatever scheme they have."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QClipboard, QGuiApplication
from test_no_secrets import SECRET, everything_it_says

from support.fake_keyring import use_keyring
from support.window.real_mouse import click, press_key, type_keys
from support.window.window_driver import key, listed, open_film
from support.window.window_fakes import FILM, FakeFilm
from yolocam.errors import SourceError
from yolocam.media.streaming import stored_keys
from yolocam.pipeline.sources import schemes
from yolocam.ui.qt.drop_target import dropped_addresses
from yolocam.ui.window import address_dialog
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


def test_enter_opens_after_a_test_by_mouse_and_no_row_is_squeezed(qtbot, window, sources, monkeypatch):
    monkeypatch.setattr(address_dialog, "_look_at", lambda address: (640, 480))
    dialog = ask(qtbot, window)
    qtbot.keyClicks(dialog.line, FILM)
    click(dialog.test)
    qtbot.waitUntil(lambda: "640" in dialog.problem.text() and dialog.test.isEnabled())
    qtbot.waitUntil(lambda: dialog.height() >= dialog.layout().totalHeightForWidth(dialog.width()))
    assert dialog.focusWidget() is dialog.line
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sources.addresses == [FILM])


def test_a_long_problem_makes_the_dialog_higher(qtbot, window):
    dialog = ask(qtbot, window)
    before = dialog.height()
    type_keys("gopher://host/film")
    press_key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.height() > before)
    rows = (dialog.line, dialog.user, dialog.password, dialog.unverified)
    for above, below in pairwise(rows):
        qtbot.waitUntil(lambda above=above, below=below: above.geometry().bottom() < below.geometry().top())


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


@pytest.fixture
def keyring(monkeypatch) -> dict[tuple[str, str], str]:
    """A keyring of the system that is a dictionary."""
    return use_keyring(monkeypatch).kept


def test_user_and_password_have_lines_of_their_own(qtbot, window, sources):
    dialog = ask(qtbot, window)
    qtbot.keyClicks(dialog.line, "rtsp://127.0.0.1:1/live")
    qtbot.keyClicks(dialog.user, "admin")
    qtbot.keyClicks(dialog.password, f"{SECRET}/@#")
    assert dialog.password.displayText() == "\N{BLACK CIRCLE}" * len(f"{SECRET}/@#")
    assert not dialog.remember.isChecked()
    qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sources.addresses == [f"rtsp://admin:{SECRET}%2F%40%23@127.0.0.1:1/live"])
    assert SECRET not in everything_it_says()


def test_a_login_is_remembered_where_that_is_asked_for(qtbot, window, sources, keyring):
    dialog = ask(qtbot, window)
    dialog.remember.setVisible(True)
    dialog.remember.setChecked(True)
    qtbot.keyClicks(dialog.line, "rtsp://127.0.0.1:1/live")
    qtbot.keyClicks(dialog.user, "admin")
    qtbot.keyClicks(dialog.password, SECRET)
    qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: list(keyring.values()) == [f"admin\n{SECRET}"])
    qtbot.waitUntil(lambda: len(sources.addresses) == 1)
    window.open("rtsp://127.0.0.1:1/live")  # as from the recent ones, which have no password
    qtbot.waitUntil(lambda: len(sources.addresses) == 2)
    assert sources.addresses[1] == f"rtsp://admin:{SECRET}@127.0.0.1:1/live"
    assert SECRET not in everything_it_says()


def test_the_keyring_is_not_asked_for_other_sources(qtbot, window, sources, keyring, monkeypatch):
    monkeypatch.setattr(stored_keys, "can_store", lambda: pytest.fail("it was asked"))
    window.open("rtsp://127.0.0.1:1/other")
    qtbot.waitUntil(lambda: sources.addresses == ["rtsp://127.0.0.1:1/other"])


def test_an_address_can_be_tested_before_it_is_opened(qtbot, window, sources, monkeypatch):
    film = FakeFilm("rtsp://127.0.0.1:1/live")
    monkeypatch.setattr(address_dialog, "open_source", lambda address: film)
    dialog = ask(qtbot, window)
    assert not dialog.test.isEnabled()
    qtbot.keyClicks(dialog.line, "rtsp://127.0.0.1:1/live")
    qtbot.mouseClick(dialog.test, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.problem.text().startswith("An image comes: "))
    assert dialog.isVisible()
    assert sources.addresses == []


def test_a_test_that_fails_says_why(qtbot, window, monkeypatch):
    def refuse(address):
        raise SourceError("127.0.0.1:1 refused the connection, expected a stream there")

    monkeypatch.setattr(address_dialog, "open_source", refuse)
    dialog = ask(qtbot, window)
    qtbot.keyClicks(dialog.line, "rtsp://127.0.0.1:1/live")
    qtbot.mouseClick(dialog.test, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "refused the connection" in dialog.problem.text())
    assert dialog.test.isEnabled()


def test_a_camera_that_signs_its_own_certificate_is_opened_by_a_tick(qtbot, window, sources):
    dialog = ask(qtbot, window)
    qtbot.keyClicks(dialog.line, "rtsp://127.0.0.1:1/x")
    assert not dialog.unverified.isEnabled()
    dialog.line.clear()
    qtbot.keyClicks(dialog.line, "rtsps://127.0.0.1:1/x")
    dialog.unverified.click()
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sources.addresses == ["rtsps://127.0.0.1:1/x#unverified"])


def test_what_was_copied_opens(qtbot, window, sources, tmp_path):
    clipboard = QGuiApplication.clipboard()
    film = tmp_path / "a film.avi"
    film.write_bytes(b"")
    for text, address in (
        (FILM, None),
        (f'"{film}"', str(film)),
        ("rtsp://127.0.0.1:1/x", "rtsp://127.0.0.1:1/x"),
    ):
        sources.addresses.clear()
        clipboard.setText(text)
        key(qtbot, window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        if address is None:
            assert "Nothing that was copied can be opened" in window.viewer.message_bar.text
        else:
            qtbot.waitUntil(lambda address=address: sources.addresses == [address])


def test_a_clipboard_whose_program_has_ended_is_empty(qtbot, window, monkeypatch):
    monkeypatch.setattr(QClipboard, "mimeData", lambda *_: None)
    key(qtbot, window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "Nothing that was copied can be opened" in window.viewer.message_bar.text


def test_recent_sources_can_be_forgotten(qtbot, window):
    open_film(qtbot, window)
    qtbot.waitUntil(lambda: FILM in listed(window.open_menu))
    assert "Clear recent" in listed(window.open_menu)
    window.actions_by_name["clear_recents"].trigger()
    assert FILM not in listed(window.open_menu)
    assert "Clear recent" not in listed(window.open_menu)
