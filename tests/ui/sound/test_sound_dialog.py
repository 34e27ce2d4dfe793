"""The sound of recordings and streams: chosen live, seen on a meter, remembered."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from support.eventually import eventually
from support.fake_sound_card import FakeCard
from support.films.click_films import make_film
from support.window.real_mouse import click, press_key, type_keys
from support.window.window_driver import key
from support.window.window_fakes import CAMERA
from yolocam.errors import SourceError
from yolocam.media.sound.audio_choice import AudioChoice, SharedInput
from yolocam.media.sound.sound_mix import SoundMix
from yolocam.pipeline.sources import open_source
from yolocam.ui.preferences import Preferences
from yolocam.ui.sound.sound_dialog import SoundDialog
from yolocam.ui.sound.sound_settings import keep_sound, remembered_sound


@pytest.fixture
def card(monkeypatch):
    monkeypatch.setattr("yolocam.ui.sound.level_watch.input_names", lambda: ["desk", "head"])
    return FakeCard()


@pytest.fixture
def open_dialog(make_window, qtbot, card):
    """Open a window, and the dialog by its key; `choice` is that of the flags."""
    watches = []

    def opened(choice=None, **options):
        window = make_window(sound=SharedInput(choice, make=card.make), **options)
        qtbot.waitUntil(window.isActiveWindow)
        key(qtbot, window, Qt.Key.Key_A)
        dialog = window.findChild(SoundDialog)
        watches.append(dialog._watch)
        return window, dialog

    yield opened
    for watch in watches:
        watch.stop()
        watch.wait()


def choose(dialog, data):
    dialog.input.setFocus()
    dialog.input.setCurrentIndex(dialog.input.findData(data))


def replace_number(box, text):
    click(box, QPoint(10, box.height() // 2))
    assert box.lineEdit().selectedText()
    type_keys(text)
    press_key(Qt.Key.Key_Tab)


def test_the_level_of_each_channel_is_seen_as_it_will_be_recorded(open_dialog, qtbot, card):
    card.loudness = 0.5, 0.05
    _, dialog = open_dialog(AudioChoice(listening="desk"), address=CAMERA)
    qtbot.waitUntil(lambda: dialog.meter.words == ("-6 dB", "-26 dB"))
    replace_number(dialog.gain, "12")
    qtbot.waitUntil(lambda: dialog.meter.words == ("too loud", "-14 dB"))
    click(dialog.mute, QPoint(8, dialog.mute.height() // 2))
    qtbot.waitUntil(lambda: dialog.meter.words == ("silent", "silent"))


def test_what_is_chosen_holds_at_once_and_at_the_next_start(open_dialog, qtbot, tmp_path):
    window, dialog = open_dialog()
    qtbot.waitUntil(lambda: dialog.input.findData("head") >= 0)
    choose(dialog, "head")
    replace_number(dialog.gain, "-3.5")
    replace_number(dialog.delay, "120")
    click(dialog.mute, QPoint(8, dialog.mute.height() // 2))
    wanted = AudioChoice(True, "head", SoundMix(-3.5, 120, True))
    recording, live = window.saved_files.recording, window.findChildren(type(window._live))[0].stream
    assert recording.sound.choice == live.sound.choice == wanted
    assert remembered_sound(window._preferences) == wanted


CLOSINGS = [lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape), SoundDialog.close]


@pytest.mark.parametrize("close", CLOSINGS, ids=["Esc", "close"])
def test_the_dialog_listens_until_it_is_closed(open_dialog, qtbot, card, close):
    window, dialog = open_dialog(AudioChoice(listening="desk"))
    qtbot.waitUntil(lambda: card.opened == 1)
    close(dialog)
    qtbot.waitUntil(lambda: window.findChild(SoundDialog) is None)
    eventually(lambda: card.closed == 1)


def test_a_dialog_that_is_hidden_for_a_while_goes_on(open_dialog, qtbot, card):
    """As all windows are while a part of the screen is chosen."""
    _, dialog = open_dialog(AudioChoice(listening="desk"))
    qtbot.waitUntil(lambda: dialog.meter.words[0] == "-12 dB")
    dialog.hide()
    dialog.show()
    card.loudness = 0.5, 0.05
    qtbot.waitUntil(lambda: dialog.meter.words == ("-6 dB", "-26 dB"))


def test_an_input_that_cannot_be_opened_is_told_in_the_dialog(open_dialog, qtbot, card):
    card.plugged = False
    _, dialog = open_dialog(AudioChoice(listening="desk"))
    qtbot.waitUntil(lambda: "No such device" in dialog.problem.text())
    card.plugged = True
    qtbot.waitUntil(lambda: dialog.meter.words[0] == "-12 dB")
    assert dialog.problem.isHidden()


def test_the_sound_of_a_film_is_seen_while_it_plays(open_dialog, qtbot, tmp_path, sources, monkeypatch):
    make_film(tmp_path / "clicks.mp4")
    monkeypatch.setattr(type(sources), "open", lambda self, address: open_source(address))
    window, dialog = open_dialog(address=str(tmp_path / "clicks.mp4"))
    qtbot.waitUntil(lambda: window.session.playback is not None)
    window.session.playback.set_loop(True)
    window.session.playback.play()
    qtbot.waitUntil(lambda: dialog.meter.shown[0] > -12)
    window.session.playback.pause()
    qtbot.waitUntil(lambda: dialog.meter.words[0] == "silent")


@pytest.mark.parametrize("kept", [{"gain": "x"}, {"gain": "900"}, {"delay": "nan"}, {"source": 7}, {}])
def test_broken_preferences_of_sound_are_as_usual(tmp_path, kept):
    preferences = Preferences(tmp_path / "a.ini")
    preferences.keep_object("sound", kept)
    assert remembered_sound(preferences) == AudioChoice()
    keep_sound(preferences, AudioChoice(own=False))
    assert remembered_sound(preferences) == AudioChoice(own=False)


def test_a_card_that_is_missing_says_so(card):
    card.plugged = False
    with pytest.raises(SourceError):
        card.make("desk", lambda words: None)
