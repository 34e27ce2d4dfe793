"""Kills workers and the whole run with -9, as a crash or the system would."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from support.near_files import unlike
from yolocam.cli import main

pytestmark = [
    pytest.mark.slow,
    pytest.mark.torch,
    pytest.mark.timeout(500),
    pytest.mark.skipif(os.name == "nt", reason="signals of Windows go to a whole console"),
]
UNTIL_S = 150


def started(source: Path, flags: tuple[str, ...], *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "yolocam", "detect", str(source), "--output", "out", *flags]
    return subprocess.Popen([*command, *more], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def wait_for(found, process: subprocess.Popen[str]):
    until = time.monotonic() + UNTIL_S
    while not (there := found()):
        assert process.poll() is None and time.monotonic() < until, process.communicate()
        time.sleep(0.01)
    return there


def done() -> list[str]:
    log = Path("out/manifest.jsonl")
    lines = log.read_text().splitlines() if log.exists() else []
    records = [json.loads(line) for line in lines if line.endswith("}")]
    return [one["key"] for one in records if one.get("state") == "done"]


def drafts() -> list[Path]:
    """The results of units under way; their names hold the number of the process."""
    return list(Path("out/.parts").glob("*.tmp"))


def results(folder: str) -> dict[str, bytes]:
    paths = [path for path in sorted(Path(folder).rglob("*")) if path.is_file()]
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in paths
        if path.name not in ("manifest.jsonl", ".lock")
    }


def alone(source: Path, flags: tuple[str, ...]) -> dict[str, bytes]:
    main(["detect", str(source), "--output", "one", *flags, "--save-json", "one/found.jsonl"])
    return results("one")


def test_a_worker_and_then_the_whole_run_are_killed(archive, flags, monkeypatch):
    source = archive / "in"
    run = started(source, flags, "--workers", "2")
    victim = int(wait_for(drafts, run)[0].name.split(".")[-2])
    os.kill(victim, signal.SIGKILL)
    wait_for(lambda: len(done()) >= 2, run)
    workers = psutil.Process(run.pid).children(recursive=True)
    run.kill()
    _, told = run.communicate()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert not alive, "workers outlive the run that they work for"
    assert "was ended by SIGKILL" in told and "is done again" in told
    before = done()
    again = started(source, flags, "--workers", "2", "--resume", "--save-json", "out/found.jsonl")
    _, told = again.communicate(timeout=UNTIL_S)
    assert again.returncode == 2 and "z.jpg" in told, told
    assert done()[: len(before)] == before and len(set(done())) == len(done()) == 7
    assert unlike(results("out"), alone(source, flags)) == []


def test_ctrl_c_ends_in_order(archive, flags, long_film):
    source = Path(shutil.copytree(archive / "in", "in"))
    shutil.copy(
        long_film, source / "y.mp4"
    )  # which is under way when the signal comes, or is still to be done
    run = started(source, flags, "--workers", "1", "--save-json", "out/found.jsonl")
    wait_for(done, run)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=UNTIL_S)
    assert run.returncode == 130, told
    assert "--output out --resume goes on from there" in told
    assert all(json.loads(line) for line in Path("out/found.jsonl").read_text().splitlines())
    whole = {
        line["file"]
        for line in map(json.loads, Path("out/manifest.jsonl").read_text().splitlines())
        if "file" in line
    }
    films = {f"{path.stem.removeprefix('det_')}.mp4" for path in Path("out").glob("det_*.mp4")}
    assert films <= whole, "half a film looks like a whole one"
