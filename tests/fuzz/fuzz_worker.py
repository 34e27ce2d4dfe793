"""The process that reads changed inputs, one after the other; it may hang, grow or crash."""

from __future__ import annotations

import json
import shutil
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fuzz.mutations import Mutator
from fuzz.target import Target
from fuzz.targets import TARGETS
from yolocam.errors import YolocamError
from yolocam.files.atomic_file import write_small

NOW, FOUND = "now.json", "found.jsonl"


class Worker:
    """Takes turns among the targets, so that each gets the same time.

    The file NOW says what is being read and what comes next, FOUND has what went wrong. A case is told by
    seed, target and number alone; `first` are the numbers to begin with.
    """

    def __init__(self, folder: Path, seed: int, first: dict[str, int]) -> None:
        self._folder = folder
        self._seed = seed
        self._next = dict(first)
        self._spent = dict.fromkeys(first, 0.0)
        self._examples = {name: sorted(self._made(name, TARGETS[name])) for name in first}

    def run(self, seconds: float) -> None:
        """Read every example as it is, and then changed ones for some seconds, of each input one at least."""
        for name in self._next:
            for file, data in self._examples[name]:
                self._read(name, file, data, whole=True)  # imports what is needed, and proves the example
        until = time.monotonic() + seconds
        while time.monotonic() < until or not all(self._next.values()):
            name = min(self._spent, key=self._spent.__getitem__)
            file, data = changed(self._seed, name, self._next[name], self._examples[name])
            self._read(name, file, data)
            self._next[name] += 1

    def _made(self, name: str, target: Target) -> list[tuple[str, bytes]]:
        folder = self._folder / "examples" / name.replace(" ", "_")
        folder.mkdir(parents=True, exist_ok=True)
        return list(target.examples(folder).items())

    def _read(self, name: str, file: str, data: bytes, *, whole: bool = False) -> None:
        now = {"target": name, "file": file, "next": self._next, "whole": whole, "since": time.time()}
        write_small(self._folder / NOW, json.dumps(now).encode())
        started = time.monotonic()
        trace = read_once(self._folder / "case", file, data, TARGETS[name].read, whole=whole)
        self._spent[name] += 0 if whole else (time.monotonic() - started) / TARGETS[name].share
        if trace is not None:
            keep(self._folder, now, trace)


def keep(folder: Path, now: dict[str, Any], trace: str) -> None:
    """Note what went wrong, and keep the file that was read."""
    name = f"{now['target']}-{now['next'][now['target']]}-{now['file']}".replace(" ", "_")
    (folder / "kept").mkdir(exist_ok=True)
    shutil.copy(folder / "case" / now["file"], folder / "kept" / name)
    with (folder / FOUND).open("a") as found:
        found.write(json.dumps({"target": now["target"], "file": name, "trace": trace}) + "\n")


def changed(seed: int, name: str, number: int, examples: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """Return the file name and the bytes of one case."""
    mutator = Mutator(hash_of(f"{seed} {name} {number}"))
    file, data = mutator.random.choice(examples)
    return file, TARGETS[name].change(mutator, data)


def hash_of(text: str) -> int:
    """Return a number that is the same in every process."""
    return int.from_bytes(text.encode()[-32:], "big")


def read_once(
    folder: Path, file: str, data: bytes, read: Callable[[Path], None], *, whole: bool = False
) -> str | None:
    """Read a file that lies alone in a folder; returns the traceback of what must not be, else None."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    path = folder / file
    path.write_bytes(data)
    try:
        read(path)
    except YolocamError as error:
        words = str(error)
        if whole:
            return traceback.format_exc()
        return None if words and len(words) < 2000 else f"a message of {len(words)} letters: {words[:300]}"
    except Exception:
        return traceback.format_exc()
    return None
