"""`yolocam bench sizes`: how the cost grows with resolution, batch and number of boxes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rich.table import Table

from yolocam.bench.plot import Curve, draw_curves, save_png
from yolocam.bench.rates import Latency, network_times
from yolocam.bench.settle import settle
from yolocam.commands.bench.bench_task import Answer, Task, about, plain_table, rounded, title
from yolocam.errors import ModelError, OutOfMemoryError, SettingsError
from yolocam.frame import Image
from yolocam.model.detector import Detector
from yolocam.model.postprocess.benchmark import postprocess_times
from yolocam.settings import Settings

RESOLUTIONS = (160, 224, 320, 416, 512, 608)
BATCHES = (1, 2, 4, 8)
BOXES = (0, 10, 50, 100, 300, 1000)


def measure(task: Task) -> Answer:
    """Measure each of the three with the other two as they are."""
    detector = task.detector()
    images = task.images()
    note = settle(detector, images, task.settings)
    seconds = task.seconds(0.5)
    sides = _by_resolution(detector, images, task.settings, seconds)
    batches = _by_batch(detector, images, task.settings, seconds)
    info = detector.model_info(task.settings)
    detector.close()
    crowds = _by_boxes(task, seconds / 2)
    if task.args.plot is not None:
        _plot(task, sides)
    figures = {**about(info), "resolution": sides, "batch": batches, "boxes": crowds}
    tables = (
        _table("resolution", "imgsz", sides),
        "",
        _table("batch", "batch", batches),
        "",
        _table("objects", "objects", crowds),
    )
    return Answer(title(info), figures, tables, note)


def _by_resolution(
    detector: Detector, images: Sequence[Image], settings: Settings, seconds: float
) -> list[dict[str, Any]]:
    rows = []
    for side in RESOLUTIONS:
        try:
            times = network_times(
                detector, images[:1], replace(settings, imgsz=side), seconds=seconds, warmup_s=seconds / 4
            )
        except (SettingsError, ModelError, OutOfMemoryError):
            continue  # not every network takes every size
        rows.append({"imgsz": side, "network_ms": _median(times.network), "whole_ms": _median(times.whole)})
    return rows


def _by_batch(
    detector: Detector, images: Sequence[Image], settings: Settings, seconds: float
) -> list[dict[str, Any]]:
    rows = []
    for batch in BATCHES:
        together = list(itertools.islice(itertools.cycle(images), batch))
        try:
            times = network_times(detector, together, settings, seconds=seconds, warmup_s=seconds / 4)
        except OutOfMemoryError:
            break
        each = times.network.median / batch
        rows.append({"batch": batch, "network_ms": _median(times.network), "each_ms": rounded(each)})
    return rows


def _by_boxes(task: Task, seconds: float) -> list[dict[str, Any]]:
    found = postprocess_times(task.files.cfg, task.files.weights, BOXES, seconds)
    return [
        {"objects": count, "boxes": kept, "postprocess_ms": _median(Latency.of(taken))}
        for count, kept, taken in found
    ]


def _median(spread: Latency) -> float:
    return rounded(spread.median)


def _table(heading: str, key: str, rows: list[dict[str, Any]]) -> Table:
    names = [name for name in rows[0] if name != key] if rows else []
    table = plain_table(heading, *(name.replace("_ms", ", ms") for name in names))
    for row in rows:
        table.add_row(str(row[key]), *(f"{row[name]:g}" for name in names))
    return table


def _plot(task: Task, sides: list[dict[str, Any]]) -> None:
    curves = [Curve("network, ms", [row["network_ms"] for row in sides])]
    labels = [str(row["imgsz"]) for row in sides]
    save_png(draw_curves(curves, labels, "resolution", -1), task.args.plot)
