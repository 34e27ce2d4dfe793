"""Make the virtual environment, or say in one sentence what this machine lacks for it.

usage: make_venv.py FOLDER
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

OLDEST = (3, 11)


def main(folder: Path) -> int:
    """Return 0 when `folder` is a virtual environment with pip."""
    if sys.version_info < OLDEST:
        print(
            f"yolocam needs Python {OLDEST[0]}.{OLDEST[1]} or newer, this is {sys.version.split()[0]}; "
            "name another one: make PYTHON=python3.12 demo"
        )
        return 1
    try:
        venv.create(folder, with_pip=True, clear=True)
    except subprocess.CalledProcessError:
        # Debian splits ensurepip off into a package of its own.
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not _install(package):
            print(f"Python's venv module is incomplete: install it with  apt-get install {package}")
            return 1
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    return 0


def _install(package: str) -> bool:
    sys.path.insert(0, str(Path(__file__).parent))
    from apt import install, may_install

    return may_install() and install([package])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
