"""The checks, each in a process of its own: what crashes or hangs there is a finding, and no more."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from yolocam.errors import reason_of
from yolocam.selfcheck.check_finding import CheckFinding
from yolocam.system.helper_process import command
from yolocam.system.system_libraries import install_command, library_in

MARK = "yolocam-findings:"
"""Before the line in which a process tells its findings; libraries print what they like."""

_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Check:
    """`module` has a function `check` that returns findings; `subject` is what a report calls it.

    `vital` says that yolocam can do nothing where it crashes. It may take `limit_s` seconds.
    """

    module: str
    subject: str
    vital: bool = False
    limit_s: float = 30.0


CHECKS = (
    Check("yolocam.selfcheck.python_check", "Python", vital=True),
    Check("yolocam.selfcheck.window_check", "Window"),
    Check("yolocam.selfcheck.graphics_check", "Network", vital=True, limit_s=90.0),
    Check("yolocam.selfcheck.models_check", "Models", vital=True, limit_s=60.0),
    Check("yolocam.selfcheck.camera_check", "Cameras"),
    Check("yolocam.selfcheck.encoder_check", "Video", limit_s=60.0),
    Check("yolocam.selfcheck.folder_check", "Folders"),
)


def run_checks(
    checks: tuple[Check, ...] = CHECKS, run: Callable[[Check], list[CheckFinding]] | None = None
) -> list[CheckFinding]:
    """Return the findings of all checks, in their order."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return [finding for findings in pool.map(run or run_apart, checks) for finding in findings]


def run_apart(check: Check) -> list[CheckFinding]:
    """Run one check in a process of its own. Never raises, and never takes much longer than its limit."""
    try:
        process = subprocess.Popen(
            _command(check), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", errors="replace", start_new_session=os.name == "posix",
            env=_environment(),
        )  # fmt: skip
    except OSError as error:
        return [_failed(check, f"it could not be looked at: {reason_of(error)}")]
    try:
        told, complaints = process.communicate(timeout=check.limit_s)
    except subprocess.TimeoutExpired:
        _end(process)
        return [_failed(check, f"no answer within {check.limit_s:g} s")]
    except BaseException:  # Ctrl-C
        _end(process)
        raise
    findings = _read(told)
    return [_crashed(check, process.returncode, complaints)] if findings is None else findings


def findings_of(module: str) -> list[CheckFinding]:
    """Run one check here."""
    check: Callable[[], list[CheckFinding]] = import_module(module).check
    return check()


def _environment() -> dict[str, str]:
    """Return the environment in which this very yolocam is found, also where it is not installed."""
    here = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), here)))
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}


def _failed(check: Check, text: str) -> CheckFinding:
    more = f"{shlex.join(_command(check))} says more"
    return CheckFinding(check.subject, "problem" if check.vital else "warning", text, more)


def _command(check: Check) -> list[str]:
    if getattr(sys, "frozen", False):
        return command("yolocam.selfcheck.child", check.module)
    # -P: nothing in the user's folder may pass for one of our modules.
    return [sys.executable, "-P", "-m", "yolocam.selfcheck.child", check.module]


def _read(told: str) -> list[CheckFinding] | None:
    for line in told.splitlines():
        if line.startswith(MARK):
            with suppress(ValueError, TypeError):
                return [CheckFinding(**found) for found in json.loads(line.removeprefix(MARK))]
    return None


def _crashed(check: Check, status: int, complaints: str) -> CheckFinding:
    words = [line.strip() for line in complaints.splitlines() if line.strip()] or [""]
    library = library_in(words[-1])
    if library is not None:
        remedy = install_command([library]) or f"install what holds {library}"
        return CheckFinding(
            check.subject, "problem" if check.vital else "warning", f"{library} is missing", remedy
        )
    last = f": {words[-1]}" if words[-1] else ""
    if status < 0:
        with suppress(ValueError):
            return _failed(check, f"it crashed ({signal.Signals(-status).name}){last}")
    return _failed(check, f"it failed with status {status}{last}")


def _end(process: subprocess.Popen[str]) -> None:
    """End a process and what it has started."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=2)
