"""`yolocam detect`: images, folders and videos in, annotated files and tables out."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from yolocam.app import MANY_PICTURES, make_detector, model_files, share_cores
from yolocam.commands.arguments import AUTO_BATCH
from yolocam.commands.exit_status import EXIT_BAD_INPUT, EXIT_INTERRUPTED
from yolocam.commands.flags import check_settings, model_name, settings_from
from yolocam.commands.outputs import check_floor, check_result_files, open_sinks
from yolocam.commands.report import Summary, Tally, count_words, progress_bar
from yolocam.errors import SourceError
from yolocam.palette import load_palette
from yolocam.pipeline.annotate import Annotator
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.sinks.output_file import write_bytes
from yolocam.pipeline.sinks.summary import summary_text
from yolocam.pipeline.sources.listing import Listing, list_sources
from yolocam.pipeline.sources.sequence import SequenceSource
from yolocam.settings import Settings, SettingsStore

if TYPE_CHECKING:
    from yolocam.bench.auto_batch import AutoBatch
    from yolocam.model.detector import Detector


class _Problems:
    """Broken inputs: each is told when it is met and counted; the run goes on without it."""

    def __init__(self, console: Console) -> None:
        self.count = 0
        self._console = console

    def __call__(self, name: str, message: str) -> None:
        self.count += 1
        self.warn(f"skipped {name}: {message}" if name not in message else message)

    def warn(self, message: str) -> None:
        """Tell something that spoils no input."""
        self._console.print(f"yolocam: {message}", highlight=False, markup=False, soft_wrap=True)


def run(args: argparse.Namespace) -> int:
    """Run one `detect`; returns 0, 2 if some input was broken, 130 after Ctrl-C."""
    check_settings(args)
    started = time.perf_counter()
    listing = _inputs(args)
    listing_ms = _since_ms(started)
    check_floor(args)
    check_result_files(args, _read_files(args, listing))

    files = model_files(model_name(args), args.cfg, args.weights, args.names)
    settings = replace(settings_from(args, files.class_names), floor=args.floor)
    load_palette(settings.palette)
    started = time.perf_counter()
    cores = share_cores(settings)
    several = len(listing) > 1 or listing.video_count > 0
    pictures = MANY_PICTURES if listing.video_count else len(listing)
    detector = make_detector(files, settings, streams=cores.streams if several else 1, pictures=pictures)
    detector.input_size(settings)
    loading_ms = _since_ms(started)

    console, errors = Console(), Console(stderr=True)
    problems = _Problems(errors)
    for note in files.notes:
        problems.warn(note)
    if args.verbose:
        _tell_network(console, files.cfg, detector, settings)
    source = SequenceSource(listing, args.stride, problems, threads=cores.decoder)
    batch = _make_ready(console, args, detector, settings, listing, source.info.frame_count)
    pipeline = Pipeline(source, detector, Annotator(), SettingsStore(settings), batch=batch)
    tally = Tally(console if args.verbose else None)
    sinks, folder = open_sinks(args, problems.warn, threads=cores.encoder)
    for name, sink in {**sinks, "tally": tally}.items():
        pipeline.add_sink(sink, name=name)
    started = time.perf_counter()
    interrupted = _follow(pipeline, errors, source.info.frame_count)
    elapsed_ms = _since_ms(started)
    if detector.refusal is not None:
        problems.warn(detector.refusal)
    detector.close()

    if pipeline.batch < batch:
        problems.warn(f"batches of {batch} did not fit into the memory, {pipeline.batch} was taken instead")
    summary = Summary(
        frames=tally.frames,
        detections=tally.found.total(),
        elapsed_ms=elapsed_ms,
        listing_ms=listing_ms,
        loading_ms=loading_ms,
        batch=pipeline.batch,
        model=detector.model_info(settings),
        snapshot=pipeline.stats.snapshot(),
    )
    _report(console, summary, tally, folder)
    if args.stats_json is not None:
        write_bytes(args.stats_json, (json.dumps(summary.to_json(), indent=2) + "\n").encode())
    return EXIT_INTERRUPTED if interrupted else _status(listing, problems)


def _since_ms(started: float) -> float:
    return (time.perf_counter() - started) * 1e3


def _inputs(args: argparse.Namespace) -> Listing:
    sources = [*args.source, *args.more]
    if not sources:
        raise SourceError("no image, video or folder was given")
    return list_sources(sources, args.recursive)


def _read_files(args: argparse.Namespace, listing: Listing) -> list[Path]:
    """Return what is read, and so must not be written."""
    return [*(item.file for item in listing.items), *filter(None, (args.cfg, args.weights, args.names))]


def _make_ready(
    console: Console,
    args: argparse.Namespace,
    detector: Detector,
    settings: Settings,
    listing: Listing,
    frames: int | None,
) -> int:
    """Prepare the network as the flags ask, say what came of it, and return the batch size."""
    if args.calibrate is not None:
        from yolocam.commands.calibration import calibrate

        _tell(console, calibrate(detector, settings, args.calibrate))
    if args.batch != AUTO_BATCH:
        return int(args.batch)
    return _measured_batch(console, detector, settings, listing, frames)


def _tell_network(console: Console, cfg: Path, detector: Detector, settings: Settings) -> None:
    info = detector.model_info(settings)
    size = "x".join(map(str, info.size_wh))
    _tell(console, f"{info.name} {size} on {info.device}, {info.precision}")
    if detector.left_out is not None:
        _tell(console, detector.left_out)
    for unused in detector.unused_keys:
        _tell(console, f"{cfg} line {unused.line}: {unused.key}= means nothing in [{unused.section}]")


def _measured_batch(
    console: Console, detector: Detector, settings: Settings, listing: Listing, frames: int | None
) -> int:
    """Return the batch size for `--batch auto`, and say where it comes from."""
    from yolocam.bench.auto_batch import auto_batch
    from yolocam.bench.samples import sample_images
    from yolocam.bench.tuner import LARGEST

    try:
        images = sample_images(listing, precision=settings.precision)
    except SourceError:
        return 1  # every file is told when its turn comes
    found = auto_batch(detector, images, settings, largest=max(min(frames or LARGEST, LARGEST), 1))
    if found.tuning is None:
        _tell(console, f"batch {found.batch}{_in_streams(found)}, as measured before on this machine")
    else:
        rates = ", ".join(f"{t.batch}: {t.pictures_per_s:.1f}" for t in found.tuning.trials)
        _tell(console, f"batch {found.batch}{_in_streams(found)}; pictures per second by batch {rates}")
    return found.batch


def _in_streams(found: AutoBatch) -> str:
    return f" in {found.streams} streams" if found.streams > 1 else ""


def _follow(pipeline: Pipeline, console: Console, total: int | None) -> bool:
    """Wait for the end and show how far it is; returns whether Ctrl-C ended it early.

    The first Ctrl-C finishes what is being written, a second one leaves it as it is.
    """
    interrupted = False
    pipeline.start()
    with progress_bar(console) as progress:
        task = progress.add_task("detecting", total=total)
        while True:
            try:
                if pipeline.join(0.1):
                    return interrupted
                progress.update(task, completed=pipeline.stats.snapshot().inferred)
            except KeyboardInterrupt:
                if interrupted:
                    pipeline.abort()
                interrupted = True
                pipeline.stop()
                progress.update(task, description="finishing")


def _report(console: Console, summary: Summary, tally: Tally, folder: Path | None) -> None:
    for line in summary.lines():
        _tell(console, line)
    _tell(console, f"found: {count_words(tally.found)}")
    if tally.console is not None:
        _tell(console, summary_text(tally.classes.rows(), tally.frames).rstrip())
    if folder is not None:
        _tell(console, f"results in {folder}")


def _tell(console: Console, line: str) -> None:
    console.print(line, highlight=False, markup=False, soft_wrap=True)


def _status(listing: Listing, problems: _Problems) -> int:
    if not problems.count:
        return 0
    if len(listing) > 1:
        print(f"yolocam: {problems.count} of {len(listing)} files could not be read", file=sys.stderr)  # noqa: T201
    return EXIT_BAD_INPUT
