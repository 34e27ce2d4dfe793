"""A sound input is heard, made louder or later, and may be unplugged and come back."""

import threading
import time

import numpy as np
import pytest

from support.eventually import eventually
from yolocam.errors import SourceError
from yolocam.media.sound import sound_input
from yolocam.media.sound.audio_choice import AudioChoice, SharedInput
from yolocam.media.sound.sound_input import InputSettings, SoundInput


class FakeCard:
    """A sound card that may be unplugged: then it gives nothing, and cannot be opened."""

    def __init__(self):
        self.plugged = True
        self.opened = 0
        self.closed = 0

    def open(self, name, heard):
        if not self.plugged:
            raise SourceError("no such device")
        self.opened += 1
        self._stop = threading.Event()
        threading.Thread(target=self._play, args=(heard, self._stop), daemon=True).start()
        return self

    def _play(self, heard, stop):
        while self.plugged and not stop.wait(0.01):
            heard(np.full((2, 480), 0.25, np.float32), 0.01)

    def close(self):
        self.closed += 1
        self._stop.set()


@pytest.fixture
def card(monkeypatch):
    monkeypatch.setattr(sound_input, "_SILENT_S", 0.3)
    monkeypatch.setattr(sound_input, "_RETRY_S", 0.05)
    return FakeCard()


def heard(one):
    return float(np.abs(one.read(time.monotonic_ns() - 100_000_000, 2400)).max())


def test_gain_makes_it_louder(card):
    one = SoundInput(InputSettings(gain_db=6.0206), open_device=card.open)
    eventually(lambda: heard(one) == pytest.approx(0.5, abs=0.01))
    one.close()
    assert card.closed == 1


def test_a_delay_lets_it_be_heard_later(card):
    one = SoundInput(InputSettings(delay_ms=500), open_device=card.open)
    began = time.monotonic_ns()
    eventually(lambda: one.read(began + 500_000_000, 4800).any())
    one.close()
    assert not one.read(began, 4800).any()


@pytest.mark.slow
def test_an_unplugged_input_is_told_is_silence_and_comes_back(card):
    told = []
    one = SoundInput(InputSettings("usb"), told.append, open_device=card.open)
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
    assert card.opened == 2


def test_several_users_share_an_input_that_ends_with_the_last(card):
    shared = SharedInput(
        AudioChoice(listening=InputSettings()),
        make=lambda settings, tell: SoundInput(settings, tell, open_device=card.open),
    )
    first, second = shared.acquire(), shared.acquire()
    eventually(lambda: heard(first) and heard(second))
    first.close()
    first.close()
    assert (card.opened, card.closed) == (1, 0)
    shared.choice = AudioChoice()
    assert shared.acquire() is None  # whoever else listens: this one is to have the sound of its source
    second.close()
    assert card.closed == 1


@pytest.mark.parametrize("wrong", [{"gain_db": 99.0}, {"delay_ms": 5000.0}, {"gain_db": float("nan")}])
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(SourceError, match="expected"):
        InputSettings(**wrong)


def test_without_the_package_there_is_a_remedy(monkeypatch):
    monkeypatch.setattr(sound_input, "can_listen", lambda: False)
    with pytest.raises(SourceError, match=r"pip install 'yolocam\[sound\]'"):
        SoundInput(InputSettings())
    assert sound_input.input_names() == []
