"""`yolocam bench video`: a whole job, exactly as `yolocam detect` does it."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import tempfile
from pathlib import Path
from typing import Any

from yolocam.address import shown
from yolocam.commands.arguments import add_detect_flags
from yolocam.commands.bench.bench_task import Answer, Task, plain_table, rounded, side
from yolocam.commands.detect import command as detect
from yolocam.errors import SourceError


def measure(task: Task) -> Answer:
    """Annotate the video into a temporary folder; loading the network is not part of the time."""
    source = task.args.source
    if source is None:
        raise SourceError("bench video needs a video: yolocam bench video FILE")
    with tempfile.TemporaryDirectory(prefix="yolocam-bench-") as folder:
        stats = _detect(task.args, source, Path(folder))
    frames, fps = stats["frames"]["total"], stats["fps"]["total"]
    if not frames:
        raise SourceError(f"{shown(source)} has no frame that can be read")
    table = plain_table("", "total", "per frame")
    for name, total in stats["stages_total_ms"].items():
        each = "" if name in ("listing", "loading") else f"{total / frames:.2f} ms"
        table.add_row(name, f"{total / 1e3:.2f} s", each)
    figures = {
        **{key: stats[key] for key in ("model", "precision", "device")},
        "imgsz": side(stats["imgsz"]),
        "source": shown(source),
        "batch": stats["batch"],
        "frames": frames,
        "fps": rounded(fps),
        "elapsed_s": rounded(stats["elapsed_ms"] / 1e3),
        "processor_ms": rounded(stats["processor_ms"]),
        "detections": stats["frames"]["detections"],
        "stages_ms": stats["stages_ms"],
    }
    line = f"\n{fps:.1f} frames per second, {frames} frames, batch {stats['batch']} (the parts overlap)"
    size = "x".join(map(str, stats["imgsz"]))
    title = f"{stats['model']} {size}, {stats['precision']} on {stats['device']}: {shown(source)}"
    return Answer(title, figures, (table, line))


def _detect(args: argparse.Namespace, source: str, folder: Path) -> dict[str, Any]:
    """Run `detect` with the same flags and return what its `--stats-json` says."""
    parser = argparse.ArgumentParser()
    add_detect_flags(parser)
    report = folder / "stats.json"
    wanted = parser.parse_args([])
    for name, value in vars(args).items():
        setattr(wanted, name, value)
    wanted.source, wanted.output, wanted.stats_json = [source], folder / "out", report
    with contextlib.redirect_stdout(io.StringIO()):
        detect.run(wanted)
    stats: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return stats
