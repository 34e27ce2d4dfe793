"""A live stream reaches its server as it should look, and hurts nobody where the server does not behave."""

import json
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
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
    senders,
    streaming,
)
from support.pipeline.recording_frames import result
from support.servers.rtmp_server import rtmp_server
from support.servers.stubborn_server import babbles, one_byte_a_second, resets, silent, stubborn_server
from yolocam.errors import SinkError
from yolocam.frame import SourceInfo
from yolocam.media.encoding.encoder_settings import LIVE
from yolocam.media.encoding.encoders import working_encoders
from yolocam.media.streaming.destination import destination
from yolocam.media.streaming.live_encoder import LiveEncoder
from yolocam.media.streaming.live_packet import SOUND, VIDEO, LivePacket
from yolocam.media.streaming.uplink import BACKLOG_S, Patience, Uplink
from yolocam.pipeline.sink_runner import SinkRunner
from yolocam.pipeline.sinks.live.stream_link import Retries
from yolocam.pipeline.sinks.live.streamer import Streamer
from yolocam.pipeline.sinks.video.recorder import Recorder
from yolocam.system.helper_process import start


@pytest.mark.slow
def test_what_the_server_gets_has_size_rate_key_frames_sound_and_the_boxes(tmp_path):
    told = []
    with rtmp_server(tmp_path) as server:
        with streaming(server.address, tell=told.append) as streamer:
            eventually(on_air(streamer))
            eventually(lambda: streamer.health.frames > 110)
            health = streamer.health
        eventually(lambda: server.recordings(KEY))
    path = server.recordings(KEY)[0]
    with av.open(str(path)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.width, video.height) == ("h264", 320, 180)
        assert (sound.codec_context.name, sound.rate, sound.channels) == ("aac", 48000, 2)
    packets, images = packets_and_images(path)
    assert are_even(packets, 20)
    middle, bar = images[10][90, 160], images[10][90, 10]
    assert middle[1] > 150 > middle[0] and bar.max() < 30  # the box; 4:3 in 16:9 leaves bars
    assert health.phase == "on air" and health.name == f"rtmp://127.0.0.1:{server.port}/live"
    assert told[0] == f"on air: {health.name}" and KEY not in repr(told) + repr(health)


@pytest.mark.slow
def test_a_server_that_goes_and_comes_back_gets_the_stream_again(tmp_path):
    told = []
    with rtmp_server(tmp_path) as server:
        with streaming(server.address, tell=told.append, retries=Retries(0.2)) as streamer:
            eventually(on_air(streamer))
            server.stop()
            eventually(lambda: streamer.health.phase == "lost")
            eventually(lambda: streamer.health.attempts > 1)
            server.start()
            eventually(on_air(streamer))
            count = streamer.health.frames
            eventually(lambda: streamer.health.frames > count + 10)
            health = streamer.health
        eventually(lambda: len(server.recordings(KEY)) > 1)
    assert health.network > 0 and health.attempts == 0
    assert [words.split(":")[0] for words in told][::2] == ["on air", "on air"] and "tried again" in told[1]


@pytest.mark.slow
def test_a_recording_beside_a_stream_that_breaks_has_every_frame(tmp_path):
    synthetic = SourceInfo("synthetic:", "synthetic", (160, 120), fps=Fraction(25), live=True)
    with rtmp_server(tmp_path) as server:
        streamer = Streamer(destination(server.address, KEY), SMALL, raises=False, retries=Retries(0.2))
        recorder = Recorder(tmp_path / "beside.mp4", encoder=replace(LIVE, hardware=False), jsonl=False)
        runners = [SinkRunner(sink, name="x", capacity=8) for sink in (streamer, recorder)]
        count = 0

        def feed_until(condition):
            nonlocal count
            while not condition():
                item = result(count, source=synthetic, size_wh=(160, 120), captured_ns=time.monotonic_ns())
                for runner in runners:
                    runner.offer(item)
                count += 1
                time.sleep(0.04)
                assert count < 1000

        feed_until(on_air(streamer))
        server.stop()
        feed_until(lambda: streamer.health.attempts > 1)
        server.start()
        feed_until(on_air(streamer))
        for runner in runners:
            runner.finish()
    assert recorder.state.frames == count and recorder.state.error is None
    packets, _ = packets_and_images(tmp_path / "beside.mp4")
    times = sorted(float(p.pts * p.time_base) for p in packets)
    assert len(times) == count and np.diff(times) == pytest.approx(0.04, abs=0.001)


@pytest.mark.slow
@pytest.mark.parametrize("behaviour", [silent, one_byte_a_second, resets, babbles])
def test_a_stubborn_server_is_told_and_left_in_time(behaviour):
    with stubborn_server(behaviour) as server:
        address = f"rtmp://127.0.0.1:{server.port}/live"
        how = {"raises": False, "retries": Retries(0.1), "patience": Patience(1.0, 1.0)}
        with streaming(address, **how) as streamer:
            eventually(lambda: server.connections > 1)
            eventually(lambda: streamer.health.message)
            assert KEY not in repr(streamer.health) and "server" in streamer.health.message
            assert streamer.health.network > 0 and streamer.health.light == "bad"


def test_a_network_that_is_too_slow_costs_whole_groups_of_images():
    encoder = LiveEncoder(working_encoders(SMALL), SMALL, "aac")
    with stubborn_server(silent) as server:
        uplink = Uplink(destination(f"rtmp://127.0.0.1:{server.port}/live", KEY), encoder.facts)
        try:
            for number in range(20 * 20):  # twenty seconds, a key frame every two
                uplink.put(LivePacket(VIDEO, number % 40 == 0, number * 4500, number * 4500, 4500, b"x"))
                uplink.put(LivePacket(SOUND, True, number * 2400, number * 2400, 2400, b"x"))
            waiting = [packet for packet in uplink._waiting if packet.track == VIDEO]
        finally:
            uplink.close()
    assert waiting[0].key and [one.key for one in waiting].count(True) <= 2
    assert [one.pts for one in waiting] == list(range(waiting[0].pts, 20 * 20 * 4500, 4500))
    assert len(waiting) <= BACKLOG_S * 20 + 1
    assert uplink.dropped + len(waiting) >= 20 * 20 - 16


def test_nobody_is_kept_waiting_by_a_server_that_never_reads():
    with stubborn_server(silent) as server, streaming(f"rtmp://127.0.0.1:{server.port}/live") as streamer:
        eventually(lambda: server.connections)
        began = time.monotonic()
        for _ in range(100):
            streamer.write(picture())
        assert time.monotonic() - began < CLOSED_S


@pytest.mark.slow
def test_a_stream_that_is_given_up_ends_with_a_sentence():
    failed = []
    streamer = Streamer(
        destination("rtmp://127.0.0.1:1/live", KEY), SMALL, failed=failed.append, retries=Retries(0.05, 1)
    )
    streamer.write(picture())
    eventually(lambda: failed)
    with pytest.raises(SinkError, match=r"127.0.0.1:1/live is given up after 2 attempts: nobody listens"):
        streamer.write(picture())
    streamer.close()
    assert KEY not in failed[0]


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads /proc")
def test_the_key_is_neither_in_arguments_nor_in_the_environment_of_the_process_that_sends():
    with stubborn_server(silent) as server, streaming(f"rtmp://127.0.0.1:{server.port}/live/{KEY}", None):
        eventually(lambda: server.connections)
        (child,) = senders()
        arguments, environment = (Path(f"/proc/{child.pid}/{what}") for what in ("cmdline", "environ"))
        assert KEY.encode() not in arguments.read_bytes() + environment.read_bytes()
        assert b"127.0.0.1" not in arguments.read_bytes()


@pytest.mark.slow
def test_the_process_that_sends_ends_by_itself_where_it_hangs_and_nobody_is_there_any_more():
    encoder = LiveEncoder(working_encoders(SMALL), SMALL, "aac")
    with stubborn_server(silent) as server:
        task = {"url": f"rtmp://127.0.0.1:{server.port}/live/a", "container": "flv", "options": {}}
        process = start("yolocam.media.streaming.sender")
        with process:
            task |= {"connect_s": 0.5, **encoder.facts}
            process.stdin.write(json.dumps(task).encode() + b"\n")
            for packet in encoder.encode(picture().image, 0):
                packet.write_to(process.stdin)
            eventually(lambda: server.connections)
            process.stdin.close()
            assert process.wait(60) == 1


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (replace(SMALL, bitrate=100_000), "the bitrate of the stream is 100, expected 500 to 51000 kbit/s"),
        (replace(SMALL, fps=Fraction(120)), "the rate of the stream is 120, expected 1 to 60"),
    ],
)
def test_what_no_service_takes_is_refused(settings, words):
    with pytest.raises(SinkError, match=words):
        Streamer(destination("rtmp://host/app", KEY), settings)
