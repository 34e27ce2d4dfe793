"""Whether another library can be used here: tried once for each version, in a process of its own.

A broken one may end the process that imports it, hold it up for ever, or compute nonsense.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from yolocam.errors import DeviceError, first_line_of
from yolocam.files.cache import cache_folder
from yolocam.files.private_store import PrivateStore
from yolocam.model.engines.exported import library_probe
from yolocam.model.without_telemetry import IMPORTS
from yolocam.system.core_shares import processor_name
from yolocam.system.helper_process import can_start, end, how_it_ended, start
from yolocam.system.package_versions import package_version

LIBRARIES = tuple(IMPORTS)
"""Engines that are libraries of others, each by the name of its module."""

NO_TRIAL = "YOLOCAM_NO_LIBRARY_TRIAL"
"""An environment variable, set in processes that may end: there a library is imported untried."""

TRIAL_S = 60.0
"""How long a library may take to be imported and to compute something small."""

_MOST_FILES, _MOST_BYTES, _MOST_TEXT = 16, 1 << 16, 300


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a version of a library: why it cannot be used, None if it can; whether it was said."""

    problem: str | None
    told: bool = False


def usable(name: str) -> ModuleType:
    """Return the module of a library; DeviceError with a sentence if it is broken, which is remembered."""
    if name not in sys.modules and NO_TRIAL not in os.environ and can_start():
        _require(name)
    try:
        return IMPORTS[name]()
    except (Exception, SystemExit) as error:  # whatever it does as it is imported
        problem = f"cannot be imported: {first_line_of(error)}"
        remember(name, problem)
        raise DeviceError(_sentence(name, problem)) from error


def problem_of(name: str) -> str | None:
    """Return in a sentence why an engine's library cannot be used, as far as is known without a trial."""
    known = _known(_key(name)) if name in IMPORTS else None
    return None if known is None or known.problem is None else _sentence(name, known.problem)


def untold_problem(name: str) -> str | None:
    """Do what `problem_of` does, once for each version."""
    key = _key(name)
    known = _known(key)
    if known is None or known.problem is None or known.told:
        return None
    _keep(key, replace(known, told=True))
    return _sentence(name, known.problem)


def remember(name: str, problem: str | None) -> None:
    """Keep why the installed version of a library cannot be used, None that it can."""
    key = _key(name)
    known = _known(key)
    if known is None or known.problem != problem:
        _keep(key, Verdict(problem))


def try_again(name: str) -> None:
    """Try a library whatever is known of it, and remember what comes of it."""
    _tried.cache_clear()
    if can_start():
        _tried(_key(name), name)


def _require(name: str) -> None:
    """Raise DeviceError where a library is known to be broken, or turns out to be."""
    key = _key(name)
    known = _known(key)
    problem = _tried(key, name) if known is None else known.problem
    if problem is not None:
        raise DeviceError(_sentence(name, problem))


@cache
def _tried(key: str, name: str) -> str | None:
    """Try a library, and keep what came of it: on disk, and in this process, should that not be possible."""
    problem = _outcome(name)
    _keep(key, Verdict(problem))
    return problem


def _outcome(name: str) -> str | None:
    try:
        process = start(library_probe.__name__, environment={NO_TRIAL: "1"})
    except OSError:  # no process to be had: then it is imported untried
        return None
    try:
        said, _ = process.communicate(f"{name}\n".encode(), timeout=TRIAL_S)
    except subprocess.TimeoutExpired:
        return f"did not answer within {TRIAL_S:.0f} s"
    finally:
        end(process)
    answer = said.decode(errors="replace").strip()[:_MOST_TEXT]
    if not answer:
        return f"crashes ({how_it_ended(process.returncode)})"
    return None if answer == library_probe.FINE else answer


def _sentence(name: str, problem: str) -> str:
    version = package_version(name)
    return (
        f"engine {name} cannot be used: {name} {f'{version} ' if version else ''}{problem}; "
        f"install it anew (pip install --force-reinstall 'yolocam[{name}]'), "
        "or have it tried again (yolocam bench engines)"
    )


def _key(name: str) -> str:
    """Return a text that differs after a library was installed anew, and on another processor."""
    where = None
    with suppress(ImportError, ValueError):
        where = find_spec(name)
    written = 0
    if where is not None and where.origin is not None:
        with suppress(OSError):
            written = Path(where.origin).stat().st_mtime_ns
    origin = None if where is None else where.origin
    version = f"{package_version(name)} {written}"
    return " | ".join((name, version, str(origin), f"Python {sys.version}", processor_name()))


def _known(key: str) -> Verdict | None:
    kept = _store().get(key)
    with suppress(ValueError, TypeError):
        found = Verdict(**json.loads(kept or b"null"))
        if isinstance(found.problem, str | None) and isinstance(found.told, bool):
            return found
    return None


def _keep(key: str, verdict: Verdict) -> None:
    _store().put(key, json.dumps(asdict(verdict)).encode())


def _store() -> PrivateStore:
    return PrivateStore(cache_folder() / "libraries", ".json", _MOST_FILES, _MOST_BYTES)
