"""`yolocam detect` with many processes: deals the files out and puts the results together."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from yolocam.commands.audio_flags import audio_choice
from yolocam.commands.console import Console
from yolocam.commands.detect.encoder_flags import encoder_from
from yolocam.commands.detect.inputs import Inputs, find_inputs
from yolocam.commands.detect.outputs import (
    check_events,
    check_floor,
    check_labels,
    check_result_files,
    open_all_results,
    output_folder,
    planned_names,
)
from yolocam.commands.detect.problems import Problems
from yolocam.commands.detect.run_report import Tally
from yolocam.commands.detect.run_settings import run_settings
from yolocam.commands.detect.workers.args_json import args_to_json
from yolocam.commands.detect.workers.crew import Crew
from yolocam.commands.detect.workers.crew_progress import watch
from yolocam.commands.detect.workers.make_workers import make_workers
from yolocam.commands.detect.workers.merged_outputs import MergedOutputs, options_of
from yolocam.commands.detect.workers.shareable import check_shareable
from yolocam.commands.detect.workers.unit_listing import units_of
from yolocam.commands.exit_status import EXIT_BAD_INPUT, EXIT_FAILED
from yolocam.commands.processor_flags import wanted_processors
from yolocam.errors import SettingsError
from yolocam.files.output_file import write_bytes
from yolocam.media.encoding.encoder_settings import FILE
from yolocam.pipeline.distribution.manifest import Manifest
from yolocam.pipeline.distribution.run_store import PARTS, FolderStore
from yolocam.pipeline.distribution.schedule import Schedule
from yolocam.pipeline.processors import open_processors
from yolocam.pipeline.sinks.names.output_names import OutputNames
from yolocam.pipeline.sinks.results.summary import summary_text


def run_shared(args: argparse.Namespace) -> int:
    """Run one `detect` with many processes; the exit status is that of `detect`."""
    inputs = find_inputs(args)
    check_shareable(args, inputs)
    check_floor(args)
    check_labels(args)
    encoder_from(args, FILE)
    sound = audio_choice(args, live=False).own
    assert inputs.listing is not None
    check_result_files(args, [*inputs.files, *filter(None, (args.cfg, args.weights, args.names))])
    wanted = wanted_processors(args)
    check_events(args, wanted)
    processors = open_processors(wanted)
    files, settings = run_settings(args)
    console, errors = Console(), Console(stderr=True)
    problems = Problems(errors)
    for note in filter(None, (*files.notes, inputs.listing.passed_over)):
        problems.warn(note)
    folder = output_folder(args)
    facts = args_to_json(args)
    with _alone(folder):
        store = FolderStore(folder)
        manifest = Manifest(store, options_of(args, facts), resume=args.resume)
        tally = Tally(console if args.verbose else None)
        sinks = {**open_all_results(args, inputs), "tally": tally}
        merged = MergedOutputs(store, folder, manifest, sinks, processors, settings, problems, sound=sound)
        schedule = Schedule(units_of(inputs, _names(args, folder, inputs), split=_may_split(args)), manifest)
        order = {"args": facts, "folder": str(folder.absolute()), "images": inputs.images}
        crew = Crew(make_workers(args, settings.device, order), schedule, manifest, problems.warn)
        started = time.perf_counter()
        signalled = watch(crew, schedule, merged, errors)
        elapsed_s = time.perf_counter() - started
        if signalled is None:
            manifest.complete()
            if not merged.failed:
                store.remove(PARTS)
    _report(args, console, tally, schedule, crew, elapsed_s, folder)
    if signalled is not None:
        problems.warn(
            f"{schedule.complete_places} of {schedule.places} are done; the same command with "
            f"--output {folder} --resume goes on from there"
        )
        return signalled
    return _status(inputs, problems)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep a second run out of the folder; SettingsError where there is one."""
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise SettingsError(f"another run is at work in {folder}, expected a folder of its own") from None
    try:
        yield
    finally:
        lock.release()


def _names(args: argparse.Namespace, folder: Path, inputs: Inputs) -> OutputNames | None:
    if args.no_save and not args.save_txt and not args.save_crop:
        return None
    return planned_names(args, folder, inputs)


def _may_split(args: argparse.Namespace) -> bool:
    """Whether films may become parts: not where a frame's place in the annotated film depends on others."""
    closes_up = args.only_with_detections and not args.no_save
    return bool(args.part_length and not args.start and args.duration is None and not closes_up)


def _report(
    args: argparse.Namespace,
    console: Console,
    tally: Tally,
    schedule: Schedule,
    crew: Crew,
    elapsed_s: float,
    folder: Path,
) -> None:
    console.tell(tally.words())
    if tally.console is not None:
        console.tell(summary_text(tally.classes.rows(), tally.frames).rstrip())
    console.tell(f"results in {folder}")
    before = f", beside {schedule.repeated} units that were done before" if schedule.repeated else ""
    fps = crew.frames / elapsed_s if elapsed_s else 0.0
    console.tell("")
    console.tell(f"{crew.frames} frames by {crew.size} workers in {elapsed_s:.1f} s{before}")
    console.tell(f"{fps:.1f} frames per second, the start of the workers included")
    if args.stats_json is not None:
        stats = {
            "fps": {"total": round(fps, 3)},
            "frames": {"total": tally.frames, "detections": tally.found.total(), "now": crew.frames},
            "workers": crew.size,
            "units": {"done_before": schedule.repeated},
            "elapsed_ms": round(elapsed_s * 1e3, 3),
        }
        write_bytes(args.stats_json, (json.dumps(stats, indent=2) + "\n").encode())


def _status(inputs: Inputs, problems: Problems) -> int:
    if problems.count and len(inputs.files) > 1:
        problems.warn(f"{problems.count} of {len(inputs.files)} files could not be read in full")
    if problems.failures:
        return EXIT_FAILED
    return EXIT_BAD_INPUT if problems.count else 0
