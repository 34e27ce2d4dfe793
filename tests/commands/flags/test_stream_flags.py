"""The stream key comes from where the user put it, and is asked for where it is nowhere."""

import io
import sys

import pytest

from yolocam.cli import parse
from yolocam.commands.stream_flags import KEY_VARIABLE, PASSPHRASE_VARIABLE, stream_encoder, with_key
from yolocam.errors import SettingsError

SERVER = "rtmp://host/app"


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    for variable in (KEY_VARIABLE, PASSPHRASE_VARIABLE):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("yolocam.media.streaming.stored_keys.stored_key", lambda address: None)
    monkeypatch.setattr(sys, "stdin", io.StringIO("from-stdin\n"))


def test_the_environment_comes_before_the_keyring_and_that_before_the_question(monkeypatch):
    assert with_key(SERVER, None) == (SERVER, "from-stdin")
    monkeypatch.setattr("yolocam.media.streaming.stored_keys.stored_key", lambda address: "kept")
    assert with_key(SERVER, None) == (SERVER, "kept")
    monkeypatch.setenv(KEY_VARIABLE, "usual")
    assert with_key(SERVER, None) == (SERVER, "usual")
    monkeypatch.setenv("MINE", "mine")
    assert with_key(SERVER, "MINE") == (SERVER, "mine")


def test_a_service_has_a_server_of_its_own(monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, "key")
    address, key = with_key("Twitch", None)
    assert address.startswith("rtmps://") and address.endswith("/app") and key == "key"
    assert with_key("youtube", None)[0].endswith("/live2")


@pytest.mark.parametrize(
    "address", ["rtmp://host/app/key", "whip:https://host/key", "srt://host:1?streamid=key"]
)
def test_a_key_on_the_command_line_is_warned_of(address):
    told = []
    assert with_key(address, None, told.append) == (address, None)
    assert "others can see the key" in told[0] and "host" not in told[0]


def test_what_others_may_see_of_an_srt_address_is_not_warned_of():
    told = []
    address = "srt://:9000?mode=listener&latency=200000"
    assert with_key(address, None, told.append) == (address, None) and not told


def test_the_passphrase_of_srt_comes_from_the_environment(monkeypatch):
    told = []
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "ten letters&")
    assert with_key("srt://h:1", None, told.append) == ("srt://h:1?passphrase=ten%20letters%26", None)
    assert with_key("srt://h:1?mode=caller", None)[0].endswith("mode=caller&passphrase=ten%20letters%26")
    assert with_key("srt://h:1?passphrase=its-own-one", None)[0] == "srt://h:1?passphrase=its-own-one"
    assert with_key("whip:https://h/", None)[0] == "whip:https://h/" and not told


def test_a_key_that_is_nowhere_is_told(monkeypatch):
    with pytest.raises(SettingsError, match="NOT_SET is not set"):
        with_key(SERVER, "NOT_SET")
    for stdin in (io.StringIO(""), None):
        monkeypatch.setattr(sys, "stdin", stdin)
        with pytest.raises(SettingsError, match=f"rtmp://host/app needs a stream key: set {KEY_VARIABLE}"):
            with_key(SERVER, None)


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ([], (2_500_000, None)),
        (["--stream-preset", "small"], (1_000_000, (854, 480))),
        (["--stream-preset", "small", "--stream-size", "640x360"], (1_000_000, (640, 360))),
        (["--stream-preset", "best"], (6_000_000, None)),
        (["--stream-bitrate", "4M"], (4_000_000, None)),
    ],
)
def test_a_preset_stands_for_bitrate_and_size(flags, expected):
    encoder = stream_encoder(parse(["watch", "0", *flags])[1])
    assert (encoder.bitrate, encoder.size_wh) == expected


def test_a_preset_and_a_bitrate_contradict_one_another():
    _, args, _ = parse(["watch", "0", "--stream-preset", "best", "--stream-bitrate", "1M"])
    with pytest.raises(SettingsError, match="--stream-preset does not go with --stream-bitrate"):
        stream_encoder(args)
