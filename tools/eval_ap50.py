"""Measure what the application's way to a result costs in accuracy: AP50 on labelled pictures.

    pip install pycocotools
    python tools/eval_ap50.py [FOLDER] [--model NAME] [--imgsz 416] [--precision fp32] [--rect]

FOLDER (default ../shared/eval) holds `images/` and `instances.json` in COCO's format, with category
numbers in the order of the model's names. Printed are the AP50 of the Detector, that of a direct use of
the network written down here once more in the plainest form, and their difference. The exit status
is 1 where the two differ by 0.1 or more.

The direct use computes everything in float32, the pictures too. The other precisions round the resized
picture to bytes; with few pictures, where a class of two objects is worth half a point, that alone
may move the figure by a point in either direction.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from pycocotools.coco import COCO  # type: ignore[import-untyped]
from pycocotools.cocoeval import COCOeval  # type: ignore[import-untyped]
from torch.nn import functional as F

from yolocam.model import load_network
from yolocam.model.detector import load_detector
from yolocam.settings import Settings
from yolocam.zoo.entry import ModelFiles
from yolocam.zoo.library import find_model

Image = NDArray[Any]
Found = Iterator[tuple[NDArray[Any], float, int]]
"""Of each object: x1, y1, x2, y2 in pixels of the picture, confidence, class."""

CONFIDENCE = 0.005
IOU = 0.45
LARGEST_DIFFERENCE = 0.1
FOLDER = Path(__file__).resolve().parents[2] / "shared" / "eval"


def product(files: ModelFiles, size: int, precision: str, rect: bool) -> Callable[[Image], Found]:
    """Return what the application does with one picture."""
    detector = load_detector(
        files.cfg, files.weights, files.class_names, fit=files.fit, device="cpu", precision=precision
    )
    settings = Settings(confidence=CONFIDENCE, iou=IOU, imgsz=size, rect=rect)

    def detect(image: Image) -> Found:
        (found,) = detector.detect([image], settings)
        for box, confidence, kind in zip(found.xyxy, found.confidence, found.class_id, strict=True):
            yield box, float(confidence), int(kind)

    return detect


def direct(files: ModelFiles, size: int) -> Callable[[Image], Found]:
    """Return the same with nothing but the network: float32, one picture after the other."""
    network = load_network(files.cfg, files.weights)

    def detect(image: Image) -> Found:
        height, width = image.shape[:2]
        x, scale_xy, offset_xy = fitted(image, size, files.fit == "stretch")
        with torch.inference_mode():
            table = network(x)[0].numpy()
        kinds = table[:, 5:].argmax(axis=1)
        confidences = table[:, 4] * table[:, 5:].max(axis=1)
        for row in plain_nms(table[:, :4], confidences, kinds):
            x, y, w, h = table[row, :4]
            box = np.array((x - w / 2, y - h / 2, x + w / 2, y + h / 2))
            box = (box - np.tile(offset_xy, 2)) / np.tile(scale_xy, 2)
            yield box.clip(0, (width, height) * 2), float(confidences[row]), int(kinds[row])

    return detect


def fitted(image: Image, size: int, stretch: bool) -> tuple[torch.Tensor, Image, Image]:
    """Return the network's input (1, 3, size, size), the scale and the offset of the picture in it."""
    height, width = image.shape[:2]
    new_w, new_h = size, size
    if not stretch:
        new_w, new_h = min(size, width * size // height), min(size, height * size // width)
    left, top = (size - new_w) // 2, (size - new_h) // 2
    rgb = torch.from_numpy(image[:, :, ::-1].copy()).permute(2, 0, 1)[None] / 255
    x = torch.full((1, 3, size, size), 0.5)
    x[:, :, top : top + new_h, left : left + new_w] = F.interpolate(
        rgb, (new_h, new_w), mode="bilinear", align_corners=True
    )
    return x, np.array((new_w / width, new_h / height)), np.array((left, top))


def plain_nms(xywh: NDArray[Any], confidences: NDArray[Any], kinds: NDArray[Any]) -> Iterator[int]:
    """Yield the rows above the threshold that no stronger one of their class overlaps."""
    kept: dict[int, list[NDArray[Any]]] = {}
    for row in np.argsort(-confidences):
        if confidences[row] <= CONFIDENCE:
            return
        rivals = kept.setdefault(int(kinds[row]), [])
        if all(overlap(xywh[row], rival) <= IOU for rival in rivals):
            rivals.append(xywh[row])
            yield int(row)


def overlap(a: NDArray[Any], b: NDArray[Any]) -> float:
    """Intersection over union of two boxes, centre and size."""
    sides = np.minimum(a[:2] + a[2:] / 2, b[:2] + b[2:] / 2) - np.maximum(
        a[:2] - a[2:] / 2, b[:2] - b[2:] / 2
    )
    common = float(np.prod(sides.clip(0)))
    return common / (float(np.prod(a[2:])) + float(np.prod(b[2:])) - common)


def ap50(truth: COCO, folder: Path, detect: Callable[[Image], Found]) -> float:
    """Return the average precision at an overlap of 0.5, in percent, as pycocotools computes it."""
    results = []
    for number, entry in truth.imgs.items():
        image = cv2.imread(str(folder / "images" / entry["file_name"]))
        if image is None:
            sys.exit(f"cannot read {entry['file_name']}")
        for (x1, y1, x2, y2), confidence, kind in detect(image):
            box = [float(x1), float(y1), float(x2 - x1), float(y2 - y1)]
            results.append({"image_id": number, "category_id": kind, "bbox": box, "score": confidence})
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation = COCOeval(truth, truth.loadRes(results), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return 100 * float(evaluation.stats[1])


def main() -> int:
    """Measure both and compare."""
    parser = argparse.ArgumentParser(description="AP50 of the Detector and of a direct use of its network")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--model", default="yolov3-tiny")
    parser.add_argument("--imgsz", type=int, default=416)
    parser.add_argument("--precision", default="fp32")
    parser.add_argument("--rect", action="store_true")
    args = parser.parse_args()
    labels = args.folder / "instances.json"
    if not labels.is_file():
        sys.exit(f"{labels} not found")
    torch.set_num_threads(1)
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(str(labels))
    files = find_model(args.model)
    print(f"{args.model} {args.imgsz}, confidence {CONFIDENCE}, {len(truth.imgs)} pictures")
    ours = ap50(truth, args.folder, product(files, args.imgsz, args.precision, args.rect))
    print(f"Detector, {args.precision}: AP50 {ours:.2f}")
    plain = ap50(truth, args.folder, direct(files, args.imgsz))
    print(f"network alone, fp32: AP50 {plain:.2f}, difference {ours - plain:+.2f}")
    return int(abs(ours - plain) >= LARGEST_DIFFERENCE)


if __name__ == "__main__":
    sys.exit(main())
