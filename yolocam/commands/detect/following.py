"""Shows how far a run is while it goes on, and ends it when somebody asks for that."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.markup import escape
from rich.progress import Progress, TaskID

from yolocam.commands.console import Console
from yolocam.commands.detect.run_report import progress_bar
from yolocam.commands.detect.stop_signals import StopSignals
from yolocam.pipeline.jobs.file_jobs import FileJobs, PartProgress
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.sinks.results.summary import elapsed_text
from yolocam.pipeline.sources.live.sampled import SampledSource

LOG_EVERY_S = 30.0
"""How often a run on a live source that is not watched on a terminal says how it goes."""

_GRACE_S = 2.0
"""A camera that has stopped giving images ends by the clock, so much later than by its own time."""


def follow(
    pipeline: Pipeline | FileJobs, console: Console, total: int | None, limit_s: float | None
) -> int | None:
    """Run a pipeline to its end; returns the exit status for the signal that ended it early, else None.

    The first signal, or `limit_s` seconds of a live source, finishes what is being written; a second signal
    leaves it as it is. Raises what the pipeline raises.
    """
    watcher = None
    if isinstance(pipeline, Pipeline) and pipeline.source.info.live:
        watcher = _LiveWatcher(pipeline, console, limit_s)
    with StopSignals() as signals, _finished(pipeline):
        pipeline.start()
        with progress_bar(console, endless=watcher is not None and total is None) as progress:
            task = progress.add_task("detecting", total=total)
            parts = _PartBars(progress)
            asked = 0
            while not pipeline.join(0.1):
                progress.update(task, completed=pipeline.stats.snapshot().inferred)
                if isinstance(pipeline, FileJobs):
                    parts.show(pipeline.progress)
                if signals.count > asked:
                    (pipeline.abort if asked else pipeline.stop)()
                    asked = signals.count
                    progress.update(task, description="finishing")
                elif watcher is not None and not asked:
                    progress.update(task, description=watcher.look())
    return signals.status


@contextmanager
def _finished(pipeline: Pipeline | FileJobs) -> Iterator[None]:
    """Let a pipeline finish what it writes also where telling about it fails: the terminal has gone."""
    try:
        yield
    except BaseException:
        pipeline.stop()
        pipeline.wait()
        raise


def missed_frames(pipeline: Pipeline | FileJobs) -> int:
    """Return how many frames of a live source came while the network was at work."""
    source = pipeline.source
    return source.missed if isinstance(source, SampledSource) else 0


class _PartBars:
    """A bar for each file that is under way, where several are."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._shown: dict[str, TaskID] = {}

    def show(self, parts: Sequence[PartProgress]) -> None:
        """Show how far these are, and no others."""
        for name in self._shown.keys() - {part.name for part in parts}:
            self._progress.remove_task(self._shown.pop(name))
        for part in parts:
            if part.name not in self._shown:
                self._shown[part.name] = self._progress.add_task(escape(part.name), total=part.total)
            self._progress.update(self._shown[part.name], completed=part.done)


class _LiveWatcher:
    """Tells how a live source is doing: on a terminal in the bar's line, else now and then in its own."""

    def __init__(self, pipeline: Pipeline, console: Console, limit_s: float | None) -> None:
        self._pipeline = pipeline
        self._console = console
        self._limit_s = limit_s
        self._began = self._told = time.monotonic()
        self._well = True

    def look(self) -> str:
        """Tell what has changed, end the run when its time is over, and return what the bar says."""
        now = time.monotonic()
        if self._limit_s is not None and now - self._began > self._limit_s + _GRACE_S:
            self._pipeline.stop()
        self._tell_state()
        figures = self._pipeline.stats.snapshot()
        missed = missed_frames(self._pipeline)
        words = elapsed_text(now - self._began) + (f", {missed} missed" if missed else "")
        if not self._console.is_terminal and now - self._told >= LOG_EVERY_S:
            self._told = now
            self._say(f"{figures.inferred} frames in {words}, {figures.rates['inference']:.1f} a second")
        return f"{words} (Ctrl-C ends it)"

    def _tell_state(self) -> None:
        source = self._pipeline.source
        state = getattr(source.inner, "state", None) if isinstance(source, SampledSource) else None
        if state is not None and (state.kind == "ok") != self._well:
            self._well = state.kind == "ok"
            self._say(f"{source.info.name} is back" if self._well else state.message)

    def _say(self, words: str) -> None:
        self._console.tell(f"yolocam: {words}")
