"""Ends yolocam in every way for an hour, and looks at what is left: `make torture` (docs/robustness.md).

.venv/bin/python tools/torture.py --seconds 600 --only "kill -9"
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    root = Path(__file__).resolve().parent.parent
    sys.path[:1] = [str(root), str(root / "tests")]
    runpy.run_module("torture.run_torture", run_name="__main__", alter_sys=True)
