"""`benchmarks/privacy_cover.py` in small: nothing that is to be hidden leaves the pipeline."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "privacy_cover.py"


@pytest.mark.slow
def test_nothing_is_seen_in_any_output():
    run = [sys.executable, SCRIPT, "--frames", "60", "--missed", "0.2"]
    done = subprocess.run(run, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout[: done.stdout.rindex("}") + 1])
    assert report["seen"] == {}
    assert {"shown", "page", "recording", "clip", "snapshot", "crop"} == report["looked at"].keys()
