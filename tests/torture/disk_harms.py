"""What happens to the disk that a run writes to, and what has to be so afterwards."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from pathlib import Path

from torture.program import END_S, START_S, Program
from torture.runs import AT_THE_END, FILES, SMALL, SOURCE, Bench, ended
from torture.surroundings import disk, failing_disk
from torture.wreckage import Wreckage, examine, film_seconds

SAMPLE = Path(__file__).parents[2] / "assets" / "samples" / "gallery.mp4"

SYNCED_S = 1.5
"""So long after a film was begun some of it is on the disk itself."""


def full_disk(bench: Bench) -> Wreckage:
    """A disk that becomes full while it is written to."""
    folder = bench.new_folder()
    with disk(folder, "64m"):
        program = bench.recording(folder, *AT_THE_END)
        with (folder / "filling").open("wb") as filling, contextlib.suppress(OSError):
            while True:  # all but what the run has already
                filling.write(bytes(1 << 16))
                filling.flush()
        status = program.wait(END_S)
        found = examine(folder, ended=False)
        # The last line of a table or of lines may be cut off where the disk ended.
        found.faults = [
            fault for fault in found.faults if "cannot be read" not in fault and "columns" not in fault
        ]
        ended(program, found, {1})
        found.check("no space" in program.words or "free" in program.words, f"{status}: {program.words}")
    return found


def read_only_disk(bench: Bench) -> Wreckage:
    """A disk that takes nothing."""
    folder = bench.new_folder()
    found = Wreckage()
    with disk(folder, "64m"):
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        words = ["watch", SOURCE, *SMALL, *FILES, "--duration", "1"]
        program = bench.starter.start(bench.place, folder, words)
        ended(program, found, {1}, START_S)
        found.check("read-only" in program.words, f"it says not why: {program.words[-500:]}")
    return found


def disk_turns_read_only(bench: Bench) -> Wreckage:
    """The system gives up the disk of the film in the middle; what goes elsewhere is not lost."""
    folder, found = bench.new_folder(), Wreckage()
    disk_folder, image, lines = folder / "disk", folder.with_suffix(".img"), folder / "found.jsonl"
    command = bench.random.choice(("watch", "detect", "window"))
    with failing_disk(image, disk_folder) as give_up:
        program = _onto(bench, command, folder, disk_folder)
        time.sleep(SYNCED_S)
        bench.soon()
        give_up()
        program.wait(END_S)
        found.faults += examine(disk_folder, ended=False).faults
        ended(program, found, {1})
        told = program.words.count("read-only file system")
        found.check(told == 1, f"{command} says {told} times what was wrong: {program.words[-500:]}")
        if command != "window":
            found.check(len(lines.read_bytes().splitlines()) > 10, f"{command}: no lines elsewhere")
            found.faults += examine(folder, ended=False).faults
    with failing_disk(image, disk_folder):  # as after the next start of the machine
        films = list(disk_folder.rglob("*.mp4"))
        # Of its last piece a part may be missing.
        found.check(any(film_seconds(path, Wreckage()) for path in films), f"{command}: {films} hold nothing")
    image.unlink()
    return found


def _onto(bench: Bench, command: str, folder: Path, disk_folder: Path) -> Program:
    """Start a command that makes a film on a disk and lines elsewhere, and wait until it writes."""
    lines, film = folder / "found.jsonl", disk_folder / "film.mp4"
    words = {
        "watch": ["watch", SOURCE, "--save-json", str(lines), "--output", str(disk_folder / "out")],
        "detect": ["detect", SOURCE, "--save-json", str(lines), "--output", str(disk_folder / "out")],
        "window": [str(SAMPLE), "--record", str(film), "--exit-at-end"],
    }[command]
    folder.mkdir(parents=True, exist_ok=True)
    program = bench.starter.start(bench.place, folder, [*words, *SMALL], QT_QPA_PLATFORM="offscreen")
    started = program.until(lambda: any(path.stat().st_size > 5_000 for path in disk_folder.rglob("*.mp4")))
    if not started:
        program.signal(signal.SIGKILL)
        raise AssertionError(f"no film came: {program.words[-2000:]}")
    return program
