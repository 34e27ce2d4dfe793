"""`yolocam bench network`: one batch after the other, each part of the work by itself."""

from __future__ import annotations

import itertools

from yolocam.bench.auto_batch import auto_batch
from yolocam.bench.rates import Latency, network_times
from yolocam.bench.settle import settle
from yolocam.commands.argument_types import AUTO_BATCH
from yolocam.commands.bench.bench_task import Answer, Task, about, plain_table, rounded, title


def measure(task: Task) -> Answer:
    """Measure; `median_ms` and `p95_ms` are the network's own, for the whole batch."""
    detector = task.detector()
    samples = task.images()
    note = settle(detector, samples, task.settings)
    batch = task.args.batch or 1
    if batch == AUTO_BATCH:
        batch = auto_batch(detector, samples, task.settings).batch
    images = list(itertools.islice(itertools.cycle(samples), batch))
    times = network_times(
        detector, images, task.settings, seconds=task.seconds(3.0), warmup_s=task.args.warmup
    )
    info = detector.model_info(task.settings)
    detector.close()

    parts = {
        "prepare": times.prepare,
        "network": times.network,
        "post-processing": times.postprocess,
        "whole": times.whole,
    }
    table = plain_table("", "median", "p95", "least")
    for name, spread in parts.items():
        table.add_row(name, *(f"{ms:.2f} ms" for ms in (spread.median, spread.p95, spread.least)))
    rate = batch * 1e3 / times.whole.median
    figures = {
        **about(info),
        "batch": batch,
        "median_ms": rounded(times.network.median),
        "p95_ms": rounded(times.network.p95),
        "least_ms": rounded(times.network.least),
        "runs": times.network.count,
        "prepare_ms": _both(times.prepare),
        "postprocess_ms": _both(times.postprocess),
        "whole_ms": _both(times.whole),
        "processor_ms": rounded(times.processor_ms),
        "images_per_s": rounded(rate),
    }
    lines = f"\n{rate:.1f} images per second, batch {batch}, {times.whole.count} runs; "
    lines += f"{times.processor_ms:.2f} ms of all cores' time for each"
    return Answer(title(info), figures, (table, lines), note)


def _both(spread: Latency) -> dict[str, float]:
    return {"median": rounded(spread.median), "p95": rounded(spread.p95)}
