"""Whether a window can be opened: the display, Qt's plugin for it, and fonts."""

from __future__ import annotations

import os
import sys

from yolocam.selfcheck.check_finding import CheckFinding
from yolocam.system.display import display_problem
from yolocam.system.system_libraries import (
    font_command,
    has_fonts,
    install_command,
    missing_for_window,
)

_WITHOUT = "`yolocam detect FILE` and all other commands work without a window"


def check() -> list[CheckFinding]:
    """Look at the libraries and the fonts, and open Qt on the display that there is."""
    missing, problem = missing_for_window(), display_problem()
    findings = [_libraries(missing)] if missing else []
    if problem is not None and not missing:
        findings.append(CheckFinding("Window", "warning", f"{problem}; {_WITHOUT}", _how_to_get_one()))
    elif problem is None:
        from yolocam.ui.qt.try_display import describe_display

        findings.append(CheckFinding("Window", "ok", describe_display()))
    if sys.platform.startswith("linux") and not has_fonts():
        text = "no font is installed: windows would show no text"
        findings.append(CheckFinding("Fonts", "warning", text, font_command() or ""))
    return findings


def _libraries(missing: set[str]) -> CheckFinding:
    names = ", ".join(sorted(missing))
    text = f"no window can be opened, for the libraries that Qt needs are not all there: {names}"
    has_display = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    remedy = install_command(missing) or f"install what holds {names}"
    return CheckFinding("Window", "problem" if has_display else "warning", f"{text}; {_WITHOUT}", remedy)


def _how_to_get_one() -> str:
    if os.environ.get("SSH_CONNECTION"):
        return "log in with `ssh -X`, or sit in front of the machine"
    return "start yolocam from a desktop session"
