"""An SRT address is read as FFmpeg and OBS read it; what is wrong with it is told without secrets."""

import pytest

from yolocam.address import shown
from yolocam.media.srt.srt_address import srt_address


def test_an_address_has_the_parameters_of_obs():
    place = srt_address(
        "srt://host:9000?streamid=#!::r=live/a,m=publish&latency=200000&passphrase=ten%20letters&pbkeylen=32"
        "&pkt_size=1316&transtype=live"
    )
    assert (place.host, place.port, place.mode, place.latency_ms) == ("host", 9000, "caller", 200)
    assert (place.stream_id, place.passphrase, place.key_bytes) == (
        "#!::r=live/a,m=publish",
        "ten letters",
        32,
    )
    assert "letters" not in repr(place) and "live" not in repr(place)


@pytest.mark.parametrize(
    ("address", "host", "name"),
    [
        ("srt://:9000?mode=listener", "", "srt://:9000"),
        ("srt://[::1]:9000/?mode=listener", "::1", "srt://[::1]:9000"),
        ("SRT://0.0.0.0:9000?mode=listener", "0.0.0.0", "srt://0.0.0.0:9000"),
    ],
)
def test_a_listener_waits_at_an_address_of_this_computer(address, host, name):
    place = srt_address(address)
    assert (place.mode, place.host, place.shown) == ("listener", host, name)
    assert shown(address).lower() == name + ("/" if "/?" in address else "")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("srt://host", "is host and port"),
        ("srt://host:99999", "is host and port"),
        ("srt://host:9000/live", "is host and port"),
        ("srt://:9000", "add .mode=listener"),
        ("srt://host:9000?mode=rendezvous", "caller or listener"),
        ("srt://host:9000?passphrase=kanary", "10 to 79 letters"),
        ("srt://host:9000?pbkeylen=8", "16, 24 or 32"),
        ("srt://host:9000?latency=200", "in microseconds as in OBS"),
        ("srt://host:9000?latency=kanary", "in microseconds as in OBS"),
        ("srt://host:9000?streamid=" + "kanary" * 100, "at most 512"),
        ("srt://host:9000?pass=kanary", "and nothing else"),
    ],
)
def test_what_is_wrong_is_told_without_repeating_it(address, words):
    with pytest.raises(ValueError, match=words) as caught:
        srt_address(address)
    assert "kanary" not in str(caught.value)
