"""`yolocam view`: stored results in the window or written again, with other thresholds."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from shlex import quote

from yolocam.app import remembered_settings, run_window
from yolocam.commands.detect.outputs import (
    check_events,
    check_floor,
    check_result_files,
    given_results,
    open_result_files,
)
from yolocam.commands.flags import check_settings, given_settings
from yolocam.commands.processor_flags import wanted_processors
from yolocam.errors import SettingsError
from yolocam.loading import model_files
from yolocam.palette import load_palette
from yolocam.pipeline.interfaces import Processor, Sink
from yolocam.pipeline.process import ProcessStage
from yolocam.pipeline.processors import open_processors
from yolocam.pipeline.stats import Stats
from yolocam.pipeline.stored_results import results_model
from yolocam.pipeline.stored_results.find_video import find_video
from yolocam.pipeline.stored_results.result_file import ResultFile
from yolocam.pipeline.stored_results.rewrite import rendered_again
from yolocam.settings import Settings, controls
from yolocam.system.display import require_display
from yolocam.terminal import tell

_THRESHOLDS = ("confidence", "iou", "threshold_on", "max_det", "classes")


def run(args: argparse.Namespace) -> int:
    """Open the window on stored results, or write them again; returns the exit status."""
    load_palette(check_settings(args).palette)
    wanted = wanted_processors(args)
    check_events(args, wanted)
    processors = open_processors(wanted)
    if args.rules is not None:
        tell("the events of the rules are noted, but what they ask for is not done again")
    results = ResultFile(args.results)
    settings = _settings(args, results)
    if not given_results(args):
        return _show(args, settings, wanted)
    return _write_again(args, results, settings, processors)


def _settings(args: argparse.Namespace, results: ResultFile) -> Settings:
    """Return the settings of the recording with what the flags change; tells where they ask too much."""
    given = given_settings(args, results.model.class_names)
    settings = replace(results.settings, **given)
    if settings.confidence < results.floor:
        tell(f"{args.results} holds nothing below {results.floor:g}, which is taken as the confidence")
        settings = replace(settings, confidence=results.floor)
    if not results.complete and "iou" in given:
        tell(
            f"{args.results} holds only what was shown, so --iou changes nothing (detect --floor keeps more)"
        )
    return settings


def _write_again(
    args: argparse.Namespace, results: ResultFile, settings: Settings, processors: Sequence[Processor]
) -> int:
    check_floor(args)
    check_result_files(args, [args.results])
    if args.floor is not None and not results.complete:
        raise SettingsError(f"{args.results} holds no candidates, so --floor has nothing to store")
    if results.problem is not None:
        tell(results.problem)
    floor = results.floor if results.complete and processors else None
    settings = replace(settings, floor=floor if args.floor is None else args.floor)
    process = ProcessStage(processors, Stats(), tell)
    sinks: list[Sink] = []
    try:
        sinks += open_result_files(args, results.sources).values()
        for item in rendered_again(results, settings):
            processed = replace(item, detected=process.process(item.detected))
            for sink in sinks:
                sink.write(processed)
    finally:
        for sink in sinks:
            sink.close()
    return 0


def _show(args: argparse.Namespace, settings: Settings, processors: Sequence[str]) -> int:
    require_display(f"yolocam view {quote(str(args.results))} --save-csv FILE")
    video = args.video if args.video is not None else str(find_video(args.results))
    remembered, _ = remembered_settings()
    shown = {name: getattr(settings, name) for name in _THRESHOLDS}
    flags = check_settings(args)
    look = {name: getattr(flags, name) for name in controls() if name in args and name not in _THRESHOLDS}
    return run_window(
        model_files(remembered.model, None, None, None),
        replace(remembered, **look, **shown, model=results_model(args.results)),
        address=video,
        fullscreen=args.fullscreen,
        exit_at_end=args.exit_at_end,
        exit_after_s=args.exit_after,
        processors=processors,
    )
