"""Has the quickest engine found beside a run, for the next start."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from yolocam.settings import Settings
from yolocam.system.helper_process import can_start, end, start
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
_NETWORK_S = 1.0


@contextmanager
def searching(files: ModelFiles, settings: Settings) -> Iterator[None]:
    """Have the quickest engine found if it is not known, in a process of lowest priority.

    That process keeps the answer, for the next start. One that the run does not outlast is ended with it. A
    library in which it crashes is remembered as broken. A run that loads no network has no search.
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
    if OFF in os.environ or ended.wait(DELAY_S) or not can_start():
        return
    while not _has_a_network():
        if ended.wait(_NETWORK_S):
            return
    if not _is_open(files, settings):
        return
    from yolocam.bench.search_process import ask, outcome  # no sooner: the start is not held up

    with suppress(OSError):
        process = start("yolocam.bench.search_process", idle=True)
        try:
            ask(process, files, settings, patient=True)
            while process.poll() is None and not ended.wait(_LOOK_S):
                pass
            if process.poll() is not None:
                outcome(process)
        finally:
            end(process)


def _has_a_network() -> bool:
    """Whether the run has loaded one: results that are looked at again need none, nor what would run it."""
    return "torch" in sys.modules


def _is_open(files: ModelFiles, settings: Settings) -> bool:
    """Whether the answer is not known, can be kept, and there is memory for the network in all its forms."""
    from yolocam.bench.quickest_engine import question_of  # which loads torch; the run has done so by now

    with suppress(OSError):
        question = question_of(files, settings)
        if question is not None and question.answer is None:
            return _fits(files.weights.stat().st_size) and question.can_be_answered()
    return False


def _fits(weights: int) -> bool:
    """Whether the search for so many bytes of weights leaves the run as much memory as it takes."""
    from yolocam.bench.memory_limit import available_bytes

    wanted = _MEMORY + _MEMORY_OF_WEIGHTS * weights
    return weights <= MOST_WEIGHTS and 2 * wanted <= available_bytes()
