"""A whole job in one peer: decode, detect, draw, write H.264. Prints {"name", "fps", ...} as JSON.

usage: peer_job.py ENGINE CFG WEIGHTS ONNX VIDEO OUT ANCHORS [X264_THREADS]

ENGINE as in peer_engines: one frame after the other, or several under way, with a thread of its own for
drawing and encoding. ANCHORS is JSON: (width, height) in pixels of the input for each anchor of each head.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np
from peer_engines import ENGINES, SIDE_BY_SIDE, Files, PeerEngine, SideBySide
from peer_images import Writer, detections, draw, frames, letterbox, rows_of_heads, unified

MOST_WAITING = 8
"""Frames between the network and the thread that draws."""


def one_by_one(made: PeerEngine, video: Any, writer: Writer, anchors: Any) -> int:
    """Do the job in one loop; return the number of detections."""
    total = 0
    for image in frames(video):
        canvas, place = letterbox(image)
        outputs = made.run_bytes(canvas)
        rows = unified(np.concatenate(outputs)) if made.decoded else rows_of_heads(outputs, anchors)
        found = detections(rows, place)
        total += len(found)
        draw(image, found)
        writer.write(image)
    return total


def side_by_side(made: SideBySide, video: Any, writer: Writer, anchors: Any) -> int:
    """Keep several frames under way; draw and encode on another thread."""
    waiting: queue.Queue[Any] = queue.Queue(MOST_WAITING)
    totals = [0]

    def write() -> None:
        while (item := waiting.get()) is not None:
            image, place, future = item
            found = detections(future.result(), place)
            totals[0] += len(found)
            draw(image, found)
            writer.write(image)

    thread = threading.Thread(target=write)
    thread.start()
    take = partial(rows_of_heads, anchors=anchors)
    for image in frames(video):
        canvas, place = letterbox(image)
        waiting.put((image, place, made.start(canvas, take)))
    waiting.put(None)
    thread.join()
    return totals[0]


def main(engine: str, *paths: str) -> None:
    """Run the job once; loading is part of the run but not of the time."""
    cfg, weights, onnx, source, out, anchors, *threads = paths
    files, sizes = Files(Path(cfg), Path(weights), Path(onnx)), json.loads(anchors)
    video = av.open(source)
    stream = video.streams.video[0]
    size_wh = stream.width // 2 * 2, stream.height // 2 * 2
    writer = Writer(out, size_wh, stream.average_rate, *map(int, threads))
    counted = _CountedFrames(video)
    if engine in SIDE_BY_SIDE:
        several = SIDE_BY_SIDE[engine](files)
        name, total = several.version, side_by_side(several, counted, writer, sizes)
    else:
        made = ENGINES[engine](files)
        name, total = f"{made.version}, loop", one_by_one(made, counted, writer, sizes)
    writer.close()
    seconds = time.perf_counter() - counted.started
    spent = (time.process_time() - counted.spent) * 1e3 / counted.count
    figures = {"fps": counted.count / seconds, "processor_ms": spent, "frames": counted.count}
    print(json.dumps({"name": name, **figures, "detections": total}))


class _CountedFrames:
    """Counts what is decoded, and knows when the first frame was asked for."""

    def __init__(self, container: Any) -> None:
        self.streams = container.streams
        self._container = container
        self.count = 0
        self.started = self.spent = 0.0

    def decode(self, **which: int) -> Iterator[Any]:
        """Decode, from now on."""
        self.started, self.spent = time.perf_counter(), time.process_time()
        for frame in self._container.decode(**which):
            self.count += 1
            yield frame


if __name__ == "__main__":
    main(*sys.argv[1:])
