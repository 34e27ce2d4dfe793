"""`yolocam bench batch`: throughput and memory of batches of 1, 2, 4, ..., and which one to take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.table import Table

from yolocam.bench.auto_batch import AutoBatch, auto_batch
from yolocam.bench.plot import Curve, draw_curves, save_png
from yolocam.bench.tuner import KNEE, Trial, Tuning
from yolocam.commands.bench.bench_task import Answer, Task, about, plain_table, rounded, title
from yolocam.pipeline.sources.files.listing import list_sources

REASONS = {
    "knee": f"a larger batch gains less than {KNEE:.0%}",
    "memory": "a larger batch might not fit into the memory",
    "largest": "larger ones were not tried",
}
"""Why a search ended, in words."""


def measure(task: Task) -> Answer:
    """Measure afresh and remember the answer for `--batch auto`."""
    listing = list_sources([task.args.source]) if task.args.source else None
    images = task.images(listing)
    detector = task.detector(throughput=True)
    found = auto_batch(detector, images, task.settings, seconds=task.seconds(0.7), fresh=True)
    tuning = found.tuning
    assert tuning is not None  # `fresh`
    info = detector.model_info(task.settings)
    slots = detector.slots
    detector.close()
    if task.args.plot is not None:
        plot_tuning(tuning, task.args.plot)
    figures = {
        **about(info),
        "batch": tuning.batch,
        "reason": tuning.reason,
        "batches_under_way": slots,
        "streams": found.streams,
        "streams_tried": _stream_figures(found),
        "limit_mb": _mb(tuning.limit),
        "trials": [_figures(trial) for trial in tuning.trials],
    }
    told = "\n".join(("", verdict(tuning), *streams_verdict(found)))
    return Answer(title(info), figures, (trial_table(tuning), told), detector.refusal)


def verdict(tuning: Tuning) -> str:
    """Return the batch to take, and why, in a sentence."""
    rate = tuning.chosen.images_per_s
    return f"batch {tuning.batch}: {rate:.1f} images per second; {REASONS[tuning.reason]}"


def streams_verdict(found: AutoBatch) -> list[str]:
    """Return the number of streams to take, and the rates that speak for it, in a sentence; or nothing."""
    if found.streams_tried is None:
        return []
    rates = ", ".join(f"{count}: {rate:.1f}" for count, rate in found.streams_tried.rates.items())
    return [f"streams {found.streams}; images per second by streams {rates} (1 has all cores)"]


def _stream_figures(found: AutoBatch) -> dict[str, float]:
    rates = {} if found.streams_tried is None else found.streams_tried.rates
    return {str(count): rounded(rate) for count, rate in rates.items()}


def trial_table(tuning: Tuning) -> Table:
    """Return what was measured, a row for each batch; memory is what comes on top of the idle network."""
    on_gpu = any(trial.reserved is not None for trial in tuning.trials)
    extra = ("allocated", "reserved", "GPU") if on_gpu else ("process",)
    table = plain_table("batch", "images/s", "ms each", "memory", *extra, "")
    for trial in tuning.trials:
        gpu = "" if trial.gpu_percent is None else f"{trial.gpu_percent:.0f} %"
        more = (
            (f"{_mb(trial.allocated or 0):.0f} MB", f"{_mb(trial.reserved or 0):.0f} MB", gpu)
            if on_gpu
            else (f"{_mb(trial.resident):.0f} MB",)
        )
        table.add_row(
            str(trial.batch),
            f"{trial.images_per_s:.1f}",
            f"{1e3 / trial.images_per_s:.2f}",
            f"{_mb(trial.memory):.0f} MB",
            *more,
            "<-" if trial.batch == tuning.batch else "",
        )
    return table


def plot_tuning(tuning: Tuning, path: Path) -> None:
    """Draw rate and memory over the batch; SinkError when it cannot be written."""
    trials = tuning.trials
    curves = (
        Curve("images per second", [trial.images_per_s for trial in trials]),
        Curve("memory, MB", [_mb(trial.memory) for trial in trials]),
    )
    labels = [str(trial.batch) for trial in trials]
    save_png(draw_curves(curves, labels, "batch", labels.index(str(tuning.batch))), path)


def _figures(trial: Trial) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "batch": trial.batch,
        "images_per_s": rounded(trial.images_per_s),
        "memory_mb": _mb(trial.memory),
        "resident_mb": _mb(trial.resident),
    }
    if trial.allocated is not None and trial.reserved is not None:
        figures |= {"allocated_mb": _mb(trial.allocated), "reserved_mb": _mb(trial.reserved)}
    if trial.gpu_percent is not None:
        figures["gpu_percent"] = round(trial.gpu_percent, 1)
    return figures


def _mb(number: int) -> float:
    return round(number / 1e6, 1)
