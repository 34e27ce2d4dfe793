"""Puts the pipeline of a run together: one for all files, or several that work side by side (`--jobs`)."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from yolocam.commands.detect.inputs import Inputs
from yolocam.commands.detect.outputs import RunSinks
from yolocam.commands.detect.problems import Problems
from yolocam.commands.detect.stream_beside import send_beside
from yolocam.pipeline.batch_race import SIZES, BatchRace
from yolocam.pipeline.drawing.annotate import Annotator
from yolocam.pipeline.interfaces import BatchDetector, Processor, Source
from yolocam.pipeline.jobs.file_jobs import FileJobs
from yolocam.pipeline.jobs.listing_parts import listing_parts
from yolocam.pipeline.jobs.ordered_outputs import OrderedOutputs
from yolocam.pipeline.jobs.shared_detector import SharedDetector
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.sinks.live.live_sink import LiveSink
from yolocam.pipeline.sources.files.listing import Listing
from yolocam.pipeline.stats import Stats
from yolocam.settings import SettingsStore


@dataclass(frozen=True, slots=True)
class FileWork:
    """What is done with the inputs of a run."""

    inputs: Inputs
    detector: BatchDetector
    batch: int
    store: SettingsStore
    processors: Sequence[Processor]
    decoder_threads: int
    race: BatchRace | None = None


def possible_jobs(
    args: argparse.Namespace, work: FileWork, sinks: RunSinks, warn: Callable[[str], None]
) -> int:
    """Return how many files are worked at side by side; where that cannot be, `warn` hears why."""
    if args.jobs == 1:
        return 1
    reason = _one_after_another(args, work, sinks)
    if reason is not None:
        warn(f"--jobs is left out: {reason}")
        return 1
    return int(args.jobs)


def _one_after_another(args: argparse.Namespace, work: FileWork, sinks: RunSinks) -> str | None:
    if work.inputs.listing is None:
        return "a camera or stream is one source"
    if work.inputs.sampling.most is not None:
        return "--max-frames counts the frames of all files in their order"
    if work.processors:
        return "tracks and counts go on from one file to the next"
    if args.replay is not None:
        return "the replay shows one file after the other"
    if any(sink.wants_image for sink in sinks.shared.values()):
        return "an output of --to takes the images of all files, one after the other"
    return None


def one_by_one(source: Source, work: FileWork, sinks: RunSinks, streams: list[LiveSink]) -> Pipeline:
    """Return one pipeline for the whole run, with its outputs attached."""
    pipeline = Pipeline(
        source,
        work.detector,
        Annotator(),
        work.store,
        batch=work.batch if work.race is None else max(SIZES),
        race=work.race,
        processors=work.processors,
    )
    for name, sink in {**sinks.of_files(), **sinks.shared}.items():
        pipeline.outputs.attach(sink, name=name)
    send_beside(pipeline, streams)
    return pipeline


def side_by_side(source: Source, work: FileWork, sinks: RunSinks, problems: Problems, jobs: int) -> FileJobs:
    """Return a run that has a pipeline for each file; `source` stands for all of them."""
    assert work.inputs.listing is not None
    detector = SharedDetector(work.detector)

    def make(part: Listing, batch: int, stats: Stats) -> Pipeline:
        pipeline = Pipeline(
            replace(work.inputs, listing=part).open(problems, work.decoder_threads, problems.note),
            detector,
            Annotator(),
            work.store,
            batch=batch,
            stats=stats,
        )
        for name, sink in sinks.of_files().items():
            pipeline.outputs.attach(sink, name=name)
        return pipeline

    parts = listing_parts(work.inputs.listing, jobs)
    outputs = OrderedOutputs(list(sinks.shared.values()))
    return FileJobs(source, parts, make, outputs, jobs=jobs, batch=work.batch)
