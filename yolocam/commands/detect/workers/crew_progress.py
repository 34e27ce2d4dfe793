"""Shows how far a run of many processes is, and ends it when somebody asks for that."""

from __future__ import annotations

import time

from yolocam.commands.console import Console
from yolocam.commands.detect.run_report import progress_bar
from yolocam.commands.detect.stop_signals import StopSignals
from yolocam.commands.detect.workers.crew import Crew
from yolocam.commands.detect.workers.merged_outputs import MergedOutputs
from yolocam.pipeline.distribution.schedule import Schedule

LOG_EVERY_S = 30.0
"""How often a run that is not watched on a terminal says how far it is."""

_LOOK_S = 0.1


def watch(crew: Crew, schedule: Schedule, merged: MergedOutputs, console: Console) -> int | None:
    """Have everything done and put together; returns the exit status for the signal that ended it, else None.

    Whatever happens, the workers are ended, and the files of results are complete as far as they go. Raises
    what ended the run.
    """
    with StopSignals() as signals:
        crew.start()
        try:
            with progress_bar(console) as progress:
                task = progress.add_task("detecting", total=None)
                log = _Log(console)
                merging = False
                while not signals.count and (merging or crew.alive):
                    merging = _merge_next(schedule, merged)
                    done = schedule.complete_places
                    words = f"{done} of {schedule.places} done"
                    progress.update(task, description=words, completed=crew.frames)
                    log.tell(f"{words}, {crew.frames} frames", crew.frames)
                    if not merging:
                        time.sleep(_LOOK_S)
                while not signals.count and _merge_next(schedule, merged):
                    pass
        finally:
            crew.stop()
            merged.close()
        if signals.status is None and crew.error is not None:
            raise crew.error
    return signals.status


def _merge_next(schedule: Schedule, merged: MergedOutputs) -> bool:
    """Put the next place together if it is ready."""
    place = schedule.next_ready()
    if place is not None:
        merged.take(place)
    return place is not None


class _Log:
    """Says now and then how far a run is whose terminal is none."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told = self._began = time.monotonic()

    def tell(self, words: str, frames: int) -> None:
        """Say it if it is time."""
        now = time.monotonic()
        if not self._console.is_terminal and now - self._told >= LOG_EVERY_S:
            self._told = now
            self._console.tell(f"yolocam: {words}, {frames / (now - self._began):.1f} a second")
