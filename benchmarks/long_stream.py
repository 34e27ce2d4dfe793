"""Streams, records and shows a source with sound for minutes: `python benchmarks/long_stream.py --minutes 2`.

The source flashes and clicks once a second, and the clock of its sound runs 100 parts in a million too fast.
FFmpeg (the program) is the server. Printed are the growth of memory, descriptors and threads after the first
third, and how far the clicks are from the flashes in the recording and in what the server got.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import threading
import time
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import psutil
from rtmp_listener import KEY, listener

from yolocam.detections import Detections
from yolocam.frame import Detected, Frame, Inference, ModelInfo, Rendered, SourceInfo, Timing, publish
from yolocam.media.encoding.encoder_settings import LIVE, STREAM
from yolocam.media.sound.live_sound import RATE, LiveSound
from yolocam.media.streaming.destination import destination
from yolocam.pipeline.sink_runner import SinkRunner
from yolocam.pipeline.sinks.live.streamer import Streamer
from yolocam.pipeline.sinks.video.recorder import Recorder
from yolocam.settings import Settings

FLASH_S = 0.1
SECOND = 1_000_000_000
MODEL = ModelInfo("none", (), (32, 32), "cpu", "fp32")


class Clicks(threading.Thread):
    """A sound card with a drifting clock."""

    def __init__(self, sound: LiveSound, start_ns: int, drift: float = 1e-4) -> None:
        super().__init__(daemon=True)
        self._start_ns = start_ns
        self._sound = sound
        self._rate = RATE * (1 + drift)
        self.over = threading.Event()

    def run(self) -> None:
        """Give a piece of ten milliseconds whenever it is due."""
        start_ns, count = self._start_ns, 0
        while not self.over.wait(0.005):
            while (time.monotonic_ns() - start_ns) / SECOND > (count + 480) / self._rate:
                times = (count + np.arange(480)) / self._rate
                click = np.where(times % 1 < FLASH_S, np.sin(times % 1 * 2 * np.pi * 1000), 0) * 0.7
                at_ns = start_ns + round(times[0] * SECOND)
                self._sound.put(np.tile(click, (2, 1)).astype(np.float32), at_ns)
                count += 480


class Preview:
    """Makes each image small, as a window does."""

    wants_image = True

    def write(self, item: Rendered) -> None:
        """Show an image."""
        cv2.resize(item.image if item.image is not None else item.frame.image, (320, 180))

    def close(self) -> None:
        """Do nothing."""


def images(size_wh: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return noise, and the same much brighter."""
    noise = np.random.default_rng(0).integers(0, 60, (size_wh[1], size_wh[0], 3), np.uint8)
    return publish(noise), publish(np.ascontiguousarray(noise + 180))


def feed(
    runners: list[SinkRunner], info: SourceInfo, start_ns: int, seconds: float
) -> list[tuple[float, ...]]:
    """Give images to the outputs, and return what the process held every two seconds."""
    assert info.fps is not None
    dark, bright = images(info.size_wh)
    me, held, start, number, fps = psutil.Process(), [], start_ns / SECOND, 0, int(info.fps)
    while (spent := time.monotonic() - start) < seconds:
        pts_ns = number * SECOND // fps
        image = bright if pts_ns % SECOND < FLASH_S * SECOND else dark
        frame = Frame(image, number, pts_ns, start_ns + pts_ns, info)
        item = Rendered(Detected(frame, Inference(Detections.empty(), Timing(), MODEL), Settings()), image)
        for runner in runners:
            runner.offer(item)
        if number % (2 * fps) == 0:
            everyone = [me, *me.children(recursive=True)]
            ours = [one for one in everyone if one.name() != "ffmpeg"]
            memory = sum(one.memory_info().rss for one in ours)
            busy = sum(sum(one.cpu_times()[:2]) for one in ours)
            held.append((spent, memory / 2**20, me.num_fds(), me.num_threads(), busy))
        number += 1
        time.sleep(max(start + number / fps - time.monotonic(), 0))
    return held


def offsets(path: Path) -> dict[str, float]:
    """Return by how many milliseconds clicks come after their flashes.

    A click whose flash nobody got, for the encoder was too slow then, counts as `without_flash`.
    """
    seen, heard, levels = [], [], []
    with av.open(str(path)) as container:
        levels.extend(
            (float(frame.time or 0), float(frame.to_ndarray(format="gray").mean()))
            for frame in container.decode(video=0)
        )
    with av.open(str(path)) as container:
        last = -1.0
        for block in container.decode(audio=0):
            loud = np.flatnonzero(np.abs(block.to_ndarray()[0]) > 0.2)
            if loud.size and float(block.time or 0) - last > 0.5:
                last = float(block.time or 0) + loud[0] / block.sample_rate
                heard.append(last)
    for (_, before), (at, level) in pairwise(levels):
        if before < 120 < level:
            seen.append(at)
    near = [min((h - s for s in seen), key=abs) * 1e3 for h in heard[2:]]
    off = [one for one in near if abs(one) < 500]
    return {
        "clicks": len(off),
        "without_flash": len(near) - len(off),
        "median": round(float(np.median(off)), 1),
        "last": round(off[-1], 1),
        "farthest": round(max(off, key=abs), 1),
        "over_50_ms": int(sum(abs(one) > 50 for one in off)),
    }


def main() -> None:
    """Run it, and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--size", default="640x360", help="width x height of the images")
    parser.add_argument("--fps", type=int, default=30)
    args = parser.parse_args()
    minutes, size_wh = args.minutes, tuple(map(int, args.size.split("x")))
    folder = Path(tempfile.mkdtemp(prefix="long-stream-"))
    server, address = listener(folder / "got.mkv")
    time.sleep(1)  # until it listens
    sound = LiveSound()
    settings = replace(STREAM, size_wh=size_wh, fps=Fraction(args.fps), bitrate=1_000_000, hardware=False)
    streamer = Streamer(destination(address, KEY), settings, raises=False)
    recorder = Recorder(folder / "kept.mkv", encoder=replace(LIVE, hardware=False), jsonl=False)
    runners = [SinkRunner(sink, name="x", capacity=8) for sink in (streamer, recorder, Preview())]
    start_ns = time.monotonic_ns()
    card = Clicks(sound, start_ns)
    card.start()
    info = SourceInfo("flashes", "synthetic", size_wh, fps=Fraction(args.fps), live=True, sound=sound)
    held = feed(runners, info, start_ns, minutes * 60)
    health = streamer.health.to_json() | {"address": "…"}
    for runner in runners:
        runner.finish()
    card.over.set()
    server.wait(10)
    late = np.array(held[len(held) // 3 :])
    print(json.dumps({
        "minutes": minutes,
        "memory_mb_per_hour": round(float(np.polyfit(late[:, 0], late[:, 1], 1)[0] * 3600), 1),
        "memory_mb": round(float(late[-1, 1]), 1),
        "descriptors": [int(late[0, 2]), int(late[-1, 2])],
        "cores": round(float((late[-1, 4] - late[0, 4]) / (late[-1, 0] - late[0, 0])), 3),
        "threads": [int(late[0, 3]), int(late[-1, 3])],
        "stream": health,
        "recorded_frames": recorder.state.frames,
        "sound_ms_recording": offsets(folder / "kept.mkv"),
        "sound_ms_stream": offsets(folder / "got.mkv"),
    }, indent=1))  # fmt: skip
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
