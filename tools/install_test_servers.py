"""Install the servers that some tests talk to, where that is allowed; elsewhere those tests skip themselves.

usage: install_test_servers.py

Linux only. As root on Debian and its relatives it installs nginx with its RTMP module, Xvfb,
and FFmpeg, which brings libsrt.
"""

from __future__ import annotations

import shutil
import sys

from apt import install, may_install

PACKAGES = {"nginx": ("nginx-light", "libnginx-mod-rtmp"), "Xvfb": ("xvfb",), "ffmpeg": ("ffmpeg",)}
"""Program -> the packages that bring it."""

_PATH = "/usr/sbin:/usr/local/sbin"


def main() -> int:
    """Return 0: nothing that is missing here keeps the suite from running."""
    missing = [name for name in PACKAGES if not (shutil.which(name) or shutil.which(name, path=_PATH))]
    if missing and sys.platform.startswith("linux") and may_install():
        install([package for name in missing for package in PACKAGES[name]])
    return 0


if __name__ == "__main__":
    sys.exit(main())
