"""A stream by WHIP reaches a WebRTC server that shares no code with FFmpeg."""

import json

import numpy as np
import pytest

from support.eventually import eventually
from support.pipeline.live_streams import KEY, on_air, streaming
from support.servers.whip_server import whip_server


@pytest.mark.slow
def test_a_webrtc_server_gets_the_size_the_rate_the_sound_and_the_boxes():
    with whip_server(KEY) as (address, server):
        with streaming(address) as streamer:
            eventually(on_air(streamer))
            assert server.stdout.readline() == "enough\n"
            health = streamer.health
        got = json.loads(server.stdout.readline())
    images = got["images"]
    assert "H264/90000" in got["offer"] and "opus/48000/2" in got["offer"]
    assert {tuple(one["size"]) for one in images} == {(320, 180)}
    assert len(images) > 40
    steps = np.diff([one["seconds"] for one in images]) * 20
    assert np.abs(steps - np.round(steps)).max() < 0.1
    keys = [one["seconds"] for one in images if one["key"]]
    # One that was lost on the way is not shown, and a busy encoder makes one later.
    assert len(keys) > 1 and np.diff(keys).min() == pytest.approx(2.0, abs=0.5)
    middle = images[-1]["middle"]
    assert middle[1] > 150 > middle[0]
    assert got["sound"]["rate"] == 48000 and got["sound"]["blocks"] > 50
    assert KEY not in repr(health)


@pytest.mark.slow
def test_a_wrong_key_is_told():
    with whip_server("another-key") as (address, _), streaming(address, raises=False) as streamer:
        eventually(lambda: streamer.health.message)
        assert streamer.health.message == "the server does not know the stream key (401)"
