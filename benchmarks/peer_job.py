"""A whole job in one peer: decode, detect, draw, write H.264. Prints {"name", "fps", ...} as JSON.

usage: peer_job.py ENGINE CFG WEIGHTS ONNX VIDEO OUT ANCHORS

ENGINE as in peer_engines, one frame after the other, or "openvino-throughput-f32" or "-bf16": as many
requests under way as OpenVINO wants, and a thread of its own for drawing and encoding. ANCHORS is JSON:
(width, height) in pixels of the input for each anchor of each head.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from peer_engines import ENGINES, Array, Blob, compile_openvino, openvino_package, openvino_version

_THROUGHPUT = "openvino-throughput-"
SIDE = 416
CONFIDENCE, OVERLAP = 0.25, 0.45
THRESHOLD = float(np.log(CONFIDENCE / (1 - CONFIDENCE)))

Image = NDArray[np.uint8]


def letterbox(image: Image) -> tuple[Blob, float, tuple[int, int]]:
    """Return the blob, the scale, and the offset of the image in it."""
    height, width = image.shape[:2]
    scale = min(SIDE / width, SIDE / height)
    w, h = round(width * scale), round(height * scale)
    left, top = (SIDE - w) // 2, (SIDE - h) // 2
    canvas = np.full((SIDE, SIDE, 3), 128, np.uint8)
    cv2.resize(image, (w, h), dst=canvas[top : top + h, left : left + w])
    return cv2.dnn.blobFromImage(canvas, 1 / 255, swapRB=True), scale, (left, top)


def rows_of_heads(heads: list[Array], anchors: list[list[list[float]]]) -> Array:
    """Decode what passes the threshold: rows of centre x, y, width, height (pixels), objectness, scores."""
    found = []
    for raw, sizes in zip(heads, anchors, strict=True):
        grid_h, grid_w = raw.shape[2:]
        cells = raw.reshape(len(sizes), -1, grid_h, grid_w)
        anchor, y, x = np.nonzero(cells[:, 4] > THRESHOLD)
        t = cells[anchor, :, y, x]
        scores = 1 / (1 + np.exp(-t[:, 4:]))
        centre = (1 / (1 + np.exp(-t[:, :2])) + np.stack((x, y), 1)) * (SIDE / grid_w, SIDE / grid_h)
        size = np.exp(t[:, 2:4]) * np.array(sizes, np.float32)[anchor]
        found.append(np.concatenate((centre, size, scores), 1))
    return np.concatenate(found)


def unified(rows: Array) -> Array:
    """Bring OpenCV's rows to the form of the others: pixels, and scores that leave the objectness out."""
    rows = rows[rows[:, 4] > CONFIDENCE]
    return np.concatenate((rows[:, :4] * SIDE, rows[:, 4:5], rows[:, 5:] / rows[:, 4:5]), 1)


def detections(rows: Array, scale: float, offset: tuple[int, int]) -> list[tuple[list[int], int, float]]:
    """Return (x, y, width, height in the frame), class and score of what survives NMS."""
    rows = rows[rows[:, 4] > CONFIDENCE]
    classes = rows[:, 5:].argmax(1)
    scores = rows[:, 4] * rows[np.arange(len(rows)), 5 + classes]
    boxes = np.concatenate((rows[:, :2] - rows[:, 2:4] / 2 - offset, rows[:, 2:4]), 1) / scale
    kept = cv2.dnn.NMSBoxesBatched(boxes.tolist(), scores.tolist(), classes.tolist(), CONFIDENCE, OVERLAP)
    return [(boxes[i].astype(int).tolist(), int(classes[i]), float(scores[i])) for i in np.ravel(kept)]


def draw(image: Image, found: list[tuple[list[int], int, float]]) -> None:
    """Draw boxes and labels as the tutorials do."""
    for (x, y, w, h), number, score in found:
        cv2.rectangle(image, (x, y), (x + w, y + h), (0, 200, 0), 2)
        cv2.putText(image, f"{number} {score:.2f}", (x, y - 4), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 200, 0), 1)


class Writer:
    """H.264 by x264 "veryfast", like yolocam's own file."""

    def __init__(self, path: str, size_wh: tuple[int, int], rate: Any) -> None:
        self._container = av.open(path, "w")
        self._stream = self._container.add_stream("libx264", rate=rate or 25)
        self._stream.width, self._stream.height = size_wh
        self._stream.pix_fmt = "yuv420p"
        self._stream.options = {"preset": "veryfast", "crf": "20"}
        self._stream.thread_type = "AUTO"

    def write(self, image: Image) -> None:
        """Encode one frame; OpenCV converts the colours quicker than libswscale does."""
        planes = cv2.cvtColor(image, cv2.COLOR_BGR2YUV_I420)
        self._container.mux(self._stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))

    def close(self) -> None:
        """Complete the file."""
        self._container.mux(self._stream.encode())
        self._container.close()


def frames(container: Any) -> Iterator[Image]:
    """Decode the video on all cores."""
    container.streams.video[0].thread_type = "AUTO"
    for frame in container.decode(video=0):
        yield frame.to_ndarray(format="bgr24")


def one_by_one(
    engine: str, files: tuple[Path, Path, Path], video: Any, writer: Writer, anchors: Any
) -> tuple[str, int]:
    """Do the job in one loop; return the engine's name and the number of detections."""
    made = ENGINES[engine](*files)
    total = 0
    for image in frames(video):
        blob, scale, offset = letterbox(image)
        outputs = made.run(blob)
        rows = unified(np.concatenate(outputs)) if made.decoded else rows_of_heads(outputs, anchors)
        found = detections(rows, scale, offset)
        total += len(found)
        draw(image, found)
        writer.write(image)
    return f"{made.version}, loop", total


def throughput(onnx: Path, precision: str, video: Any, writer: Writer, anchors: Any) -> tuple[str, int]:
    """Keep OpenVINO's own number of requests under way; draw and encode on another thread."""
    requests = openvino_package().AsyncInferQueue(compile_openvino(onnx, precision, "THROUGHPUT"))
    done: dict[int, Any] = {}
    changed = threading.Condition()
    waiting: queue.Queue[Any] = queue.Queue(len(requests) + 8)
    totals = [0]

    def finished(request: Any, number: int) -> None:
        heads = [tensor.data.copy() for tensor in request.output_tensors]
        with changed:
            done[number] = heads
            changed.notify()

    def write() -> None:
        while (item := waiting.get()) is not None:
            number, image, scale, offset = item
            with changed:
                changed.wait_for(lambda number=number: number in done)
                heads = done.pop(number)
            found = detections(rows_of_heads(heads, anchors), scale, offset)
            totals[0] += len(found)
            draw(image, found)
            writer.write(image)

    requests.set_callback(finished)
    thread = threading.Thread(target=write)
    thread.start()
    for number, image in enumerate(frames(video)):
        blob, scale, offset = letterbox(image)
        waiting.put((number, image, scale, offset))
        requests.start_async([blob], number)
    requests.wait_all()
    waiting.put(None)
    thread.join()
    return f"{openvino_version()} {precision}, {len(requests)} requests under way", totals[0]


def main(engine: str, cfg: str, weights: str, onnx: str, source: str, out: str, anchors: str) -> None:
    """Run the job once; loading is part of the run but not of the time."""
    sizes = json.loads(anchors)
    video = av.open(source)
    stream = video.streams.video[0]
    writer = Writer(out, (stream.width // 2 * 2, stream.height // 2 * 2), stream.average_rate)
    counted = _CountedFrames(video)
    if engine.startswith(_THROUGHPUT):
        precision = engine.removeprefix(_THROUGHPUT)
        name, total = throughput(Path(onnx), precision, counted, writer, sizes)
    else:
        name, total = one_by_one(engine, (Path(cfg), Path(weights), Path(onnx)), counted, writer, sizes)
    writer.close()
    seconds = time.perf_counter() - counted.started
    figures = {"name": name, "fps": counted.count / seconds, "frames": counted.count, "detections": total}
    print(json.dumps(figures))


class _CountedFrames:
    """Counts what is decoded, and knows when the first frame was asked for."""

    def __init__(self, container: Any) -> None:
        self.streams = container.streams
        self._container = container
        self.count = 0
        self.started = time.perf_counter()

    def decode(self, **which: int) -> Iterator[Any]:
        """Decode, from now on."""
        self.started = time.perf_counter()
        for frame in self._container.decode(**which):
            self.count += 1
            yield frame


if __name__ == "__main__":
    main(*sys.argv[1:8])
