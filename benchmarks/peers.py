"""Runs yolocam and its peers side by side, in one run, on the same work; prints tables with ratios.

usage: python benchmarks/peers.py [--video FILE] [--rounds N] [--seconds S] [--only network|job]
                                  [--models NAME ...] [--without WORD ...] [--docs]

The first run makes the peers' environment and models in a cache folder. Contestants take turns in
rounds, so that a slow minute of the machine meets all of them, and the median of the rounds counts. Ratios
are to the quickest peer, in whichever form that is. --docs writes the tables into docs/performance.md, below
the name of this processor: those of other processors stay.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from platformdirs import user_cache_path
from workshop import HERE, Model, Workshop

from yolocam.assets import asset
from yolocam.bench.machine import describe_machine
from yolocam.bench.plot import Bar, draw_bars, save_png
from yolocam.darknet.cfg import parse_cfg
from yolocam.model.layers.darknet_network import DarknetNetwork

DOCS = HERE.parent / "docs"
PLACE = "<!-- tables of other processors go in front of this line, by benchmarks/peers.py -->"

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Contestant:
    """`run` measures once; it gives None where this contestant cannot take part here."""

    label: str
    run: Callable[[], Figures | None]
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One comparison: the median figure of each contestant that took part.

    `spent` are milliseconds of all cores' time by label, the least of the rounds, where they are known.
    """

    title: str
    unit: str
    rows: list[tuple[str, float, bool]]
    higher_is_better: bool
    spent: dict[str, float] = field(default_factory=dict)

    def markdown(self) -> str:
        """Return the table; a ratio above 1 is slower in time, faster in rate."""
        peers = [(value, label) for label, value, ours in self.rows if not ours]
        best = max if self.higher_is_better else min
        base, reference = best(peers) if peers else (None, "the quickest peer")
        head, rule = f"| | {self.unit} | ratio to {reference} |", "|---|---:|---:|"
        lines = [f"### {self.title}", ""]
        lines += [f"{head} ms of all cores' time |", f"{rule}---:|"] if self.spent else [head, rule]
        for label, value, ours in sorted(self.rows, key=lambda row: row[1], reverse=self.higher_is_better):
            name, ratio = f"**{label}**" if ours else label, f"{value / base:.2f}" if base else ""
            spent = f" {self.spent[label]:.1f} |" if label in self.spent else " |" if self.spent else ""
            lines.append(f"| {name} | {value:.1f} | {ratio} |{spent}")
        return "\n".join(lines)


def main() -> int:
    """Run the comparison."""
    args = _arguments()
    shop = Workshop(args.cache)
    python = shop.python()
    tables = []
    if args.only in (None, "network"):
        for name in args.models:
            seconds = args.seconds if name == "yolov3-tiny" else args.seconds * 1.5
            networks = _without(args.without, _networks(python, _model(shop, name, args), seconds))
            title = f"{name} 416, the network alone, one image"
            tables.append(compare(title, "ms", networks, args.rounds))
    if args.only in (None, "job"):
        model = _model(shop, "yolov3-tiny", args)
        with tempfile.TemporaryDirectory(prefix="yolocam-peers-") as folder:
            jobs = _without(args.without, _jobs(python, model, args.video, Path(folder)))
            title = f"{args.video.name}: decode, detect (yolov3-tiny 416), draw, write H.264"
            tables.append(compare(title, "frames/s", jobs, args.rounds, higher_is_better=True))
    machine = describe_machine()
    text = f"Measured on {machine}.\n\n" + "\n\n".join(table.markdown() for table in tables)
    print(text)
    if args.docs:
        _write_docs(machine.cpu, text, tables)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--video", type=Path, default=asset("samples/gallery.mp4"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each network in each round")
    parser.add_argument("--only", choices=("network", "job"))
    parser.add_argument(
        "--models", nargs="+", choices=("yolov3-tiny", "yolov3"), default=("yolov3-tiny", "yolov3")
    )
    parser.add_argument(
        "--without", nargs="+", default=(), metavar="WORD",
        help="leave out whoever has this word in its label, such as bf16 where the processor has none",
    )  # fmt: skip
    parser.add_argument("--docs", action="store_true", help="write tables and plots into docs/")
    parser.add_argument("--cache", type=Path, default=user_cache_path("yolocam", appauthor=False) / "peers")
    return parser.parse_args()


def _model(shop: Workshop, name: str, args: argparse.Namespace) -> Model:
    model = shop.model(name)
    if "int8" not in args.without:
        shop.int8(model, args.video)
    return model


def _without(words: Sequence[str], contestants: list[Contestant]) -> list[Contestant]:
    return [one for one in contestants if not any(word in one.label for word in words)]


def compare(
    title: str, unit: str, contestants: list[Contestant], rounds: int, *, higher_is_better: bool = False
) -> Table:
    """Let everyone run in each round; who fails in the first is left out of the others."""
    key = "fps" if higher_is_better else "median_ms"
    values: dict[str, list[float]] = {}
    spent: dict[str, float] = {}
    out: set[str] = set()
    for number in range(rounds):
        for contestant in contestants:
            if contestant.label in out:
                continue
            figures = contestant.run()
            if figures is None:
                out.add(contestant.label)
                continue
            values.setdefault(contestant.label, []).append(figures[key])
            if "processor_ms" in figures:
                before = spent.get(contestant.label, figures["processor_ms"])
                spent[contestant.label] = min(before, figures["processor_ms"])
            print(
                f"{number + 1}/{rounds} {contestant.label}: {figures[key]:.1f} {unit}{_found(figures)}",
                file=sys.stderr,
                flush=True,
            )
    rows = [(c.label, median(values[c.label]), c.ours) for c in contestants if c.label in values]
    return Table(title, unit, rows, higher_is_better, spent)


def _found(figures: Figures) -> str:
    """Say how many objects were found in the film: everyone has to find about as many."""
    return f", {figures['detections']} objects found" if "detections" in figures else ""


def _networks(python: Path, model: Model, seconds: float) -> list[Contestant]:
    def ours(*flags: str) -> Callable[[], Figures | None]:
        timing = ("--seconds", str(seconds), "--warmup", str(seconds / 3), "--device", "cpu")
        return lambda: _yolocam("network", model, *timing, *flags)

    def peer(engine: str) -> Callable[[], Figures | None]:
        files = map(str, (model.cfg, model.weights, model.onnx))
        command = [str(python), str(HERE / "peer_network.py"), engine, *files, "416", str(seconds)]
        return lambda: _json_of(command)

    return [
        Contestant("yolocam auto", ours(), ours=True),
        Contestant("OpenVINO fp32", peer("openvino-fp32")),
        Contestant("yolocam fp32", ours("--precision", "fp32"), ours=True),
        Contestant("OpenVINO bf16", peer("openvino-bf16")),
        Contestant("yolocam bf16", ours("--precision", "bf16"), ours=True),
        Contestant("OpenVINO fp16", peer("openvino-fp16")),
        Contestant("yolocam int8", ours("--precision", "int8"), ours=True),
        Contestant("OpenVINO int8", peer("openvino-int8")),
        Contestant("ONNX Runtime", peer("onnxruntime")),
        Contestant("OpenCV dnn", peer("opencv")),
    ]


def _jobs(python: Path, model: Model, video: Path, folder: Path) -> list[Contestant]:
    anchors = json.dumps([head.anchor_sizes for head in DarknetNetwork(parse_cfg(model.cfg)).heads])

    def ours(*flags: str) -> Callable[[], Figures | None]:
        return lambda: _yolocam("video", model, str(video), "--device", "cpu", *flags)

    def peer(engine: str) -> Callable[[], Figures | None]:
        files = [str(p) for p in (model.cfg, model.weights, model.onnx, video, folder / f"{engine}.mp4")]
        return lambda: _json_of([str(python), str(HERE / "peer_job.py"), engine, *files, anchors])

    return [
        Contestant("yolocam auto", ours(), ours=True),
        Contestant("OpenVINO fp32", peer("openvino-throughput-fp32")),
        Contestant("OpenVINO bf16", peer("openvino-throughput-bf16")),
        Contestant("OpenVINO int8", peer("openvino-throughput-int8")),
        Contestant("ONNX Runtime", peer("onnxruntime-throughput")),
        Contestant("yolocam auto, --batch auto", ours("--batch", "auto"), ours=True),
        Contestant("yolocam int8", ours("--precision", "int8"), ours=True),
        Contestant("OpenVINO fp32, loop", peer("openvino-fp32")),
        Contestant("ONNX Runtime, loop", peer("onnxruntime")),
        Contestant("yolocam int8, --rect", ours("--precision", "int8", "--rect"), ours=True),
        Contestant("OpenCV dnn, loop", peer("opencv")),
    ]


def _yolocam(what: str, model: Model, *flags: str) -> Figures | None:
    files = ("--cfg", str(model.cfg), "--weights", str(model.weights))
    figures = _json_of([sys.executable, "-m", "yolocam", "bench", what, *flags, *files, "--json"])
    if figures is not None and "int8" in flags and figures["precision"] != "int8":
        print(f"left out: {figures.get('note', 'int8 was not taken up')}", file=sys.stderr)
        return None
    return figures


def _json_of(command: list[str]) -> Figures | None:
    """Return the last line a program prints, as JSON; None if it fails, with its last words on stderr."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    except subprocess.TimeoutExpired:
        print(f"{command[2]}: still running after 300 s, left out", file=sys.stderr)
        return None
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        words = (done.stderr.strip().splitlines() or ["no output"])[-1]
        print(f"left out: {words}", file=sys.stderr)
        return None
    figures: Figures = json.loads(lines[-1])
    return figures


def _write_docs(processor: str, text: str, tables: list[Table]) -> None:
    path = DOCS / "performance.md"
    plots = []
    for number, table in enumerate(tables, 1):
        picture = DOCS / f"performance-{_slug(processor)}-{number}.png"
        rows = sorted(table.rows, key=lambda row: row[1], reverse=table.higher_is_better)
        save_png(draw_bars(f"{table.title}, {table.unit}", [Bar(*row) for row in rows]), picture)
        plots.append(f"![{table.title}]({picture.name})")
    page = path.read_text(encoding="utf-8")
    path.write_text(with_tables(page, processor, "\n\n".join((text, *plots))), encoding="utf-8")


def with_tables(page: str, processor: str, text: str) -> str:
    """Return the page with the tables of one processor, in place of those that it had."""
    begin, end = f"<!-- begin: {processor} -->", f"<!-- end: {processor} -->"
    made = f"{begin}\n\n{text}\n\n{end}"
    if begin in page:
        head, _, rest = page.partition(begin)
        return head + made + rest.partition(end)[2]
    return page.replace(PLACE, f"{made}\n\n{PLACE}")


def _slug(processor: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in processor.lower()).split())


if __name__ == "__main__":
    sys.exit(main())
