"""--audio and what goes with it."""

import argparse

import pytest

from yolocam.commands.audio_flags import add_audio_flags, audio_choice
from yolocam.errors import SettingsError


def choice(*flags, live=True):
    parser = argparse.ArgumentParser()
    add_audio_flags(parser)
    return audio_choice(parser.parse_args(flags), live=live)


def test_a_microphone_is_used_only_where_it_was_asked_for():
    assert choice().own and choice().listening is None
    assert not choice("--audio", "none").own
    listening = choice("--audio", "USB", "--audio-gain", "-6", "--audio-delay", "120").listening
    assert (listening.name, listening.gain_db, listening.delay_ms) == ("USB", -6, 120)


@pytest.mark.parametrize(
    ("flags", "live", "words"),
    [
        (["--audio-gain", "3"], True, "--audio-gain goes with --audio NAME"),
        (["--audio", "none", "--audio-delay", "3"], True, "--audio-delay goes with --audio NAME"),
        (["--audio", "USB", "--audio-gain", "90"], True, "expected -60 to 40 dB"),
        (["--audio", "USB"], False, "goes with a camera, screen or stream"),
    ],
)
def test_flags_that_do_not_fit(flags, live, words):
    with pytest.raises(SettingsError, match=words):
        choice(*flags, live=live)
