"""Runs of yolocam that something is done to, and how they have to end."""

from __future__ import annotations

import itertools
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from torture.program import END_S, Place, Program, Starter
from torture.wreckage import Wreckage

SOURCE = "synthetic:160x120@15"
SMALL = ("--imgsz", "32", "--precision", "fp32")
FILES = ("--save-json", "found.jsonl", "--save-csv", "found.csv", "--output", "out")
AT_THE_END = ("--save-coco", "coco.json", "--summary", "summary.json")


@dataclass
class Bench:
    """Where programs are tortured. The same `random` does the same things."""

    place: Place
    starter: Starter
    random: random.Random
    numbers: Iterator[int]

    @classmethod
    def at(cls, folder: Path, seed: int) -> Bench:
        """Return a bench in a folder."""
        return cls(Place(folder), Starter(), random.Random(seed), itertools.count(1))

    def new_folder(self) -> Path:
        """Return a folder for the next run."""
        return self.place.folder / f"run{next(self.numbers)}"

    def recording(self, folder: Path, *more: str, source: str = SOURCE, **how: str) -> Program:
        """Start a run that writes what it can, and wait for its first frames."""
        words = ["watch", source, *SMALL, *FILES, *more]
        program = self.starter.start(self.place, folder, words, anew="LD_PRELOAD" in how, **how)
        if not begun(program, folder / "found.jsonl"):
            program.signal(signal.SIGKILL)
            raise AssertionError(f"no frame came: {program.words[-2000:]}")
        return program

    def soon(self, most: float = 2.5) -> None:
        """Wait for a random time."""
        time.sleep(self.random.uniform(0.05, most))


def begun(program: Program, lines: Path) -> bool:
    """Wait until a program has written its first lines and made its film; returns whether it came to that."""
    return program.until(
        lambda: lines.exists() and lines.stat().st_size > 0 and any(lines.parent.rglob("*.mp4"))
    )


def ended(program: Program, found: Wreckage, statuses: set[int], seconds: float = END_S) -> None:
    """Wait for the end of a program, with one of these exit statuses and without a traceback."""
    status = program.wait(seconds)
    if status is None:
        program.signal(signal.SIGKILL)
        program.wait(END_S)
    found.check(status in statuses, f"exit status {status}, expected {statuses}: {program.words[-500:]}")
    found.check("Traceback" not in program.words, f"a traceback: {program.words[-2000:]}")
