"""A stream by SRT reaches FFmpeg's program as it should, whoever calls whom, and hurts nobody either."""

import signal
import sys
import time

import av
import psutil
import pytest

from support.eventually import eventually
from support.pipeline.live_streams import (
    CLOSED_S,
    KEY,
    SMALL,
    are_even,
    on_air,
    packets_and_images,
    picture,
    streaming,
)
from support.servers.srt_peer import needs_libsrt, srt_peer
from yolocam.errors import SinkError
from yolocam.media.srt.srt_library import SrtError
from yolocam.media.streaming import destination as destinations
from yolocam.media.streaming.destination import destination
from yolocam.pipeline.sinks.live.stream_link import Retries
from yolocam.pipeline.sinks.live.streamer import Streamer

SECRET = "passphrase=kanary-passphrase"


@pytest.mark.slow
def test_what_a_listener_gets_has_size_rate_key_frames_sound_and_the_boxes(tmp_path):
    told = []
    with srt_peer(tmp_path / "got.ts") as peer:
        peer.start(f"mode=listener&{SECRET}")
        with streaming(f"{peer.address}?{SECRET}&latency=200000", tell=told.append) as streamer:
            eventually(on_air(streamer))
            eventually(lambda: streamer.health.frames > 110)
            health = streamer.health
        peer.wait()
    with av.open(str(peer.path)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.width, video.height) == ("h264", 320, 180)
        assert (sound.codec_context.name, sound.rate, sound.channels) == ("aac", 48000, 2)
    packets, images = packets_and_images(peer.path)
    lost = health.encoder + health.network
    assert are_even(packets, 20) and len(packets) > 100 - lost  # the end has arrived as well
    middle, bar = images[10][90, 160], images[10][90, 10]
    assert middle[1] > 150 > middle[0] and bar.max() < 30  # the box; 4:3 in 16:9 leaves bars
    assert health.name == peer.address and health.bits_per_second > 0
    assert told[0] == f"on air: {peer.address}" and "kanary" not in repr(told) + repr(health)


@pytest.mark.slow
def test_a_stream_waits_for_those_who_fetch_it_one_after_the_other(tmp_path):
    told = []
    with srt_peer(tmp_path / "got.ts") as peer:
        address = f"srt://:{peer.port}?mode=listener&{SECRET}"
        with streaming(address, None, tell=told.append, retries=Retries(0.1, 2)) as streamer:
            eventually(lambda: told)
            assert streamer.health.phase == "connecting" and streamer.health.frames == 0
            for count in range(2):
                peer.start(f"mode=caller&{SECRET}", quick=True)
                eventually(on_air(streamer))
                eventually(lambda: peer.size > 20_000)
                peer.stop()
                eventually(
                    lambda count=count: told[-1].endswith("fetches the stream") and len(told) > 3 * count + 3
                )
    name = f"srt://:{peer.port}"
    assert told[0] == f"{name} waits until somebody fetches the stream"
    assert told[1:4] == [
        f"on air: {name}",
        f"{name} is not fetched any more: the other side has cut the connection",
        told[0],
    ]
    packets, _ = packets_and_images(peer.path)
    assert packets[0].is_keyframe


@pytest.mark.slow
def test_a_receiver_that_goes_and_comes_back_gets_the_stream_again(tmp_path):
    with srt_peer(tmp_path / "got.ts") as peer:
        peer.start()
        with streaming(peer.address, retries=Retries(0.1)) as streamer:
            eventually(on_air(streamer))
            peer.stop()
            eventually(lambda: streamer.health.phase == "lost")
            eventually(lambda: streamer.health.network > 0)
            peer.start()
            eventually(on_air(streamer))
            eventually(lambda: peer.size > 20_000)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no signal holds a process there")
def test_a_receiver_that_hangs_costs_images_and_holds_nobody_up(tmp_path):
    with srt_peer(tmp_path / "got.ts") as peer:
        peer.start()
        receiver = psutil.Process(peer.pid)
        with streaming(peer.address, raises=False, retries=Retries(0.1)) as streamer:
            eventually(on_air(streamer))
            receiver.send_signal(signal.SIGSTOP)
            eventually(lambda: streamer.health.network > 20)
            began = time.monotonic()
            for _ in range(100):
                streamer.write(picture())
            assert time.monotonic() - began < CLOSED_S
        # `streaming` has seen that the stream ended in time, with the receiver still hanging.
        receiver.send_signal(signal.SIGCONT)


@pytest.mark.slow
def test_a_wrong_passphrase_is_told_at_once_and_not_tried_again(tmp_path):
    failed = []
    with srt_peer(tmp_path / "got.ts") as peer:
        peer.start(f"mode=listener&{SECRET}")
        place = destination(f"{peer.address}?passphrase=another-kanary", KEY)
        streamer = Streamer(place, SMALL, failed=failed.append, raises=False)
        streamer.write(picture())
        eventually(lambda: failed)
        streamer.close()
    assert failed == [f"the stream to {peer.address} is given up: the passphrase is wrong"]


def test_an_address_that_is_not_in_order_is_refused_without_its_secrets():
    with pytest.raises(SinkError, match="srt://host:9000 is no address to stream to: latency") as caught:
        destination("srt://host:9000?latency=5&passphrase=kanary-letters", KEY)
    assert "kanary" not in str(caught.value)


def test_a_missing_library_is_told_before_anything_begins(monkeypatch):
    def missing():
        raise SrtError("the library libsrt is missing: `brew install srt` brings it")

    monkeypatch.setattr(destinations, "found_library", missing)
    with pytest.raises(
        SinkError, match=r"srt://host:9000 cannot be streamed to: the library libsrt is missing: `b"
    ):
        destination("srt://host:9000", KEY)


def test_the_key_of_srt_is_the_id_of_the_stream():
    needs_libsrt()
    place = destination("srt://host:9000?latency=200000&streamid=old", "#!::r=a&b")
    assert place.url.endswith("&streamid=%23%21%3A%3Ar%3Da%26b") and "streamid" not in repr(place)
