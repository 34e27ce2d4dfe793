"""A home of its own for a program that is started: nothing of the user's is read or written."""

from __future__ import annotations

import os
from pathlib import Path


def private_environment(home: Path) -> dict[str, str]:
    """Return variables that keep yolocam in `home`, without a screen; they find it and what tests share."""
    variables = {
        "HOME": home,
        "XDG_DATA_HOME": home / "data",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_RUNTIME_DIR": home / "run",
        "TMPDIR": home / "tmp",
    }
    for folder in variables.values():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    variables["XDG_RUNTIME_DIR"].chmod(0o700)
    tests, root = Path(__file__).parents[1], Path(__file__).parents[2]
    paths = [str(root), str(tests), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **{name: str(folder) for name, folder in variables.items()},
        "PYTHONPATH": os.pathsep.join(paths),
        "QT_QPA_PLATFORM": "offscreen",
    }
