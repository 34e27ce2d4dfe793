"""A stream, a recording and a preview of a source with sound run side by side without growing.

This is the short form of benchmarks/long_stream.py; docs/streaming.md has the figures of an hour.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[4] / "benchmarks" / "long_stream.py"


@pytest.mark.slow
def test_twelve_seconds_hold_no_more_at_the_end_and_keep_sound_and_image_together():
    if not BENCHMARK.exists() or sys.platform == "win32":
        pytest.skip("needs the repository, and a system that counts descriptors")
    if shutil.which("ffmpeg") is None:
        pytest.skip("the program ffmpeg is not installed")
    flags = ["--minutes", "0.2", "--size", "160x90", "--fps", "15"]
    done = subprocess.run(
        [sys.executable, BENCHMARK, *flags], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    for what in ("descriptors", "threads"):
        first, last = figures[what]
        assert last <= first
    # Of 180; a busy machine leaves some out.
    assert figures["stream"]["phase"] == "on air" and 90 < figures["recorded_frames"] <= 185
    for what in ("sound_ms_recording", "sound_ms_stream"):
        assert figures[what]["clicks"] > 4 and abs(figures[what]["median"]) < 50
