"""An encrypted stream goes to the server it is meant for, and its key to nobody else."""

import json
import sys
from urllib.parse import urlsplit

import av
import pytest

from support.eventually import eventually
from support.pipeline.live_streams import KEY, SMALL, on_air, picture, streaming
from support.servers.rtmp_server import rtmp_server
from support.servers.tls_front import swapped, tls_front
from support.servers.whip_server import whip_server
from yolocam.media.streaming.destination import destination
from yolocam.media.streaming.verified_tls import verified_address
from yolocam.pipeline.sinks.live.stream_link import Retries
from yolocam.pipeline.sinks.live.streamer import Streamer

pytestmark = pytest.mark.skipif(
    sys.platform != "linux",
    reason="the certificate is trusted by SSL_CERT_FILE, which other systems do not ask",
)


@pytest.mark.slow
def test_a_stream_goes_to_a_server_whose_certificate_is_trusted(tmp_path, monkeypatch):
    key = "kanary'|:]\\key"  # letters that a muxer on the way might take for its own
    with rtmp_server(tmp_path) as server, tls_front(tmp_path, server.port) as front:
        monkeypatch.setenv("SSL_CERT_FILE", str(front.authority))
        with streaming(f"rtmps://localhost:{front.port}/live", key) as streamer:
            eventually(on_air(streamer))
            eventually(lambda: streamer.health.frames > 30)
        assert key.encode() in front.got and b"rtmps://localhost" in front.got
        eventually(lambda: list(tmp_path.glob("*.flv")))
    with av.open(str(next(tmp_path.glob("*.flv")))) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.width, video.height) == ("h264", 320, 180)
        assert (sound.codec_context.name, sound.rate, sound.channels) == ("aac", 48000, 2)
        assert len(list(container.decode(video=0))) > 20


@pytest.mark.slow
def test_a_webrtc_stream_goes_to_a_server_whose_certificate_is_trusted(tmp_path, monkeypatch):
    with whip_server(KEY) as (address, server):
        plain = urlsplit(address.removeprefix("whip:"))
        with tls_front(tmp_path, plain.port) as front:
            monkeypatch.setenv("SSL_CERT_FILE", str(front.authority))
            with streaming(f"whip:https://localhost:{front.port}{plain.path}"):
                assert server.stdout.readline() == "enough\n"
        assert json.loads(server.stdout.readline())["images"]


@pytest.mark.slow
@pytest.mark.parametrize("address", ["rtmps://localhost:{port}/live", "whip:https://localhost:{port}/live"])
@pytest.mark.parametrize(("trusted", "host"), [(False, "localhost"), (True, "elsewhere.example")])
def test_a_certificate_that_is_not_in_order_ends_the_stream_and_the_key_stays_here(
    tmp_path, monkeypatch, trusted, host, address
):
    failed = []
    with rtmp_server(tmp_path) as server, tls_front(tmp_path, server.port, host) as front:
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(front.authority))
        place = destination(address.format(port=front.port), KEY)
        streamer = Streamer(place, SMALL, failed=failed.append, raises=False)
        streamer.write(picture())
        eventually(lambda: failed)
        streamer.close()
        assert not front.got
    assert failed[0].startswith(f"the stream to {place.name} is given up: the certificate of the server")
    assert "the stream key was not sent" in failed[0] and KEY not in failed[0]
    assert ("elsewhere.example" in failed[0] or "ostname" in failed[0]) == trusted


def test_a_file_of_certificates_that_has_none_is_named_and_nothing_is_left(tmp_path, monkeypatch):
    broken, left = tmp_path / "broken.pem", tmp_path / "left"
    broken.write_text("nothing")
    left.mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(broken))
    monkeypatch.setattr("tempfile.tempdir", str(left))
    streamer = Streamer(destination("whip:https://localhost:9/live", KEY), SMALL, raises=False)
    streamer.write(picture())
    eventually(lambda: streamer.health.message)
    streamer.close()
    assert f"{broken} holds no certificates; have SSL_CERT_FILE name" in streamer.health.message
    assert not list(left.iterdir())


@pytest.mark.slow
def test_a_server_that_shows_no_certificate_when_asked_gets_no_key(tmp_path):
    failed = []
    with (
        rtmp_server(tmp_path) as server,
        tls_front(tmp_path, server.port) as front,
        swapped(None, front.port) as port,
    ):
        place = destination(f"whip:https://localhost:{port}/live", KEY)
        streamer = Streamer(place, SMALL, failed=failed.append, raises=False, retries=Retries(0.1))
        streamer.write(picture())
        eventually(lambda: failed)
        streamer.close()
        assert not front.got
    assert "the certificate of the server cannot be trusted" in failed[0]


@pytest.mark.slow
def test_a_server_that_is_another_one_behind_the_look_gets_no_key(tmp_path, monkeypatch):
    (tmp_path / "other").mkdir()
    with (
        rtmp_server(tmp_path) as server,
        tls_front(tmp_path, server.port) as front,
        tls_front(tmp_path / "other", server.port) as other,
        swapped(front.port, other.port) as port,
    ):
        monkeypatch.setenv("SSL_CERT_FILE", str(front.authority))
        place = destination(f"whip:https://localhost:{port}/live", KEY)
        failed = []
        streamer = Streamer(place, SMALL, failed=failed.append, raises=False, retries=Retries(0.1, 1))
        streamer.write(picture())
        eventually(lambda: failed)
        streamer.close()
        assert not other.got and KEY.encode() not in front.got


def test_what_a_muxer_would_take_for_its_own_is_escaped():
    address = verified_address("rtmps://h/a/k|'\\", "flv", {"x": "a:b]c'\\"})
    assert address.endswith("rtmps://h/a/k\\|\\'\\\\")
    assert "x=a\\\\:b\\\\]c\\\\\\'\\\\\\\\:tls_verify=1" in address
