"""`yolocam detect` with many processes: deals the files out and puts the results together."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable

from yolocam.commands.audio_flags import audio_choice
from yolocam.commands.console import Console
from yolocam.commands.detect.encoder_flags import encoder_from
from yolocam.commands.detect.inputs import Inputs
from yolocam.commands.detect.outputs import (
    check_events,
    check_floor,
    check_labels,
    check_result_files,
    open_all_results,
)
from yolocam.commands.detect.problems import Problems
from yolocam.commands.detect.run_report import Tally
from yolocam.commands.detect.run_settings import run_settings
from yolocam.commands.detect.workers.args_json import args_to_json
from yolocam.commands.detect.workers.crew import Crew
from yolocam.commands.detect.workers.crew_progress import watch
from yolocam.commands.detect.workers.made_workers import made_workers
from yolocam.commands.detect.workers.merged_outputs import MergedOutputs, options_of
from yolocam.commands.detect.workers.run_place import meet, run_place, shared_inputs
from yolocam.commands.detect.workers.shareable import check_shareable
from yolocam.commands.detect.workers.unit_listing import units_of
from yolocam.commands.processor_flags import wanted_processors
from yolocam.files.output_file import write_bytes
from yolocam.media.encoding.encoder_settings import FILE
from yolocam.pipeline.distribution.manifest import Manifest
from yolocam.pipeline.distribution.run_store import PARTS, RunStore
from yolocam.pipeline.distribution.schedule import Schedule
from yolocam.pipeline.distribution.work_unit import WorkUnit
from yolocam.pipeline.processors import open_processors


def run_shared(args: argparse.Namespace) -> int:
    """Run one `detect` with many processes; the exit status is that of `detect`."""
    inputs, versions = shared_inputs(args)
    _check(args, inputs)
    processors = open_processors(wanted_processors(args))
    files, settings = run_settings(args)
    console, errors = Console(), Console(stderr=True)
    problems = Problems(errors)
    assert inputs.listing is not None
    for note in filter(None, (*files.notes, inputs.listing.passed_over)):
        problems.warn(note)
    facts = args_to_json(args)
    tally = Tally(console if args.verbose else None)
    with run_place(args, inputs) as place:
        store = place.store
        manifest = Manifest(store, options_of(args, facts), resume=args.resume)
        meet(place)
        schedule = Schedule(units_of(inputs, place.names, versions, split=_may_split(args)), manifest)
        order = {"args": facts, "images": inputs.images, **place.order}
        with made_workers(args, settings.device, order) as workers:
            crew = Crew(workers, schedule, manifest, problems.warn)
            sinks = {**open_all_results(args, inputs), "tally": tally}
            sound = audio_choice(args, live=False).own
            merged = MergedOutputs(store, manifest, sinks, processors, settings, problems, sound=sound)
            started = time.perf_counter()
            signalled = watch(crew, schedule, merged, errors)
            elapsed_s = time.perf_counter() - started
        if signalled is None:
            manifest.complete()
            if not merged.failed:
                store.remove(PARTS)
        elif not args.no_save:
            _remove_begun(schedule.under_way, store)
    _report(args, console, tally, schedule, crew, elapsed_s, store.shown)
    if signalled is not None:
        problems.warn(
            f"{schedule.complete_places} of {schedule.places} are done; the same command with "
            f"--output {store.shown} --resume goes on from there"
        )
        return signalled
    return problems.exit_status(len(inputs.files))


def _check(args: argparse.Namespace, inputs: Inputs) -> None:
    """Raise SettingsError for flags that contradict one another."""
    check_shareable(args, inputs)
    check_floor(args)
    check_labels(args)
    encoder_from(args, FILE)
    audio_choice(args, live=False)
    check_result_files(args, [*inputs.files, *filter(None, (args.cfg, args.weights, args.names))])
    check_events(args, wanted_processors(args))


def _remove_begun(units: Iterable[WorkUnit], store: RunStore) -> None:
    """Remove the annotated films of units that were broken off: half a film looks like a whole one."""
    for unit in units:
        if unit.is_film and unit.names is not None:
            store.remove(unit.names[0].annotated)


def _may_split(args: argparse.Namespace) -> bool:
    """Whether films may become parts: not where a frame's place in the annotated film depends on others."""
    closes_up = not args.no_save and (args.only_with_detections or args.output_fps is not None)
    return bool(args.part_length and not args.start and args.duration is None and not closes_up)


def _report(
    args: argparse.Namespace,
    console: Console,
    tally: Tally,
    schedule: Schedule,
    crew: Crew,
    elapsed_s: float,
    shown: str,
) -> None:
    tally.report(console, shown)
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
