"""What the peers do around the network, with OpenCV and PyAV: decode, letterbox, draw, encode.

The letterbox is yolocam's: Darknet's geometry, bilinear between aligned corners. On bytes, as the peers have
it, confidences differ from those of float32 by up to 0.006.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 416
CONFIDENCE, OVERLAP = 0.25, 0.45
_LOGIT = float(np.log(CONFIDENCE / (1 - CONFIDENCE)))
_GREY = 128

Array = NDArray[np.float32]
Image = NDArray[np.uint8]
Found = list[tuple[list[int], int, float]]
"""(x, y, width, height in the frame), class and score of each object."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a frame lies in the input: its size over the frame's, across and down, and its corner."""

    scale: tuple[float, float]
    offset: tuple[int, int]


def frames(container: Any) -> Iterator[Image]:
    """Decode the video on all cores."""
    container.streams.video[0].thread_type = "AUTO"
    for frame in container.decode(video=0):
        yield frame.to_ndarray(format="bgr24")


def letterbox(image: Image) -> tuple[Image, Place]:
    """Return the input as bytes, (1, SIDE, SIDE, 3) BGR, and where the frame lies in it."""
    height, width = image.shape[:2]
    if width >= height:
        w, h = SIDE, max(1, height * SIDE // width)
    else:
        w, h = max(1, width * SIDE // height), SIDE
    left, top = (SIDE - w) // 2, (SIDE - h) // 2
    canvas = np.full((1, SIDE, SIDE, 3), _GREY, np.uint8)
    steps = (width - 1) / max(w - 1, 1), (height - 1) / max(h - 1, 1)
    to_source = np.array([[steps[0], 0, 0], [0, steps[1], 0]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    inside = canvas[0, top : top + h, left : left + w]
    cv2.warpAffine(image, to_source, (w, h), inside, flags, cv2.BORDER_REPLICATE)
    return canvas, Place((w / width, h / height), (left, top))


def rows_of_heads(heads: Sequence[Array], anchors: Sequence[Sequence[Sequence[float]]]) -> Array:
    """Decode what passes the threshold: rows of centre x, y, width, height (pixels), objectness, scores."""
    found = []
    for raw, sizes in zip(heads, anchors, strict=True):
        grid_h, grid_w = raw.shape[2:]
        cells = raw.reshape(len(sizes), -1, grid_h, grid_w)
        anchor, y, x = np.nonzero(cells[:, 4] > _LOGIT)
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


def detections(rows: Array, place: Place) -> Found:
    """Return what survives the threshold and NMS; each row is given to its best class only."""
    classes = rows[:, 5:].argmax(1)
    scores = rows[:, 4] * rows[np.arange(len(rows)), 5 + classes]
    corner = rows[:, :2] - rows[:, 2:4] / 2 - place.offset
    boxes = np.concatenate((corner, rows[:, 2:4]), 1) / (place.scale * 2)
    kept = cv2.dnn.NMSBoxesBatched(boxes.tolist(), scores.tolist(), classes.tolist(), CONFIDENCE, OVERLAP)
    return [(boxes[i].astype(int).tolist(), int(classes[i]), float(scores[i])) for i in np.ravel(kept)]


def draw(image: Image, found: Found) -> None:
    """Draw boxes and labels as the tutorials do."""
    for (x, y, w, h), number, score in found:
        cv2.rectangle(image, (x, y), (x + w, y + h), (0, 200, 0), 2)
        cv2.putText(image, f"{number} {score:.2f}", (x, y - 4), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 200, 0), 1)


class Writer:
    """H.264 by x264 "veryfast", like yolocam's own file; `threads` are x264's, 0 leaves the choice to it."""

    def __init__(self, path: str, size_wh: tuple[int, int], rate: Any, threads: int = 0) -> None:
        self._container = av.open(path, "w")
        self._stream = self._container.add_stream("libx264", rate=rate or 25)
        self._stream.width, self._stream.height = size_wh
        self._stream.pix_fmt = "yuv420p"
        self._stream.options = {"preset": "veryfast", "crf": "20"}
        self._stream.thread_type = "AUTO"
        self._stream.codec_context.thread_count = threads

    def write(self, image: Image) -> None:
        """Encode one frame; OpenCV converts the colours quicker than libswscale does."""
        planes = cv2.cvtColor(image, cv2.COLOR_BGR2YUV_I420)
        self._container.mux(self._stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))

    def close(self) -> None:
        """Complete the file."""
        self._container.mux(self._stream.encode())
        self._container.close()
