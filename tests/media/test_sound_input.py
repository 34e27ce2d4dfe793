"""A sound input is heard, changed for another, and may be unplugged and come back."""

import time

import numpy as np
import pytest

from support.eventually import eventually
from support.fake_sound_card import FakeCard
from yolocam.errors import SourceError
from yolocam.media.sound import portaudio, sound_input
from yolocam.media.sound.audio_choice import AudioChoice, SharedInput
from yolocam.media.sound.sound_input import SoundInput


@pytest.fixture
def card(monkeypatch):
    monkeypatch.setattr(sound_input, "_SILENT_S", 60)  # a busy machine may be silent for a while
    monkeypatch.setattr(sound_input, "_RETRY_S", 0.05)
    return FakeCard()


def heard(one):
    return float(np.abs(one.read(time.monotonic_ns() - 100_000_000, 2400)).max())


def test_it_hears_at_once_and_lets_go_of_the_device(card):
    one = SoundInput(open_device=card.open)
    eventually(lambda: heard(one) == 0.25)
    one.close()
    assert card.closed == 1


def test_another_device_is_taken_while_it_is_used(card):
    shared = SharedInput(AudioChoice(listening="desk"), make=card.make)
    use = shared.acquire()
    eventually(lambda: heard(use))
    shared.choice = AudioChoice(listening="head")
    eventually(lambda: card.names == ["desk", "head"] and card.closed == 1)
    eventually(lambda: heard(use))
    use.close()
    assert card.closed == 2


def test_another_device_that_is_not_there_is_told_and_waited_for(card):
    told = []
    shared = SharedInput(AudioChoice(listening="desk"), told.append, card.make)
    use = shared.acquire()
    card.plugged = False
    shared.choice = AudioChoice(listening="head")
    eventually(lambda: told)
    assert "head cannot be opened" in told[0]
    card.plugged = True
    eventually(lambda: len(told) > 1)
    assert "head is back" in told[1]
    use.close()


@pytest.mark.slow
def test_an_unplugged_input_is_told_is_silence_and_comes_back(card, monkeypatch):
    monkeypatch.setattr(sound_input, "_SILENT_S", 0.3)
    told = []
    one = SoundInput("usb", told.append, open_device=card.open)
    eventually(lambda: heard(one))
    card.plugged = False
    eventually(lambda: told)
    assert "usb is lost" in told[0]
    eventually(lambda: heard(one) == 0)
    card.plugged = True
    eventually(lambda: len(told) > 1)
    assert "is back" in told[1]
    eventually(lambda: heard(one))
    one.close()
    assert card.opened >= 2


def test_several_users_share_an_input_that_ends_with_the_last(card):
    shared = SharedInput(AudioChoice(listening="default"), make=card.make)
    first, second = shared.acquire(), shared.acquire()
    eventually(lambda: heard(first) and heard(second))
    first.close()
    first.close()
    assert (card.opened, card.closed) == (1, 0)
    shared.choice = AudioChoice()
    assert shared.acquire() is None  # whoever else listens: this one is to have the sound of its source
    second.close()
    assert card.closed == 1


def test_without_the_package_there_is_a_remedy(monkeypatch):
    monkeypatch.setattr(portaudio, "can_use_sound", lambda: False)
    with pytest.raises(SourceError, match="pip install sounddevice"):
        SoundInput()
    assert portaudio.input_names() == []
