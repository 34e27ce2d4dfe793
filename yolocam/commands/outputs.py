"""The sinks that `yolocam detect` was asked for."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from yolocam.commands.flags import check_settings
from yolocam.errors import SettingsError, SinkError
from yolocam.pipeline.interfaces import Sink
from yolocam.pipeline.sinks import RESULT_FILES
from yolocam.pipeline.sinks.run_dir import next_run_dir


def check_result_files(args: argparse.Namespace, inputs: Iterable[Path]) -> None:
    """Raise SettingsError if a result file is one of the inputs, or two results are the same file."""
    files = {f"--{name.replace('_', '-')}": path for name, path in given_results(args).items()}
    if "stats_json" in args:
        files["--stats-json"] = args.stats_json
    taken: dict[str, str] = {}
    for flag, path in files.items():
        if path is not None and (other := taken.setdefault(os.path.realpath(path), flag)) != flag:
            raise SettingsError(f"{flag} and {other} both name {path}, expected different files")
    if not any(os.path.lexists(path) for path in taken):
        return  # nothing is overwritten, and there may be 100,000 inputs
    for file in inputs:
        if (flag := taken.get(os.path.realpath(file), "")) != "":
            raise SettingsError(f"{flag} names {file}, which is an input and would be overwritten")


def check_floor(args: argparse.Namespace) -> None:
    """Raise SettingsError if a floor is asked for that would come to nothing."""
    if args.floor is None:
        return
    if args.save_json is None:
        raise SettingsError("--floor needs --save-json, the file that holds the candidates")
    confidence = check_settings(args).confidence
    if args.floor > confidence:
        raise SettingsError(f"--floor is {args.floor:g}, expected at most the confidence, {confidence:g}")


def given_results(args: argparse.Namespace) -> dict[str, Path]:
    """Return the result files that were asked for, by their flag."""
    paths = {name: getattr(args, name) for name in RESULT_FILES}
    return {name: path for name, path in paths.items() if path is not None}


def open_sinks(
    args: argparse.Namespace, warn: Callable[[str], None], threads: int
) -> tuple[dict[str, Sink], Path | None]:
    """Return the sinks by name, and the folder they write into if any does; SinkError.

    `threads` are those of an encoder.
    """
    into_folder = not args.no_save or args.save_txt or args.save_crop
    folder = _output_folder(args) if into_folder else None
    sinks: dict[str, Sink] = {}
    if folder is not None:
        sinks.update(_folder_sinks(args, folder, warn, threads))
    sinks.update(open_result_files(args))
    return sinks, folder


def _output_folder(args: argparse.Namespace) -> Path:
    if args.output is None:
        return next_run_dir(exist_ok=args.exist_ok)
    folder: Path = args.output
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SinkError(f"folder {folder} cannot be created: {error.strerror or error}") from error
    return folder


def _folder_sinks(
    args: argparse.Namespace, folder: Path, warn: Callable[[str], None], threads: int
) -> dict[str, Sink]:
    from yolocam.pipeline.sinks.crops import CropSink
    from yolocam.pipeline.sinks.folder import FolderSink
    from yolocam.pipeline.sinks.yolo_txt import YoloTxtSink

    sinks: dict[str, Sink] = {}
    if not args.no_save:
        sinks["annotated"] = FolderSink(folder, threads=threads, warn=warn)
    if args.save_txt:
        sinks["labels"] = YoloTxtSink(folder, save_conf=args.save_conf)
    if args.save_crop:
        sinks["crops"] = CropSink(folder)
    return sinks


def open_result_files(args: argparse.Namespace) -> dict[str, Sink]:
    """Return the sinks of the result files that were asked for, by their flag; SinkError."""
    return {name: RESULT_FILES[name](path) for name, path in given_results(args).items()}
