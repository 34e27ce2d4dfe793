"""--audio and what goes with it."""

import argparse

import pytest

from yolocam.commands.audio_flags import add_audio_flags, audio_choice
from yolocam.errors import SettingsError
from yolocam.media.sound.sound_mix import SoundMix


def choice(*flags, live=True):
    parser = argparse.ArgumentParser()
    add_audio_flags(parser)
    return audio_choice(parser.parse_args(flags), live=live)


def test_a_microphone_is_used_only_where_it_was_asked_for():
    assert choice().own and choice().listening is None
    assert not choice("--audio", "none").own
    found = choice("--audio", "USB", "--audio-gain", "-6", "--audio-delay", "120", "--audio-mute")
    assert (found.listening, found.mix) == ("USB", SoundMix(-6, 120, True))


def test_the_sound_of_the_source_is_mixed_too():
    assert choice("--audio-gain", "6").mix == SoundMix(6)


@pytest.mark.parametrize(
    ("flags", "live", "words"),
    [
        (["--audio-gain", "3"], False, "--audio-gain has no effect: the sound of files is copied"),
        (["--audio", "none", "--audio-delay", "3"], True, "--audio-delay has no effect: there is no sound"),
        (["--audio", "none", "--audio-mute"], True, "--audio-mute has no effect"),
        (["--audio-delay", "5000"], True, "expected -1000 to 1000 ms"),
        (["--audio-gain", "nan"], True, "expected -60 to 40 dB"),
        (["--audio", "USB", "--audio-gain", "90"], True, "expected -60 to 40 dB"),
        (["--audio", "USB"], False, "goes with a camera, screen or stream"),
    ],
)
def test_flags_that_do_not_fit(flags, live, words):
    with pytest.raises(SettingsError, match=words):
        choice(*flags, live=live)
