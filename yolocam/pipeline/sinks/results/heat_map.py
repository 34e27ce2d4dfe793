"""Draws where objects were, and how long, over the first image."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from yolocam.errors import SinkError
from yolocam.files.output_file import prepare_file
from yolocam.frame import Frame, Image, Rendered
from yolocam.pipeline.sinks.results.annotated_images import write_image
from yolocam.pipeline.sinks.results.result_options import HeatMapOf

_LONGEST = 1920
"""Pixels of the longer side of the picture, which is not larger than the first image."""

_GRID = 480
"""Cells of the longer side in which time is summed up, whatever the size of the images."""

_BLUR = 0.012  # of the longer side: as far as a step
_FULL = 99.5  # the hottest share is all in the last colour, or a single waiting person would outshine all
_PAPER = 245
_DIM = 0.55  # how much is left of the image's brightness
_MOST_STEP_S = 1.0
"""A frame stands for the time since the last one, but no longer: then nobody looked."""


class HeatMapSink:
    """Sums up over a whole run, and draws when it is closed. Memory stays the same however long that is.

    Frames of another size are laid over the first one. SinkError for a name that is no PNG.
    """

    wants_image = False

    def __init__(self, path: Path, of: HeatMapOf = "feet") -> None:
        if path.suffix.lower() != ".png":
            raise SinkError(f"{path} cannot be drawn, expected a name that ends in .png")
        self._path = prepare_file(path)
        self._of = of
        self._ground: Image | None = None
        self._heat: NDArray[np.float64] = np.zeros((1, 1))
        self._last: tuple[str, int] | None = None  # source and media time of the frame before

    def write(self, item: Rendered) -> None:
        """Add the objects of one frame."""
        frame = item.frame
        if frame.repeat:
            return
        if self._ground is None:
            self._ground = _ground(frame)
            self._heat = np.zeros(_scaled(frame.size_wh, _GRID)[::-1])
        seconds = self._seconds(frame)
        height, width = self._heat.shape
        share = item.detected.detections.xyxy.astype(np.float64) / (frame.size_wh * 2)
        boxes = np.clip(share * (width, height, width, height), 0, (width, height, width, height))
        for x1, y1, x2, y2 in boxes.tolist():
            if self._of == "boxes":
                rows = slice(int(y1), max(int(np.ceil(y2)), int(y1) + 1))
                self._heat[rows, int(x1) : max(int(np.ceil(x2)), int(x1) + 1)] += seconds
            else:
                x, y = min(int((x1 + x2) / 2), width - 1), min(int(y2), height - 1)
                self._heat[y, x] += seconds

    def close(self) -> None:
        """Write the picture; SinkError if that is not possible."""
        ground = np.full((270, 480, 3), _PAPER, np.uint8) if self._ground is None else self._ground
        write_image(self._path, draw_heat(ground, self._heat))

    def _seconds(self, frame: Frame) -> float:
        name = frame.source.name
        last, self._last = self._last, (name, frame.pts_ns)
        if frame.source.kind == "image":
            return 1.0
        if last is None or last[0] != name:
            return 1 / 25
        return min(max((frame.pts_ns - last[1]) / 1e9, 0.0), _MOST_STEP_S)


def draw_heat(ground: Image, heat: NDArray[np.float64]) -> Image:
    """Return an image, uint8 (H, W, 3) BGR, with the heat (rows, columns) of any size over it."""
    height, width = ground.shape[:2]
    spread = max(_BLUR * max(heat.shape), 0.5)
    smooth = cv2.GaussianBlur(heat.astype(np.float32), (0, 0), spread)
    hot = smooth[smooth > 1e-9]
    if not hot.size:
        return ground
    level = np.clip(smooth / max(float(np.percentile(hot, _FULL)), 1e-9), 0, 1) ** 0.5
    level = np.clip(np.asarray(cv2.resize(level, (width, height), interpolation=cv2.INTER_LINEAR)), 0, 1)
    colours = cv2.applyColorMap(np.rint(level * 255).astype(np.uint8), cv2.COLORMAP_TURBO)
    grey = cv2.cvtColor(cv2.cvtColor(ground, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    strength = np.minimum(level * 1.6, 0.85)[:, :, None]
    mixed: Image = np.rint(grey * (_DIM * (1 - strength)) + colours * strength).astype(np.uint8)
    return mixed


def _ground(frame: Frame) -> Image:
    """Return the first image, or paper of its proportions where only its size is known."""
    size_wh = _scaled(frame.size_wh, _LONGEST)
    if frame.image.strides[0] == 0 or not frame.image.any():  # results without their video
        return np.full((size_wh[1], size_wh[0], 3), _PAPER, np.uint8)
    return np.asarray(cv2.resize(frame.image, size_wh, interpolation=cv2.INTER_AREA))


def _scaled(size_wh: tuple[int, int], longest: int) -> tuple[int, int]:
    scale = min(longest / max(size_wh), 1.0)
    return max(round(size_wh[0] * scale), 1), max(round(size_wh[1] * scale), 1)
