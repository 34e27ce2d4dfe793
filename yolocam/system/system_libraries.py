"""The libraries of a Linux system that Qt and OpenCV need: which are missing, and what installs them."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

MANAGERS = {"apt-get": "apt-get install", "dnf": "dnf install", "pacman": "pacman -S"}
"""Package manager -> its words for installing; the columns of PACKAGES."""

_XCB = ("libxcb", "libxcb")
PACKAGES: dict[str, tuple[str, str, str]] = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd"),
    "libGLX.so.0": ("libglx0", "libglvnd-glx", "libglvnd"),
    "libOpenGL.so.0": ("libopengl0", "libglvnd-opengl", "libglvnd"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libx11"),
    "libX11.so.6": ("libx11-6", "libX11", "libx11"),
    "libXext.so.6": ("libxext6", "libXext", "libxext"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype", "freetype2"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2", "glib2"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client", "wayland"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor", "wayland"),
    "libwayland-egl.so.1": ("libwayland-egl1", "libwayland-egl", "wayland"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    "libxcb-glx.so.0": ("libxcb-glx0", *_XCB),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", *_XCB),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    "libxcb-render.so.0": ("libxcb-render0", *_XCB),
    "libxcb-shape.so.0": ("libxcb-shape0", *_XCB),
    "libxcb-shm.so.0": ("libxcb-shm0", *_XCB),
    "libxcb-sync.so.1": ("libxcb-sync1", *_XCB),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", *_XCB),
    "libxcb-xinerama.so.0": ("libxcb-xinerama0", *_XCB),
    "libxcb-xkb.so.1": ("libxcb-xkb1", *_XCB),
    "libxcb.so.1": ("libxcb1", *_XCB),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon"),
}
"""Shared library -> the packages that hold it, one for each of MANAGERS."""

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONTS = ("fonts-dejavu-core", "dejavu-sans-fonts", "ttf-dejavu")
"""Qt brings no fonts: without any, the window shows no text."""

WINDOW_FILES = ("Qt/lib/libQt6Widgets.so.6", "Qt/plugins/platforms/libqxcb.so")
"""The files of PySide6 whose needs are looked at."""

_LDD_S = 20.0
_NOT_OPENED = re.compile(r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object file")


def window_file(name: str) -> Path | None:
    """Return a file of PySide6 by its path in the package, None if it is not there. Imports nothing."""
    folder = _folder_of("PySide6")
    path = None if folder is None else folder / name
    return path if path is not None and path.is_file() else None


def missing_for_window() -> set[str]:
    """Return the libraries that Qt's window on X11 lacks."""
    files = (window_file(name) for name in WINDOW_FILES)
    return missing_libraries(file for file in files if file is not None)


def missing_for_images() -> set[str]:
    """Return the libraries that OpenCV lacks, without which nothing runs."""
    folder = _folder_of("cv2")
    return missing_libraries(folder.glob("cv2*.so")) if folder is not None else set()


def missing_libraries(files: Iterable[Path]) -> set[str]:
    """Return the names of the shared libraries that compiled files cannot find; Linux with `ldd` only."""
    if not sys.platform.startswith("linux") or shutil.which("ldd") is None:
        return set()
    import subprocess  # only where something is wrong, for it takes its time

    missing: set[str] = set()
    for file in files:
        listing = subprocess.run(
            ["ldd", str(file)], capture_output=True, text=True, check=False, timeout=_LDD_S
        ).stdout
        missing.update(re.findall(r"(\S+) => not found", listing))
    return missing


def library_in(error: BaseException | str) -> str | None:
    """Return the library without which something could not be loaded, if that is what an error says."""
    found = _NOT_OPENED.search(str(error))
    return found[1] if found else None


def has_fonts() -> bool:
    """Whether a scalable font is installed where programs look for one."""
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    return any(
        True for folder in folders for suffix in ("ttf", "otf", "ttc") for _ in folder.rglob(f"*.{suffix}")
    )


def manager() -> str | None:
    """Return this system's package manager, if it is one of MANAGERS."""
    return next((name for name in MANAGERS if shutil.which(name)), None)


def packages_for(libraries: Iterable[str], manager_name: str) -> list[str]:
    """Return the packages that hold libraries, as far as they are known, each once."""
    column = list(MANAGERS).index(manager_name)
    return sorted({PACKAGES[name][column] for name in libraries if name in PACKAGES})


def install_command(libraries: Iterable[str]) -> str | None:
    """Return the command that installs missing libraries here; None if it is not known for each of them."""
    wanted, found = set(libraries), manager()
    if found is None or not wanted or not wanted <= PACKAGES.keys():
        return None
    return f"sudo {MANAGERS[found]} {' '.join(packages_for(wanted, found))}"


def font_command() -> str | None:
    """Return the command that installs a font here, None if it is not known."""
    found = manager()
    return None if found is None else f"sudo {MANAGERS[found]} {FONTS[list(MANAGERS).index(found)]}"


def missing_sentence(libraries: Iterable[str]) -> str:
    """Return what is missing and what to do about it, such as "libEGL.so.1 is missing: `sudo ...`"."""
    names = sorted(libraries)
    command, one = install_command(names), len(names) == 1
    them = "it" if one else "them"
    remedy = f"`{command}` installs {them}" if command else f"please install what holds {them}"
    return f"{', '.join(names)} {'is' if one else 'are'} missing: {remedy}"


def _folder_of(package: str) -> Path | None:
    import importlib.util

    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
    return None if spec is None or spec.origin is None else Path(spec.origin).parent
