"""Attacks all inputs for a while, and watches the process that reads them."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import sys
import time
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psutil

from fuzz.fuzz_worker import FOUND, NOW, Worker, keep, read_once
from fuzz.targets import TARGETS

MOST_S = 20
"""A file that is read for longer hangs."""

START_S = 120
"""A whole example may take so long, with the imports that it needs."""

MOST_BYTES = 2_000_000_000
"""What the process that reads may take, with torch in it."""


_SLOW = "reading took more than"


@dataclass
class Findings:
    """How many cases there were of each target, and one traceback of each cause of what went wrong."""

    cases: dict[str, int]
    wrong: dict[str, str] = field(default_factory=dict)
    most_bytes: int = 0


def attack(folder: Path, seed: int, seconds: float, names: list[str] | None = None) -> Findings:
    """Read changed inputs for some seconds, one of each at least; what goes wrong stays in `folder`/kept."""
    folder.mkdir(parents=True, exist_ok=True)
    findings = Findings(dict.fromkeys(names or TARGETS, 0))
    left = seconds
    while left > 0 or not all(findings.cases.values()):
        started, before = time.monotonic(), sum(findings.cases.values())
        _one_worker(folder, seed, left, findings)
        if sum(findings.cases.values()) == before:
            break  # not even the examples can be read
        left -= max(time.monotonic() - started, 1)
    found = folder / FOUND
    for line in found.read_text().splitlines() if found.exists() else ():
        wrong = json.loads(line)
        cause = f"{wrong['target']}: {wrong['trace'].strip().splitlines()[-1][:200]}"
        findings.wrong.setdefault(cause, f"{folder / 'kept' / wrong['file']}\n{wrong['trace']}")
    return findings


def _one_worker(folder: Path, seed: int, seconds: float, findings: Findings) -> None:
    """Run one process to its end; what ends it too early is noted, and is not read again."""
    (folder / NOW).unlink(missing_ok=True)
    job = (folder, seed, seconds, findings.cases)
    process = multiprocessing.get_context("spawn").Process(target=_work, args=job)
    process.start()
    problem = _watched(process, folder, findings)
    process.join()
    if problem is None and process.exitcode:
        problem = f"the process ended with {process.exitcode}"
    now = _now(folder)
    findings.cases.update(now["next"])
    if problem is not None:
        if not problem.startswith(_SLOW) or _fails_again(folder, now):
            keep(folder, now, problem)
        findings.cases[now["target"]] += 1


def _fails_again(folder: Path, now: dict[str, Any]) -> bool:
    """Whether a file takes too long once more: other programs may have held this one up."""
    file = folder / "case" / now["file"]
    job = (folder / "again", now["target"], now["file"], file.read_bytes())
    process = multiprocessing.get_context("spawn").Process(target=_read_again, args=job)
    process.start()
    process.join(2 * START_S)
    if process.is_alive():
        process.kill()
        process.join()
        return True
    return bool(process.exitcode)


def _read_again(folder: Path, target: str, file: str, data: bytes) -> None:
    """Read one file again; fails where it takes too long three times, when all is imported."""
    read_once(folder, file, data, TARGETS[target].read)
    for _ in range(3):
        started = time.monotonic()
        read_once(folder, file, data, TARGETS[target].read)
        if time.monotonic() - started <= MOST_S:
            sys.exit(0)
    sys.exit(1)


def _work(folder: Path, seed: int, seconds: float, first: dict[str, int]) -> None:
    # The libraries' own remarks on broken files are no findings.
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, sys.stdout.fileno())
    os.dup2(silent, sys.stderr.fileno())
    Worker(folder, seed, first).run(seconds)


def _watched(process: BaseProcess, folder: Path, findings: Findings) -> str | None:
    """Wait for the process; returns why it had to be ended, None if it ended by itself."""
    while process.is_alive():
        process.join(0.1)
        problem = _excess(process, folder, findings)
        if problem is not None:
            process.kill()
            return problem
    return None


def _excess(process: BaseProcess, folder: Path, findings: Findings) -> str | None:
    now = _now(folder)
    with contextlib.suppress(psutil.Error):
        taken = psutil.Process(process.pid).memory_info().rss
        findings.most_bytes = max(findings.most_bytes, taken)
        if taken > MOST_BYTES:
            return f"the process took {taken / 1e9:.1f} GB"
    limit = START_S if now["whole"] else MOST_S
    return f"{_SLOW} {limit} s" if time.time() - now["since"] > limit else None


def _now(folder: Path) -> dict[str, Any]:
    try:
        now: dict[str, Any] = json.loads((folder / NOW).read_text())
    except FileNotFoundError:  # it is still importing
        return {"target": "", "next": {}, "whole": True, "since": time.time(), "file": ""}
    return now
