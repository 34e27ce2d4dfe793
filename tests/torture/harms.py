"""What is done to a run of yolocam, and what has to be so afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from torture.disk_harms import disk_turns_read_only, full_disk, read_only_disk
from torture.program import END_S, START_S
from torture.runs import AT_THE_END, SMALL, SOURCE, Bench, begun, ended
from torture.surroundings import NotHereError, stalled, x_server
from torture.wreckage import Wreckage, examine

FAKE_CLOCKS = (
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
)


def kill(bench: Bench) -> Wreckage:
    """`kill -9` at a random moment."""
    folder = bench.new_folder()
    program = bench.recording(folder)
    bench.soon()
    program.signal(signal.SIGKILL)
    program.wait(END_S)
    return examine(folder, ended=False)


def ask_to_end(bench: Bench) -> Wreckage:
    """SIGTERM, SIGHUP or SIGINT at a random moment."""
    number = bench.random.choice([signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
    folder = bench.new_folder()
    program = bench.recording(folder, *AT_THE_END)
    bench.soon()
    program.signal(number)
    status = program.wait(END_S)
    found = examine(folder, ended=True)
    ended(program, found, {128 + number})
    found.check((folder / "summary.json").exists(), f"{number!r} {status}: there is no summary")
    return found


def jumping_clock(bench: Bench) -> Wreckage:
    """The clock of the day jumps by hours, forth and back."""
    library = next((path for path in FAKE_CLOCKS if Path(path).exists()), None)
    if library is None:
        raise NotHereError("libfaketime is not installed")
    folder, offset = bench.new_folder(), bench.place.folder / "faketime.offset"
    offset.write_text("+0\n")
    faking = {
        "LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": str(offset), "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip
    program = bench.recording(folder, "--duration", "5", **faking)
    for _ in range(3):
        time.sleep(1)
        offset.write_text(f"{bench.random.choice([-1, 1]) * bench.random.randint(1, 48):+d}h\n")
    clock = subprocess.run(["date", "+%s"], env={**os.environ, **faking}, stdout=subprocess.PIPE, check=True)
    status = program.wait(START_S)
    found = examine(folder, ended=status is not None)
    found.check(abs(int(clock.stdout) - time.time()) > 3000, "the clock did not jump")
    ended(program, found, {0})
    return found


def stalling_server(bench: Bench) -> Wreckage:
    """A server that sends some pictures and then nothing: the run goes on, and ends when it is asked to."""
    folder = bench.new_folder()
    with stalled(bench.random.randint(5, 20)) as port:
        program = bench.recording(folder, *AT_THE_END, source=f"http://127.0.0.1:{port}/stream")
        bench.soon(4)
        program.signal(signal.SIGTERM)
        status = program.wait(END_S)
    found = examine(folder, ended=status is not None)
    ended(program, found, {143})
    return found


def two_at_once(bench: Bench) -> Wreckage:
    """Two runs that start in the same folder at the same moment; one is killed."""
    folder = bench.new_folder()
    words = ["watch", SOURCE, *SMALL, "--duration", "3"]
    programs = [
        bench.starter.start(bench.place, folder, [*words, "--save-json", f"{name}.jsonl"]) for name in "ab"
    ]
    started = begun(programs[0], folder / "a.jsonl")
    bench.soon(1)
    programs[0].signal(signal.SIGKILL)
    programs[0].wait(END_S)
    found = Wreckage()
    found.check(started, f"no frame came: {programs[0].words[-500:]}")
    ended(programs[1], found, {0}, START_S)
    films = list(folder.rglob("*.mp4"))
    found.check(len(films) == 2, f"two runs wrote {films}")
    for path in films:
        found.faults += examine(path.parent, ended=False).faults
    return found


def adding(bench: Bench) -> Wreckage:
    """`models add` that is killed: the next start has the model whole, or nothing of it."""
    assets = Path(__file__).parents[2] / "assets" / "models"
    names = [str(assets / f"yolov3-tiny.{ending}") for ending in ("cfg", "weights")]
    folder, found = bench.new_folder(), Wreckage()
    program = bench.starter.start(bench.place, folder, ["models", "add", *names, "--name", folder.name])
    own = bench.place.folder / "home" / "data" / "yolocam" / "models" / "own"
    started = program.until(lambda: own.exists() and any(own.iterdir()))
    found.check(started, f"nothing was added: {program.words[-500:]}")
    time.sleep(bench.random.uniform(0, 0.05))
    program.signal(signal.SIGKILL)
    program.wait(END_S)
    again = bench.starter.start(bench.place, folder, ["models", "--json"])
    ended(again, found, {0}, START_S)
    known = f'"name": "{folder.name}"' in again.words
    homes = [path.name for path in own.iterdir()] if own.exists() else []
    found.check(homes == ([folder.name] if known else []), f"known: {known}, on disk: {homes}")
    if known:
        removed = bench.starter.start(bench.place, folder, ["models", "remove", folder.name])
        ended(removed, found, {0}, START_S)
    return found


def dying_display(bench: Bench) -> Wreckage:
    """The X server ends under the window while it records."""
    if shutil.which("Xvfb") is None:
        raise NotHereError("Xvfb is not installed")
    folder = bench.new_folder()
    folder.mkdir(parents=True)
    with x_server() as (server, display):
        words = [SOURCE, *SMALL, "--record", str(folder / "film.mp4")]
        program = bench.starter.start(
            bench.place, folder, words, DISPLAY=display, QT_QPA_PLATFORM="xcb", XDG_SESSION_TYPE="x11"
        )
        started = begun(program, folder / "film.jsonl")
        bench.soon()
        server.kill()
        server.wait()
        status = program.wait(END_S)
        if status is None:
            program.signal(signal.SIGKILL)
            program.wait(END_S)
    found = examine(folder, ended=False)
    found.check(started, f"no frame came: {program.words[-500:]}")
    found.check(status is not None, f"the window goes on without its display: {program.words[-500:]}")
    return found


HARMS: dict[str, Callable[[Bench], Wreckage]] = {
    "kill -9": kill,
    "SIGTERM, SIGHUP, SIGINT": ask_to_end,
    "dying X server": dying_display,
    "full disk": full_disk,
    "read-only disk": read_only_disk,
    "disk that turns read-only": disk_turns_read_only,
    "jumping clock": jumping_clock,
    "stalling server": stalling_server,
    "two at once": two_at_once,
    "killed models add": adding,
}
