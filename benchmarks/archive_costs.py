"""Measures what a frame of an archive costs beside the network, in processor time.

    .venv/bin/python benchmarks/archive_costs.py           # a minute; the table of docs/scaling.md

Other programs change processor time little. The films are made here: moving noise and edges, H.264,
8 Mbit/s at 1920x1080 and 4 at 1280x720.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import av
import cv2
import numpy as np

from yolocam.detections import Detections
from yolocam.frame import Detected, Frame, Inference, ModelInfo, Rendered, SourceInfo, Timing
from yolocam.media.encoding.encoder_settings import FILE
from yolocam.media.encoding.video_part import PartWriter, join_parts
from yolocam.media.key_frames import film_parts
from yolocam.pipeline.distribution.row_file import RowSink, read_rows
from yolocam.pipeline.sinks.results.jsonl import JsonlSink
from yolocam.pipeline.sources.files.video import VideoSource
from yolocam.settings import Settings
from yolocam.system.core_shares import processor_name

FRAMES, OBJECTS = 150, 6
MODEL = ModelInfo("bench", ("person", "car"), (416, 416), "cpu", "fp32")

_Found = TypeVar("_Found")


def main() -> None:
    """Measure and print."""
    print(processor_name())
    with tempfile.TemporaryDirectory(prefix="yolocam-costs-") as folder:
        for size, bits in (((1280, 720), 4_000_000), ((1920, 1080), 8_000_000)):
            _film_costs(Path(folder), size, bits)
        _row_costs(Path(folder))


def _film_costs(folder: Path, size: tuple[int, int], bits: int) -> None:
    film = _film(folder / f"{size[1]}.mp4", size, bits)
    decoding, frames = _timed(lambda: _decoded(film))
    writer = PartWriter(folder / "part.mp4", frames[0].source, FILE, threads=1)

    def encode() -> None:
        for frame in frames:
            writer.write(frame, frame.image)
        writer.close()

    encoding, _ = _timed(encode)
    place = writer.place
    assert place is not None
    scanning, _ = _timed(lambda: film_parts(film, 10**9))
    joining, _ = _timed(
        lambda: join_parts(folder / "joined.mp4", [(folder / "part.mp4", place)], sound=None, warn=print)
    )
    out = (folder / "part.mp4").stat().st_size
    print(
        f"{size[0]}x{size[1]}: decoding {decoding / len(frames) * 1e3:.2f} ms a frame (one thread), "
        f"encoding {encoding / len(frames) * 1e3:.2f}, finding key frames "
        f"{scanning / len(frames) * 1e6:.0f} us, "
        f"joining {joining / len(frames) * 1e6:.0f} us; {film.stat().st_size / len(frames) / 1e3:.1f} KB in, "
        f"{out / len(frames) / 1e3:.1f} KB out"
    )


def _row_costs(folder: Path) -> None:
    rows = [_row(number) for number in range(4 * 4096)]
    path = folder / "rows.npz"

    def write() -> None:
        sink = RowSink(path)
        for row in rows:
            sink.write(row)
        sink.close()
        sink.save()

    writing, _ = _timed(write)
    sink = JsonlSink(folder / "found.jsonl")

    def merge() -> None:
        for row in read_rows(path.read_bytes(), Settings()):
            sink.write(row)
        sink.close()

    merging, _ = _timed(merge)
    lines = (folder / "found.jsonl").stat().st_size / len(rows)
    kept = path.stat().st_size / len(rows)
    each, merged = writing / len(rows) * 1e6, merging / len(rows) * 1e6
    print(f"a frame of {OBJECTS} objects: results kept in {each:.0f} us and {kept:.0f} bytes", end="")
    print(f", put together as JSON lines in {merged:.0f} us and {lines:.0f} bytes")


def _film(path: Path, size: tuple[int, int], bits: int) -> Path:
    width, height = size
    noise = np.random.default_rng(0).integers(0, 256, (height // 8, width // 4, 3), np.uint8)
    wide = cv2.resize(noise, (2 * width, height), interpolation=cv2.INTER_CUBIC)
    with av.open(str(path), "w") as container:
        options = {"preset": "veryfast", "g": "60"}
        stream = container.add_stream("libx264", rate=30, options=options)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = width, height, "yuv420p", bits
        for number in range(FRAMES):
            image = np.ascontiguousarray(wide[:, 4 * number : 4 * number + width], np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, "bgr24")))
        container.mux(stream.encode(None))
    return path


def _decoded(film: Path) -> list[Frame]:
    source = VideoSource(film, threads=1)
    frames = []
    while (frame := source.read()) is not None:
        frames.append(frame)
    source.close()
    return frames


def _row(number: int) -> Rendered:
    chance = np.random.default_rng(number)
    boxes = chance.uniform(0, 1000, (OBJECTS, 4)).astype(np.float32)
    scores = chance.uniform(0.5, 1, OBJECTS).astype(np.float32)
    found = Detections(
        xyxy=boxes, objectness=scores, class_score=scores, class_id=np.arange(OBJECTS, dtype=np.int32) % 2
    )
    image = np.broadcast_to(np.uint8(0), (1080, 1920, 3))
    frame = Frame(image, number, number * 33_333_333, 0, _SOURCE)
    return Rendered(Detected(frame, Inference(found, Timing(), MODEL), Settings()), None)


_SOURCE = SourceInfo("film.mp4", "video", (1920, 1080), fps=Fraction(30))


def _timed(step: Callable[[], _Found]) -> tuple[float, _Found]:
    started = time.process_time()
    found = step()
    return time.process_time() - started, found


if __name__ == "__main__":
    main()
