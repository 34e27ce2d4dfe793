"""Has the quickest engine found beside a run, for the next start."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from yolocam.settings import Settings
from yolocam.system.helper_process import can_start, end, pipes, start
from yolocam.zoo.entry import ModelFiles

DELAY_S = 10.0
"""How long a run goes on before the search begins: a start is not held up."""

MOST_WEIGHTS = 100 << 20
"""Bytes of weights up to which there is a search: each form of the network holds them once more."""

_MEASURE = "yolocam.bench.quickest_engine"
_LOOK_S = 0.2


@contextmanager
def searching(files: ModelFiles, settings: Settings, delay_s: float = DELAY_S) -> Iterator[None]:
    """Have the quickest engine found if it is not known, in a process of lowest priority.

    That process keeps the answer, for the next start. One that the run does not outlast is ended with it.
    """
    ended = threading.Event()
    thread = threading.Thread(
        target=_search, args=(files, settings, ended, delay_s), name="engine search", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _search(files: ModelFiles, settings: Settings, ended: threading.Event, delay_s: float) -> None:
    if ended.wait(delay_s) or not can_start() or not _is_open(files, settings):
        return
    asked = {
        "name": files.name, "cfg": str(files.cfg), "weights": str(files.weights), "fit": files.fit,
        "class_names": files.class_names, "sizes": files.sizes,
        "imgsz": settings.imgsz, "precision": settings.precision,
    }  # fmt: skip
    with suppress(OSError):
        process = start(_MEASURE, idle=True)
        try:
            requests, _ = pipes(process)
            requests.write(json.dumps(asked).encode() + b"\n")
            requests.flush()
            while process.poll() is None and not ended.wait(_LOOK_S):
                pass
        finally:
            end(process)


def _is_open(files: ModelFiles, settings: Settings) -> bool:
    """Whether the answer is not known, and the network small enough to be loaded several times."""
    from yolocam.bench.quickest_engine import question_of  # which loads torch; the run has done so by now

    with suppress(OSError):
        question = question_of(files, settings)
        small = files.weights.stat().st_size <= MOST_WEIGHTS
        return question is not None and question.answer is None and small
    return False
