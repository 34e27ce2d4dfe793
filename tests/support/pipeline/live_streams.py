"""A streamer that is fed as by a source, and what came out at its other end."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import psutil

from support.pipeline.recording_frames import result
from yolocam.frame import publish
from yolocam.media.encoding.encoder_settings import STREAM
from yolocam.media.streaming.destination import destination
from yolocam.pipeline.sinks.live.streamer import Streamer

KEY = "kanary-key"
CLOSED_S = 30
"""A stream that waited for a server that never reads would wait for ever."""

SMALL = replace(STREAM, bitrate=500_000, size_wh=(320, 180), fps=Fraction(20), hardware=False)
GREEN = (40, 200, 40)


def picture(size_wh=(160, 120)):
    """Grey with a green box in its middle."""
    width, height = size_wh
    image = np.full((height, width, 3), 90, np.uint8)
    image[height // 4 : height * 3 // 4, width // 4 : width * 3 // 4] = GREEN
    return replace(result(0, size_wh=size_wh), image=publish(image))


def senders():
    """Return the processes that send for this one; others may still run from tests before."""
    children = psutil.Process().children(recursive=True)
    return [child for child in children if any("streaming.sender" in word for word in words_of(child))]


def words_of(process):
    try:
        return process.cmdline()
    except psutil.Error:  # it has ended meanwhile
        return []


@contextmanager
def streaming(address, key=KEY, settings=SMALL, **how):
    """A streamer that is given an image every now and then, as by a source."""
    streamer = Streamer(destination(address, key), settings, **how)
    stop = threading.Event()

    def feed():
        while not stop.wait(0.02):
            streamer.write(picture())

    thread = threading.Thread(target=feed)
    thread.start()
    try:
        yield streamer
    finally:
        stop.set()
        thread.join()
        began = time.monotonic()
        streamer.close()
        assert time.monotonic() - began < CLOSED_S
        assert not [one for one in threading.enumerate() if one.name.startswith("stream")]
        assert not senders()


def on_air(streamer):
    return lambda: streamer.health.phase == "on air"


def are_even(packets, fps):
    """Whether packets have the times of a rate, and key frames come every two seconds.

    A busy machine leaves some out, and the first image after two seconds may be a late one.
    """
    times = [float(p.pts * p.time_base) for p in packets]
    keys = [time for time, p in zip(times, packets, strict=True) if p.is_keyframe]
    steps = np.diff(times)
    even_keys = all(1.94 <= step <= 2.01 + steps.max() for step in np.diff(keys))
    return even_keys and np.abs(steps * fps - np.round(steps * fps)).max() < 0.05


def packets_and_images(path):
    with av.open(str(path)) as container:
        packets = [p for p in container.demux(container.streams.video[0]) if p.pts is not None]
    with av.open(str(path)) as container:
        images = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
    return packets, images
