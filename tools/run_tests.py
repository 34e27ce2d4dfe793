"""Run the tests side by side; what fails there is run once more, alone on the machine.

Thousands of tests with films, servers and windows share the cores, and now and then one waits longer than
it may. A test that fails because something is broken fails again. A test that passes alone is named at the
end, to be mended all the same. Arguments go to pytest.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FAILED = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"

SPREAD = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
"""Whole files go to the workers, the longest first (tests/conftest.py)."""

MOST = 5
"""More failures than this are no accident."""

TESTS_FAILED = 1
"""What pytest exits with when it ran everything and something failed."""


def main() -> int:
    """Return pytest's exit status."""
    FAILED.unlink(missing_ok=True)
    status = pytest(*SPREAD, *sys.argv[1:])
    failed = sorted(json.loads(FAILED.read_text())) if FAILED.exists() else []
    if status != TESTS_FAILED or not 0 < len(failed) <= MOST:
        return status
    print(f"\n{len(failed)} of them once more, alone:", flush=True)
    status = pytest("--last-failed", "--last-failed-no-failures", "none", *sys.argv[1:])
    if status == 0:
        print("\nPassed alone, failed beside other tests:", *failed, sep="\n    ", flush=True)
    return status


def pytest(*arguments: str) -> int:
    """Return its exit status."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment)


if __name__ == "__main__":
    sys.exit(main())
