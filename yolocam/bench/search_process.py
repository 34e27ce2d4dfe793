"""Finds the quickest engine in a process of its own, which a broken library may end.

It is asked in a line of JSON, and answers in such lines: what it begins with, and what it has found.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from yolocam.model.engines.exported.library_trial import LIBRARIES, NO_TRIAL, remember
from yolocam.model.engines.kernels.maker import be_patient
from yolocam.settings import Settings
from yolocam.system.helper_process import end, how_it_ended, pipes, start, was_ended_by_others
from yolocam.zoo.entry import ModelFiles

if TYPE_CHECKING:
    from yolocam.bench.quickest_engine import Found

MOST_PROCESSOR_S = 600
"""What a search may take of the processor's time, where it can be bounded: a library may never come back."""


def find_elsewhere(files: ModelFiles, settings: Settings) -> Found | None:
    """Do what `find_quickest` does, again without a library that crashes in it; None if nothing was found.

    OSError where no process can be started.
    """
    for _ in range(1 + len(LIBRARIES)):
        process = start(__name__)
        try:
            ask(process, files, settings, patient=False)
            found = outcome(process)
        finally:
            end(process)
        if found is not None:
            return found
    return None


def ask(process: subprocess.Popen[bytes], files: ModelFiles, settings: Settings, *, patient: bool) -> None:
    """Tell the process what to find out; `patient` lets everybody else go first. OSError."""
    asked = {
        "name": files.name, "cfg": str(files.cfg), "weights": str(files.weights), "fit": files.fit,
        "class_names": files.class_names, "sizes": files.sizes,
        "imgsz": settings.imgsz, "precision": settings.precision, "device": settings.device,
        "patient": patient,
    }  # fmt: skip
    requests, _ = pipes(process)
    requests.write(json.dumps(asked).encode() + b"\n")
    requests.flush()


def outcome(process: subprocess.Popen[bytes]) -> Found | None:
    """Wait for what the process finds, or None; a library in which it crashed is remembered as broken."""
    from yolocam.bench.quickest_engine import OWN

    _, answers = pipes(process)
    begun, found = OWN, None
    for line in answers:
        with suppress(ValueError):
            said = json.loads(line)
            begun, found = said.get("begin", begun), said.get("found", found)
    status = process.wait()
    if status == 0 and found is not None:
        return _found(found)
    if status != 0 and begun != OWN and not was_ended_by_others(status):
        remember(begun, f"crashed as its speed was measured ({how_it_ended(status)})")
    return None


def _found(said: Any) -> Found:
    from yolocam.bench.engine_forms import LeftOut
    from yolocam.bench.quickest_engine import Found, Timed
    from yolocam.model.preferred_engine import Choice

    timed = [Timed(Choice(**one["choice"]), one["ms"]) for one in said["timed"]]
    return Found(Choice(**said["choice"]), timed, [LeftOut(**one) for one in said["left_out"]])


def main() -> None:
    """Read a network and its settings, find the quickest engine, keep the answer, and tell it."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print goes to where nothing is read
    os.environ[NO_TRIAL] = "1"  # for this process may end
    asked = json.loads(sys.stdin.buffer.readline())
    if asked["patient"]:
        be_patient()
    _bound_processor_time()
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    from yolocam.bench.quickest_engine import OWN, find_quickest, question_of  # seconds, perhaps in patience

    files = ModelFiles(
        name=asked["name"], cfg=Path(asked["cfg"]), weights=Path(asked["weights"]),
        class_names=tuple(asked["class_names"]), fit=asked["fit"], sizes=tuple(asked["sizes"]),
    )  # fmt: skip
    settings = Settings(imgsz=asked["imgsz"], precision=asked["precision"], device=asked["device"])
    question = question_of(files, settings)
    if question is not None:
        found = find_quickest(files, settings, lambda name: _say(answers, begin=name))
        question.keep(found.choice)
        for name in {one.choice.engine for one in found.timed} - {OWN}:
            remember(name, None)
        _say(answers, found=asdict(found))
    os._exit(0)  # the thread may hold what Python would close; what was loaded need not be taken down


def _say(answers: TextIO, **what: object) -> None:
    print(json.dumps(what), file=answers, flush=True)


def _bound_processor_time() -> None:
    if find_spec("resource") is not None:  # Windows has none
        import resource

        most = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = MOST_PROCESSOR_S if most == resource.RLIM_INFINITY else min(MOST_PROCESSOR_S, most)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, most))


def _end_with_the_run() -> None:
    sys.stdin.buffer.read()
    os._exit(1)
