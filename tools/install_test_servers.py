"""Install what some tests need, where that is allowed; elsewhere those tests skip themselves.

usage: install_test_servers.py

Linux only. As root on Debian and its relatives it installs nginx with its RTMP module, Xvfb, FFmpeg,
libsrt, and libfaketime, which lets a program see another time.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from apt import install, may_install

PACKAGES = {"nginx": ("nginx-light", "libnginx-mod-rtmp"), "Xvfb": ("xvfb",), "ffmpeg": ("ffmpeg",)}
"""Program -> the packages that bring it."""

LIBRARIES = {"libsrt[-.]*so.1*": ("libsrt1.5-gnutls",), "faketime/libfaketimeMT.so.1": ("libfaketime",)}
"""File below the system's libraries -> the packages that bring it."""

_PATH = "/usr/sbin:/usr/local/sbin"
_FOLDERS = (Path("/usr/lib"), Path("/usr/local/lib"))


def missing_packages() -> list[str]:
    """Return the packages of all that is not there."""
    programs = [name for name in PACKAGES if not (shutil.which(name) or shutil.which(name, path=_PATH))]
    libraries = [name for name in LIBRARIES if not _is_library(name)]
    return [package for name in programs for package in PACKAGES[name]] + [
        package for name in libraries for package in LIBRARIES[name]
    ]


def _is_library(name: str) -> bool:
    """Whether a library lies where Debian (a folder for each kind of machine) or others have it."""
    return any(
        next(folder.glob(pattern), None) is not None
        for folder in _FOLDERS
        for pattern in (name, f"*-linux-gnu*/{name}")
    )


def main() -> int:
    """Return 0: nothing that is missing here keeps the suite from running."""
    missing = missing_packages() if sys.platform.startswith("linux") and may_install() else []
    if missing and not install(missing):  # one that this release does not have keeps no other one away
        for package in missing:
            install([package])
    return 0


if __name__ == "__main__":
    sys.exit(main())
