"""Install the system libraries that Qt and OpenCV need and this machine lacks, or name the command.

usage: install_system_libraries.py     (with the Python of the environment to look at)

Linux only: on Windows and macOS the packages bring everything. As root on Debian and its relatives it
installs them; elsewhere it says what `yolocam doctor` says.
"""

from __future__ import annotations

import sys

from apt import install, may_install

from yolocam.system.system_libraries import (
    FONTS,
    font_command,
    has_fonts,
    missing_for_images,
    missing_for_window,
    missing_sentence,
    packages_for,
)


def main() -> int:
    """Return 0 when nothing is missing, or no longer."""
    if not sys.platform.startswith("linux"):
        return 0
    missing, fonts = _missing(), has_fonts()
    if (missing or not fonts) and may_install():
        packages = [*packages_for(missing, "apt-get"), *([] if fonts else FONTS[:1])]
        if packages:
            install(packages)
        missing, fonts = _missing(), has_fonts()
    if missing:
        print(missing_sentence(missing))
    if not fonts:
        print(f"no font is installed: `{font_command() or 'please install one'}`")
    return 1 if missing else 0


def _missing() -> set[str]:
    return missing_for_window() | missing_for_images()


if __name__ == "__main__":
    sys.exit(main())
