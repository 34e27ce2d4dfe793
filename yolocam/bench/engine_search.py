"""Has the quickest engine found beside a run, for the next start."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from yolocam.bench.memory_limit import available_bytes
from yolocam.model.engines.kernels.maker import be_patient
from yolocam.settings import Settings
from yolocam.system.helper_process import can_start, end, pipes, start
from yolocam.zoo.entry import ModelFiles

OFF = "YOLOCAM_NO_ENGINE_SEARCH"
"""An environment variable: where it is set, nothing is searched for."""

DELAY_S = 10.0
"""How long a run goes on before the search begins: a start is not held up."""

MOST_WEIGHTS = 100 << 20
"""Bytes of weights up to which there is a search: each form of the network holds them once more."""

_MEMORY, _MEMORY_OF_WEIGHTS = 900 << 20, 30
"""What a search takes: bytes, and so many times the weights; measured were 0.9 GB for 4 MB, 1.7 GB for 34."""

_LOOK_S = 0.2


@contextmanager
def searching(files: ModelFiles, settings: Settings) -> Iterator[None]:
    """Have the quickest engine found if it is not known, in a process of lowest priority.

    That process keeps the answer, for the next start. One that the run does not outlast is ended with it.
    """
    ended = threading.Event()
    thread = threading.Thread(
        target=_search, args=(files, settings, ended), name="engine search", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _search(files: ModelFiles, settings: Settings, ended: threading.Event) -> None:
    if OFF in os.environ or ended.wait(DELAY_S) or not can_start() or not _is_open(files, settings):
        return
    asked = {
        "name": files.name, "cfg": str(files.cfg), "weights": str(files.weights), "fit": files.fit,
        "class_names": files.class_names, "sizes": files.sizes,
        "imgsz": settings.imgsz, "precision": settings.precision, "device": settings.device,
    }  # fmt: skip
    with suppress(OSError):
        process = start(__name__, idle=True)
        try:
            requests, _ = pipes(process)
            requests.write(json.dumps(asked).encode() + b"\n")
            requests.flush()
            while process.poll() is None and not ended.wait(_LOOK_S):
                pass
        finally:
            end(process)


def _is_open(files: ModelFiles, settings: Settings) -> bool:
    """Whether the answer is not known, and there is memory for the network in all its forms."""
    from yolocam.bench.quickest_engine import question_of  # which loads torch; the run has done so by now

    with suppress(OSError):
        question = question_of(files, settings)
        return question is not None and question.answer is None and _fits(files.weights.stat().st_size)
    return False


def _fits(weights: int) -> bool:
    """Whether the search for so many bytes of weights leaves the run as much memory as it takes."""
    wanted = _MEMORY + _MEMORY_OF_WEIGHTS * weights
    return weights <= MOST_WEIGHTS and 2 * wanted <= available_bytes()


def main() -> None:
    """Read a network and its settings as JSON, find the quickest engine, and keep the answer."""
    be_patient()
    os.dup2(2, 1)  # what libraries print goes to where nothing is read
    asked = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    from yolocam.bench.quickest_engine import find_quickest, question_of  # seconds, already at low priority

    files = ModelFiles(
        name=asked["name"], cfg=Path(asked["cfg"]), weights=Path(asked["weights"]),
        class_names=tuple(asked["class_names"]), fit=asked["fit"], sizes=tuple(asked["sizes"]),
    )  # fmt: skip
    settings = Settings(imgsz=asked["imgsz"], precision=asked["precision"], device=asked["device"])
    question = question_of(files, settings)
    if question is not None:
        question.keep(find_quickest(files, settings).choice)
    os._exit(0)  # the thread may hold what Python would close; what was loaded need not be taken down


def _end_with_the_run() -> None:
    sys.stdin.buffer.read()
    os._exit(1)
