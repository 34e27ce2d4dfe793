"""`yolocam bench live`: a live source through the real pipeline, without a window."""

from __future__ import annotations

from yolocam.address import shown
from yolocam.bench.live_run import run_live
from yolocam.bench.settle import settle
from yolocam.commands.bench.bench_task import Answer, Task, about, plain_table, title
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.stats import Spread

DEFAULT = "synthetic:1280x720@30"

_ROWS = {
    "decode": "reading",
    "prepare": "preparing",
    "network": "network",
    "postprocess": "post-processing",
    "draw": "drawing",
    "latency": "latency",
}


def measure(task: Task) -> Answer:
    """Measure rate, drops, and latency from a frame being complete to its being drawn."""
    address = task.args.source or DEFAULT
    detector = task.detector()
    note = settle(detector, task.images(), task.settings) if task.settings.precision == "int8" else None
    source = open_source(address)
    run = run_live(source, detector, task.settings, task.seconds(10.0))
    info = detector.model_info(task.settings)
    detector.close()
    shot = run.snapshot
    table = plain_table("", "median", "p95", "longest")
    for name, label in _ROWS.items():
        spread = shot.stages.get(name, Spread())
        table.add_row(label, *(f"{ms:.2f} ms" for ms in (spread.p50, spread.p95, spread.max)))
    dropped = shot.dropped["capture"]
    line = (
        f"\n{shot.means['display']:.1f} frames per second, {shot.displayed} frames, "
        f"{dropped} dropped, {run.missed} missed by the reader of the source"
    )
    figures = {**about(info), **shot.to_json(source.info), "missed": run.missed}
    return Answer(f"{title(info)}: {shown(address)}", figures, (table, line), note)
