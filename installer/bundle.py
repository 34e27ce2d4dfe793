"""Make a folder with yolocam and all that it needs, Python included; on Windows an MSI, on macOS an app.

    pip install 'cx_Freeze>=8.7,<9'
    python installer/bundle.py build_exe --build-exe bundle     # any system: the folder dist/bundle
    python installer/bundle.py bdist_msi                        # on Windows
    python installer/bundle.py bdist_mac                        # on macOS

docs/packaging.md says which of these were ever made, and under which terms the result may be passed on.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from cx_Freeze import Executable, setup

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from yolocam import __version__  # noqa: E402 - the repository's, whatever is installed

# setuptools would read the repository's pyproject.toml, which is hatchling's. What is made lies in dist/.
(ROOT / "dist").mkdir(exist_ok=True)
os.chdir(ROOT / "dist")

sys.setrecursionlimit(20_000)  # cx_Freeze follows imports by recursion, and torch's reach deep

# What the environment may hold for work on yolocam, and what nobody who only uses it runs.
LEFT_OUT = [
    "_pytest",
    "hypothesis",
    "mypy",
    "pytest",
    "pytestqt",
    "ruff",
    "tkinter",
    "torch.utils.tensorboard",
]

setup(
    name="yolocam",
    version=__version__,
    description="Real-time object detection",
    executables=[
        Executable(str(ROOT / "yolocam" / "__main__.py"), target_name="yolocam"),
        Executable(
            str(ROOT / "yolocam" / "desktop.py"),
            target_name="yolocam-window",
            base="gui",
            shortcut_name="yolocam",
            shortcut_dir="ProgramMenuFolder",
        ),
    ],
    options={
        "build_exe": {
            "packages": ["yolocam", "av", "cv2", "torch"],
            "excludes": LEFT_OUT,
            "include_files": [
                (str(ROOT / "assets"), "lib/yolocam/assets"),
                (str(ROOT / "LICENSE"), "LICENSE"),
            ],
        },
        # Lets a newer MSI replace an older one; never to be changed.
        "bdist_msi": {"upgrade_code": "{7B7F0C0E-5C0B-4E1D-9B57-2F6D6B1C9A41}", "all_users": False},
        "bdist_mac": {"bundle_name": "yolocam"},
    },
)
