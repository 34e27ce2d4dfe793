"""Find the system libraries that Qt and OpenCV need and this machine lacks; install or name them.

usage: system_libraries.py     (with the Python of the environment to look at)

Linux only: on Windows and macOS the packages bring everything. Debian and its relatives get the missing
packages installed when this runs as root, and are told the exact command otherwise.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXext.so.6": "libxext6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""Shared library -> Debian package that holds it."""

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_PACKAGE = "fonts-dejavu-core"
"""Qt brings no fonts: without any, the window shows no text."""

LIBRARIES = {
    "PySide6": ("Qt/lib/libQt6Widgets.so.6", "Qt/plugins/platforms/libqxcb.so"),
    "cv2": ("cv2*.so",),
}
"""Python package -> its compiled files whose needs are looked at."""


def main() -> int:
    """Return 0 when nothing is missing, or no longer."""
    if not sys.platform.startswith("linux") or shutil.which("ldd") is None:
        return 0
    missing = missing_libraries()
    unknown = sorted(missing - PACKAGES.keys())
    packages = sorted({PACKAGES[name] for name in missing if name in PACKAGES})
    if not has_fonts():
        packages.append(FONT_PACKAGE)
    if unknown:
        print(f"missing system libraries: {', '.join(unknown)}; please install what holds them")
    if packages and not _install(packages):
        print(f"missing system packages; install them with:\n  sudo apt-get install {' '.join(packages)}")
    return 1 if missing_libraries() else 0


def missing_libraries() -> set[str]:
    """Return the names of shared libraries that Qt's window plugin or OpenCV cannot find."""
    missing: set[str] = set()
    for package, patterns in LIBRARIES.items():
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            continue
        folder = Path(spec.origin).parent
        for file in (f for pattern in patterns for f in folder.glob(pattern)):
            listing = subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=False).stdout
            missing.update(re.findall(r"(\S+) => not found", listing))
    return missing


def has_fonts() -> bool:
    """Whether a scalable font is installed where programs look for one."""
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    return any(
        True for folder in folders for suffix in ("ttf", "otf", "ttc") for _ in folder.rglob(f"*.{suffix}")
    )


def may_install() -> bool:
    """Whether this is root on a system with apt-get."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install(packages: list[str]) -> bool:
    if not may_install():
        return False
    print(f"installing {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
