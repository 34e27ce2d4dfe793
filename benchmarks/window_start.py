"""How long yolocam takes to start, and what its window costs while nothing happens.

    python benchmarks/window_start.py                          # of this checkout
    python benchmarks/window_start.py --beside DIR --runs 7    # and of another one, or several, in turns

Starts `yolocam` anew for each figure: with nothing, with the sample clip, with a photo, and a few commands
that open no window. With `--beside` the checkouts take turns, each with settings and caches of its own, and
behind each of the others is the median of the pairs' ratios, this one to the other: what else the machine
does meanwhile meets both. Times begin before the process and are medians in seconds; `cpu` is what the
process had computed by then, which others at work lengthen less. `start_figures.py` says what the window's
figures are. `--rest SECONDS` measures the cost at rest as well, so much longer. Needs a display;
QT_QPA_PLATFORM=offscreen does without.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2

ROOT = Path(__file__).resolve().parent.parent
FILM = ROOT / "assets" / "samples" / "gallery.mp4"

Figures = dict[str, float]

COMMANDS = ("--version", "--help", "detect --help", "detect PHOTO")
"""Commands without a window; PHOTO stands for the photo, whose results go to a folder of the run."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A version of yolocam, with a home folder of its own."""

    root: Path
    home: Path

    def window(self, sources: Sequence[Path], rest_s: float = 0, linger_s: float = 0) -> Figures:
        """Start the window once and return its figures."""
        probe = [sys.executable, str(Path(__file__).with_name("start_probe.py"))]
        times = [repr(time.time()), str(rest_s), str(linger_s)]
        told = self._run([*probe, *times, *map(str, sources)])
        figures: Figures = json.loads(told.splitlines()[-1])
        return figures

    def command(self, words: Sequence[str]) -> Figures:
        """Run a command once and return how long it took and what it computed."""
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        self._run([sys.executable, "-m", "yolocam", *words])
        took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return {"whole": took, "whole_cpu": cpu}

    def _run(self, command: Sequence[str]) -> str:
        done = subprocess.run(
            command,
            env=self._environment(),
            cwd=self.home,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
            timeout=300,
        )
        return done.stdout

    def _environment(self) -> dict[str, str]:
        kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        homes = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
        return kept | dict.fromkeys(homes, str(self.home)) | {
            "PYTHONPATH": str(self.root),
            "PYTHONPYCACHEPREFIX": str(self.home / "pycache"),  # as an installed program has it
            "YOLOCAM_NO_ENGINE_SEARCH": "1",
        }  # fmt: skip


Measure = Callable[[Checkout], Figures]


def main() -> None:
    """Print the medians of several starts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--beside", type=Path, nargs="+", default=[], metavar="DIR", help="Other checkouts.")
    parser.add_argument("--rest", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--only", choices=("page", "film", "photo", "commands"), nargs="+")
    parser.add_argument(
        "--warm", type=float, default=20.0, metavar="SECONDS", help="How long the first start is."
    )
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        checkouts = list(_checkouts(Path(folder), args.beside))
        photo = _photo(Path(folder))
        for checkout in checkouts:  # the first start compiles and measures
            checkout.window([FILM], linger_s=args.warm)
        columns = "  ".join(f"{checkout.root.name:<28}" for checkout in checkouts)
        print(f"{'':<25}  {columns}", flush=True)
        for what in args.only or ("page", "film", "photo", "commands"):
            for name, measure in _measures(what, photo, args.rest):
                _in_turns(checkouts, name, args.runs, measure)


def _measures(what: str, photo: Path, rest_s: float) -> Iterator[tuple[str, Measure]]:
    if what == "commands":
        for line in COMMANDS:
            words = [str(photo) if word == "PHOTO" else word for word in line.split()]
            yield line, partial(Checkout.command, words=words)
    else:
        sources = {"page": [], "film": [FILM], "photo": [photo]}[what]
        yield what, partial(Checkout.window, sources=sources, rest_s=rest_s)


def _checkouts(folder: Path, beside: Sequence[Path]) -> Iterator[Checkout]:
    for place, root in enumerate((*beside, ROOT)):
        home = folder / str(place)
        home.mkdir()
        yield Checkout(root.resolve(), home)


def _photo(folder: Path) -> Path:
    """Return the path of a photo: the first frame of the clip."""
    _, image = cv2.VideoCapture(str(FILM)).read()
    path = folder / "photo.jpg"
    cv2.imwrite(str(path), image)
    return path


def _in_turns(checkouts: Sequence[Checkout], what: str, runs: int, measure: Measure) -> None:
    """Measure each checkout in turns, every other time in the opposite order, and print the medians."""
    found: list[list[Figures]] = [[] for _ in checkouts]
    for turn in range(runs):
        order = range(len(checkouts))
        for place in order if turn % 2 == 0 else reversed(order):
            found[place].append(measure(checkouts[place]))
    for figure in found[-1][0]:
        values = [[run[figure] for run in runs] for runs in found]
        cells = [_cell(of, values[-1] if of is not values[-1] else None) for of in values]
        print(f"{what:<14} {figure:<10}  {'  '.join(f'{cell:<28}' for cell in cells)}", flush=True)


def _cell(values: Sequence[float], compared: Sequence[float] | None) -> str:
    """Return the median and the range; and the ratio of what is compared to it."""
    cell = f"{statistics.median(values):6.2f} ({min(values):.2f} to {max(values):.2f})"
    if compared is None:
        return cell
    ratios = [this / other for this, other in zip(compared, values, strict=True) if other]
    return f"{cell} x {statistics.median(ratios):.2f}" if ratios else cell


if __name__ == "__main__":
    main()
