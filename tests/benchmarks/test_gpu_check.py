"""The check of the CUDA path, with the CPU in the GPU's place: it runs to its end and tells what it found."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")

CHECK = Path(__file__).parents[2] / "benchmarks" / "gpu_check.py"


def check(folder, *flags):
    run = [sys.executable, CHECK, "--out", folder, *flags]
    done = subprocess.run(run, capture_output=True, text=True, timeout=240)
    results = folder / "results.jsonl"
    lines = results.read_text(encoding="utf-8").splitlines() if results.is_file() else []
    return done, [json.loads(line) for line in lines]


@pytest.mark.slow
def test_a_dry_run_reaches_every_goal_it_can(tmp_path):
    steps = ["env", "launches", "layers", "lost", "oom", "decode"]
    done, lines = check(tmp_path, "--dry-run", "--only", ",".join(steps))
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(dict.fromkeys(line["step"] for line in lines)) == steps
    assert all(line.get("reached", True) for line in lines)
    table = (tmp_path / "table.md").read_text(encoding="utf-8").splitlines()
    assert table[0].startswith("Run on: torch ")
    assert len(table) == 4 + len(lines)
    assert all(row.count(" | ") == 3 for row in table[4:])
    assert (tmp_path / "table.txt").read_text(encoding="utf-8").count("\n") == len(lines)


def test_the_steps_fit_into_the_time_and_each_is_there(tmp_path):
    sys.path.insert(0, str(CHECK.parent))
    try:
        import gpu_check
        import gpu_check_steps
    finally:
        sys.path.remove(str(CHECK.parent))
    assert list(gpu_check.LIMITS_S) == list(gpu_check_steps.STEPS)
    assert sum(gpu_check.LIMITS_S.values()) <= 540


def test_a_step_that_there_is_not(tmp_path):
    done, _ = check(tmp_path, "--only", "race,speed")
    assert done.returncode == 2
    assert "there is no step speed, expected some of env, correct" in done.stderr
