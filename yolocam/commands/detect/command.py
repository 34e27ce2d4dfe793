"""`yolocam detect`: images, folders, videos, a camera or a stream in, annotated files and tables out."""

from __future__ import annotations

import argparse
import json
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.app import unusable_gpu, unused_card
from yolocam.bench.engine_search import searching
from yolocam.commands.audio_flags import audio_choice
from yolocam.commands.console import Console
from yolocam.commands.detect.batch_choice import SHORT, batch_race, chosen_batch
from yolocam.commands.detect.encoder_flags import encoder_from
from yolocam.commands.detect.following import follow, missed_frames
from yolocam.commands.detect.inputs import Inputs, find_inputs
from yolocam.commands.detect.outputs import (
    Messages,
    check_events,
    check_floor,
    check_labels,
    check_result_files,
    open_sinks,
)
from yolocam.commands.detect.problems import Problems
from yolocam.commands.detect.rules_beside import act_beside, rules_beside
from yolocam.commands.detect.run_report import Summary, Tally
from yolocam.commands.detect.run_settings import run_settings
from yolocam.commands.detect.side_by_side import FileWork, one_by_one, possible_jobs, side_by_side
from yolocam.commands.detect.stream_beside import closed_on_failure, streams_beside
from yolocam.commands.detect.workers.worker_flags import is_shared
from yolocam.commands.flags import check_settings
from yolocam.commands.processor_flags import wanted_processors
from yolocam.commands.rule_flags import rule_outputs
from yolocam.errors import OutOfMemoryError
from yolocam.files.output_file import write_bytes
from yolocam.loading import make_detector, make_live_detector, share_cores
from yolocam.media.encoding.encoder_settings import FILE, LIVE
from yolocam.media.sound.audio_choice import SharedInput
from yolocam.pipeline.batch_race import BatchRace
from yolocam.pipeline.interfaces import Source
from yolocam.pipeline.jobs.file_jobs import FileJobs
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.processors import open_processors
from yolocam.pipeline.sources.sampling import Sampling
from yolocam.settings import Settings, SettingsStore
from yolocam.zoo.entry import ModelFiles

if TYPE_CHECKING:
    from yolocam.model.detector import Detector


@dataclass(frozen=True, slots=True)
class _Run:
    """What a run needs, ready to start."""

    inputs: Inputs
    files: ModelFiles
    settings: Settings
    detector: Detector
    source: Source
    batch: int
    decoder_threads: int
    encoder_threads: int
    race: BatchRace | None = None


def run(args: argparse.Namespace) -> int:
    """Run one `detect`; returns 0, 1 or 2 where something failed or could not be read, 130 after Ctrl-C."""
    check_settings(args)
    if is_shared(args):
        from yolocam.commands.detect.workers.shared_run import run_shared

        return run_shared(args)
    started = time.perf_counter()
    inputs = find_inputs(args)
    listing_ms = _since_ms(started)
    check_floor(args)
    check_labels(args)
    encoder = encoder_from(args, FILE if inputs.listing is not None else LIVE)
    audio = audio_choice(args, live=inputs.listing is None)
    check_result_files(args, [*inputs.files, *filter(None, (args.cfg, args.weights, args.names))])

    wanted = wanted_processors(args)
    check_events(args, wanted)
    processors = open_processors(wanted)
    open_rules = rule_outputs(args)

    console, errors = Console(), Console(stderr=True)
    problems = Problems(errors)
    sound = SharedInput(audio, problems.warn)
    streams = streams_beside(args, problems.warn, problems.failed, sound)
    started = time.perf_counter()
    with closed_on_failure(streams):
        job = _prepare(args, inputs, console, problems)
    loading_ms = _since_ms(started)

    store = SettingsStore(job.settings)
    tally = Tally(console if args.verbose else None)
    with closed_on_failure([job.source, *streams]):
        messages = Messages(problems.warn, problems.failed)
        sinks = open_sinks(
            args, inputs, job.source.info, messages, encoder=encoder, threads=job.encoder_threads, sound=sound
        )
        sinks.shared["tally"] = tally
        work = FileWork(inputs, job.detector, job.batch, store, processors, job.decoder_threads, job.race)
        jobs = possible_jobs(args, work, sinks, problems.warn)
        if jobs > 1:
            pipeline: Pipeline | FileJobs = side_by_side(job.source, work, sinks, problems, jobs)
        else:
            pipeline = one_by_one(job.source, work, sinks, streams)
        rules = rules_beside(open_rules, problems)
    if isinstance(pipeline, Pipeline):
        act_beside(pipeline, rules)
    started, spent = time.perf_counter(), time.process_time()
    frames = inputs.most or job.source.info.frame_count
    with searching(job.files, job.settings):
        signalled = follow(pipeline, errors, frames, _limit_s(inputs.sampling))
    elapsed_ms, processor_ms = _since_ms(started), (time.process_time() - spent) * 1e3
    sound.close()
    _tell_shortcomings(job, pipeline, problems)
    summary = Summary(
        frames=tally.frames,
        detections=tally.found.total(),
        elapsed_ms=elapsed_ms,
        listing_ms=listing_ms,
        loading_ms=loading_ms,
        batch=pipeline.batch,
        model=job.detector.model_info(job.settings),
        snapshot=pipeline.stats.snapshot(),
        processor_ms=processor_ms,
    )
    _report(console, summary, tally, sinks.folder)
    if args.stats_json is not None:
        write_bytes(args.stats_json, (json.dumps(summary.to_json(), indent=2) + "\n").encode())
    return problems.exit_status(len(inputs.files)) if signalled is None else signalled


def _prepare(args: argparse.Namespace, inputs: Inputs, console: Console, problems: Problems) -> _Run:
    """Load the network and open what it is to look at."""
    files, settings = run_settings(args)
    for note in filter(None, (*files.notes, unused_card(settings), unusable_gpu(settings))):
        problems.warn(note)
    if inputs.listing is None:
        return _prepare_live(args, inputs, files, settings, console, problems)
    cores = share_cores(settings)
    several = len(inputs.listing) > 1 or inputs.listing.video_count > 0
    streams = cores.streams if several else 1
    detector = make_detector(files, settings, streams=streams, image_count=inputs.images)
    detector.input_size(settings)
    if args.verbose:
        _tell_network(console, files.cfg, detector, settings)
    if inputs.listing.passed_over is not None:
        problems.warn(inputs.listing.passed_over)
    source = inputs.open(problems, cores.decoder, problems.note)
    if args.calibrate is not None:
        _calibrate(console, detector, settings, args.calibrate)
    frames = source.info.frame_count
    batch = chosen_batch(args.batch, console.tell, detector, settings, inputs.listing, frames)
    race = batch_race(args.batch, batch, detector, settings, frames)
    if streams > 1 and (frames or 0) >= SHORT and _can_be_warmed(settings):
        with suppress(OutOfMemoryError):  # the run takes smaller batches then
            detector.warm(settings, batch)
    return _Run(inputs, files, settings, detector, source, batch, cores.decoder, cores.encoder, race)


def _prepare_live(
    args: argparse.Namespace,
    inputs: Inputs,
    files: ModelFiles,
    settings: Settings,
    console: Console,
    problems: Problems,
) -> _Run:
    """Do the same for a camera or stream, which is opened first: it is what may be missing."""
    # Nobody watches, so a frame may wait a moment; the source leaves out what comes in the meantime.
    settings = replace(settings, frames="every")
    source = inputs.open(problems, 0)
    try:
        detector = make_live_detector(files, settings)
        detector.input_size(settings)
        if _can_be_warmed(settings):
            detector.warm(settings)
        if args.verbose:
            _tell_network(console, files.cfg, detector, settings)
        if args.calibrate is not None:
            _calibrate(console, detector, settings, args.calibrate)
    except BaseException:
        source.close()
        raise
    if args.batch not in (None, 1):
        problems.warn(
            "a batch waits for its images, which then are old: of a camera or stream each goes by itself"
        )
    return _Run(inputs, files, settings, detector, source, 1, 0, 0)


def _can_be_warmed(settings: Settings) -> bool:
    """Whether an empty square tells what comes: the ranges of int8 and `--rect` follow the images."""
    return settings.precision != "int8" and not settings.rect


def _limit_s(sampling: Sampling) -> float | None:
    return None if sampling.end_ns is None else sampling.end_ns / 1e9


def _tell_shortcomings(job: _Run, pipeline: Pipeline | FileJobs, problems: Problems) -> None:
    """Say what the detector and the processors could not do as asked, and let go of the detector."""
    for notice in pipeline.take_notices():
        problems.failed(notice.text)
    if job.detector.refusal is not None:
        problems.warn(job.detector.refusal)
    job.detector.close()
    if pipeline.batch < job.batch:
        problems.warn(
            f"batches of {job.batch} did not fit into the memory, {pipeline.batch} was taken instead"
        )
    missed = missed_frames(pipeline)
    if missed:
        problems.warn(f"{missed} frames came while the network was at work and were passed over")


def _since_ms(started: float) -> float:
    return (time.perf_counter() - started) * 1e3


def _calibrate(console: Console, detector: Detector, settings: Settings, folder: Path) -> None:
    from yolocam.commands.detect.calibration import calibrate

    console.tell(calibrate(detector, settings, folder))


def _tell_network(console: Console, cfg: Path, detector: Detector, settings: Settings) -> None:
    info = detector.model_info(settings)
    size = "x".join(map(str, info.size_wh))
    console.tell(f"{info.name} {size} on {info.device}, {info.precision}")
    if detector.left_out is not None:
        console.tell(detector.left_out)
    for unused in detector.unused_keys:
        console.tell(f"{cfg} line {unused.line}: {unused.key}= means nothing in [{unused.section}]")


def _report(console: Console, summary: Summary, tally: Tally, folder: Path | None) -> None:
    """Say what was found, where it is, and then where the time went."""
    tally.report(console, folder)
    if not tally.frames:
        return
    console.tell("")
    for line in summary.lines():
        console.tell(line)
