"""Saves one image of the window, and what was found in it."""

from __future__ import annotations

import json
import math
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np

from yolocam.errors import SinkError, reason_of
from yolocam.files.output_file import prepare_folder
from yolocam.frame import Frame, Image, Rendered
from yolocam.media.encoding.crash_safe_file import CrashSafeFile
from yolocam.pipeline.sinks.names.dated_names import default_snapshot_path, sibling, unused_path
from yolocam.pipeline.sinks.names.unique_names import folder_names
from yolocam.pipeline.sinks.results.jsonl import json_record
from yolocam.pipeline.sinks.results.wall_clock import WallClock

_LONGEST_CLASS = 40


def save_snapshot(rendered: Rendered, path: Path | None = None, *, boxes: bool) -> Path:
    """Save a frame as PNG, with its boxes or without, and its detections as `.json`; return the PNG's path.

    `path` is a file, or a folder in which the name is made from date and time; None is the Pictures
    folder. A file that exists is never overwritten: the name gets a number. The JSON is the object
    that a line of JSON Lines holds. Raises SinkError when a file cannot be written, or when boxes are
    wanted of a frame that was never drawn.
    """
    image = rendered.image if boxes else rendered.frame.image
    if image is None:
        raise SinkError(f"frame {rendered.frame.index} has no annotated picture to save")
    target = unused_path(_target(path), beside=(".json",))
    prepare_folder(target.parent)
    _write_new(target, _png(image, target))
    record = json.dumps(
        json_record(rendered.detected, WallClock()), ensure_ascii=False, allow_nan=False, indent=1
    )
    _write_new(sibling(target, ".json"), (record + "\n").encode("utf-8", "backslashreplace"))
    return target


def save_cut_out(
    frame: Frame, xyxy: tuple[float, float, float, float], name: str, folder: Path | None
) -> Path:
    """Save the part of a frame that lies in a box, in pixels of the frame, as PNG; return its path.

    The file is named after date, time and `name`, in a folder, None is the Pictures folder. A file that
    exists is never overwritten. Raises SinkError when it cannot be written, or nothing of the box lies in
    the frame.
    """
    width, height = frame.size_wh
    left, top = max(math.floor(xyxy[0]), 0), max(math.floor(xyxy[1]), 0)
    part = frame.image[top : min(math.ceil(xyxy[3]), height), left : min(math.ceil(xyxy[2]), width)]
    if not part.size:
        raise SinkError(f"frame {frame.index} has no pixel in the box of {name}, expected a box within it")
    (of_class,) = folder_names([name], _LONGEST_CLASS)
    target = unused_path(sibling(default_snapshot_path(datetime.now(), folder), f" {of_class}.png"))
    prepare_folder(target.parent)
    _write_new(target, _png(np.ascontiguousarray(part), target))
    return target


def _target(path: Path | None) -> Path:
    if path is None or path.is_dir() or not path.suffix:
        return default_snapshot_path(datetime.now(), path)
    if path.suffix.lower() != ".png":
        raise SinkError(f"{path} cannot be saved, expected a name that ends in .png")
    return path


def _png(image: Image, path: Path) -> bytes:
    try:
        done, data = cv2.imencode(".png", image)
    except cv2.error as error:
        raise SinkError(f"{path} cannot be compressed as PNG") from error
    if not done:
        raise SinkError(f"{path} cannot be compressed as PNG")
    return data.tobytes()


def _write_new(path: Path, data: bytes) -> None:
    # Python opens the file, not OpenCV, which cannot open every name on Windows.
    file = CrashSafeFile(path)
    try:
        file.write(data)
    except OSError as error:
        raise SinkError(f"{path} cannot be written: {reason_of(error)}") from error
    finally:
        file.close()
