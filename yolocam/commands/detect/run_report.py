"""What `yolocam detect` tells: a line for each image, a progress bar, the time summary."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from yolocam.commands.console import Console
from yolocam.frame import ModelInfo, Rendered
from yolocam.pipeline.sinks.results.records import class_name
from yolocam.pipeline.sinks.results.summary import SummarySink, summary_text
from yolocam.pipeline.stats import Snapshot

STAGES = {
    "decode": "decoding",
    "prepare": "preparing",
    "network": "network",
    "postprocess": "post-processing",
    "process": "processing",
    "draw": "drawing",
    "write": "writing",
}
"""The pipeline's stages -> the names in the summary, after "listing" and "loading"."""


def count_words(counts: Counter[str]) -> str:
    """Return "2 car, 1 dog", most frequent first, or "nothing"."""
    return ", ".join(f"{n} {name}" for name, n in counts.most_common()) or "nothing"


@dataclass
class Tally:
    """A sink that counts what is found; with a console it also tells each image's in a line."""

    console: Console | None = None
    frames: int = 0
    with_something: int = 0
    unit: str = "images"
    found: Counter[str] = field(default_factory=Counter)
    classes: SummarySink = field(default_factory=SummarySink)
    first: str = ""
    wants_image = False

    def write(self, item: Rendered) -> None:
        """Count one image."""
        detections, names = item.detected.detections, item.detected.model.class_names
        self.frames += 1
        self.with_something += bool(len(detections))
        if item.frame.source.kind != "image":
            self.unit = "frames"
        self.classes.write(item)
        self.found.update(class_name(names, i) for i in detections.class_id.tolist())
        if self.frames == 1:
            self.first = _image_line(item)
        if self.console is not None:
            line = f"{_image_line(item)} ({item.detected.inference.timing.total_ns / 1e6:.1f} ms)"
            self.console.tell(line)

    def close(self) -> None:
        """Nothing to finish."""

    def report(self, console: Console, folder: Path | str | None) -> None:
        """Say what was found, with a console of its own by class too, and in which folder it is."""
        console.tell(self.words())
        if self.console is not None:
            console.tell(summary_text(self.classes.rows(), self.frames).rstrip())
        if folder is not None:
            console.tell(f"results in {folder}")

    def words(self) -> str:
        """Return what was found: of a single image each thing, of several how many of each kind."""
        if not self.frames:
            return "nothing could be looked at"
        if self.frames == 1:
            return f"found in {self.first}"
        return f"found in {self.with_something} of {self.frames} {self.unit}: {count_words(self.found)}"


def _image_line(item: Rendered) -> str:
    detected, frame = item.detected, item.frame
    names = detected.model.class_names
    scored = zip(detected.detections.class_id.tolist(), detected.detections.confidence, strict=True)
    words = ", ".join(f"{class_name(names, i)} {confidence:.2f}" for i, confidence in scored) or "nothing"
    where = frame.source.name if frame.source.kind == "image" else f"{frame.source.name} #{frame.index}"
    return f"{where}: {words}"


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        rate = task.finished_speed or task.speed
        return Text("" if rate is None else f"{rate:6.1f} frames/s")


class _Count(ProgressColumn):
    def render(self, task: Task) -> Text:
        total = " frames" if task.total is None else f"/{task.total:.0f}"
        return Text(f"{task.completed:.0f}{total}")


def progress_bar(console: Console, *, endless: bool = False) -> Progress:
    """Return a bar with the rate and the time left, shown on a terminal only; without a bar if `endless`."""
    bar = [] if endless else [BarColumn()]
    left = [] if endless else [TimeRemainingColumn()]
    return Progress(
        TextColumn("{task.description}"),
        *bar,
        _Count(),
        _Rate(),
        *left,
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


@dataclass(frozen=True, slots=True)
class Summary:
    """Where the time of a run went. Durations in milliseconds; stages overlap, so they may exceed it.

    `processor_ms` is the time that all cores of the processor spent, without loading the network.
    """

    frames: int
    detections: int
    elapsed_ms: float
    listing_ms: float
    loading_ms: float
    batch: int
    model: ModelInfo
    snapshot: Snapshot
    processor_ms: float = 0.0

    @property
    def fps(self) -> float:
        """Frames per second of the whole run, without loading the network."""
        return self.frames * 1e3 / self.elapsed_ms if self.elapsed_ms > 0 else 0.0

    def stages_ms(self) -> dict[str, float]:
        """Return each part's total time."""
        spreads = self.snapshot.stages
        parts = {label: spreads[key].total_ms for key, label in STAGES.items() if key in spreads}
        return {"listing": self.listing_ms, "loading": self.loading_ms, **parts}

    def lines(self) -> list[str]:
        """Return the table for people."""
        frames = max(self.frames, 1)
        rows = [f"{'':<17}{'total':>10}  {'per frame':>10}"]
        for label, total in self.stages_ms().items():
            each = "" if label in ("listing", "loading") else f"{total / frames:>7.2f} ms"
            rows.append(f"{label:<17}{total / 1e3:>8.2f} s  {each:>10}".rstrip())
        average = self.elapsed_ms / frames
        rows.append(f"{'average per image':<17}{self.elapsed_ms / 1e3:>8.2f} s  {average:>7.2f} ms")
        if sum(self.stages_ms().values()) - self.listing_ms - self.loading_ms > self.elapsed_ms:
            rows.append("(the parts run side by side: together they take longer than the whole)")
        per_frame = self.detections / frames
        rows.append(f"{self.fps:.1f} frames per second, {per_frame:.1f} detections per image")
        if (stream := self.snapshot.stream) is not None:
            rows.append(
                f"streamed: {stream.frames} frames, of which {stream.drop_share:.1%} were lost "
                f"({stream.network} by the network, {stream.encoder} by the encoder)"
            )
        if (lost := self.snapshot.dropped["record"]) > 0:
            rows.append(f"{lost} images came faster than an output could write them, and are missing in it")
        rows += [
            f"{one.name}: {one.sent} sent" + (f", {one.dropped} lost" if one.dropped else "")
            for one in self.snapshot.actions
        ]
        return rows

    def to_json(self) -> dict[str, Any]:
        """Return the figures of `--stats-json`; `stages_ms` is per frame, listing and loading once."""
        frames = max(self.frames, 1)
        once = ("listing", "loading")
        totals = self.stages_ms()
        stream, actions = self.snapshot.stream, self.snapshot.actions
        return {
            **({} if stream is None else {"stream": stream.to_json()}),
            **({"actions": [one.to_json() for one in actions]} if actions else {}),
            "fps": {"total": round(self.fps, 3)},
            "frames": {"total": self.frames, "detections": self.detections},
            "dropped": {cause: self.snapshot.dropped[cause] for cause in ("capture", "record")},
            "model": self.model.name,
            "imgsz": list(self.model.size_wh),
            "precision": self.model.precision,
            "device": self.model.device,
            "batch": self.batch,
            "elapsed_ms": round(self.elapsed_ms, 3),
            "average_ms": round(self.elapsed_ms / frames, 3),
            "processor_ms": round(self.processor_ms / frames, 3),
            "stages_ms": {k: round(v if k in once else v / frames, 4) for k, v in totals.items()},
            "stages_total_ms": {k: round(v, 3) for k, v in totals.items()},
        }
