"""The sinks that `yolocam detect` was asked for."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from yolocam.address import is_network, shown
from yolocam.commands.detect.inputs import Inputs
from yolocam.commands.flags import check_settings
from yolocam.errors import SettingsError
from yolocam.files.output_file import prepare_folder
from yolocam.frame import SourceInfo
from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.media.sound.audio_choice import SharedInput
from yolocam.pipeline.interfaces import Sink
from yolocam.pipeline.sinks import open_result_file, result_formats
from yolocam.pipeline.sinks.forgiving import ForgivingSink, RefusedInARow
from yolocam.pipeline.sinks.names.output_names import OutputNames
from yolocam.pipeline.sinks.names.run_dir import next_run_dir
from yolocam.pipeline.sinks.names.safe_names import longest_name
from yolocam.pipeline.sinks.only_found import OnlyFoundSink
from yolocam.pipeline.sinks.open_output import open_output
from yolocam.pipeline.sinks.results.result_options import CsvForm, ResultOptions
from yolocam.pipeline.sources.sampling import Sampling


def check_result_files(args: argparse.Namespace, inputs: Iterable[str | Path]) -> None:
    """Raise SettingsError if a result file is one of the inputs, or two results are the same file."""
    files = {one.flag: getattr(args, one.dest) for one in result_formats().types}
    if "stats_json" in args:
        files["--stats-json"] = args.stats_json
    for number, address in enumerate(getattr(args, "to", ()), start=1):
        if not is_network(address):
            files[f"--to {number}"] = Path(address)
    taken: dict[str, str] = {}
    for flag, path in files.items():
        if path is not None and (other := taken.setdefault(os.path.realpath(path), flag)) != flag:
            raise SettingsError(f"{flag} and {other} both name {path}, expected different files")
    if not any(os.path.lexists(path) for path in taken):
        return  # nothing is overwritten, and there may be 100,000 inputs
    for file in inputs:
        if (flag := taken.get(os.path.realpath(file), "")) != "":
            raise SettingsError(f"{flag} names {file}, which is an input and would be overwritten")


def check_events(args: argparse.Namespace, processors: Iterable[str]) -> None:
    """Raise SettingsError if a file of events is asked for that would stay empty."""
    if any(processors):
        return
    for kind in result_formats().types:
        if kind.of_events and getattr(args, kind.dest) is not None:
            raise SettingsError(f"{kind.flag} needs --regions FILE, the regions and lines to watch")


def check_floor(args: argparse.Namespace) -> None:
    """Raise SettingsError if a floor is asked for that would come to nothing."""
    if args.floor is None:
        return
    if args.save_json is None:
        raise SettingsError("--floor needs --save-json, the file that holds the candidates")
    confidence = check_settings(args).confidence
    if args.floor > confidence:
        raise SettingsError(f"--floor is {args.floor:g}, expected at most the confidence, {confidence:g}")


def check_labels(args: argparse.Namespace) -> None:
    """Raise SettingsError if something is asked for of labels that nobody writes."""
    if args.save_conf and not args.save_txt:
        raise SettingsError("--save-conf goes with --save-txt, the labels that get the confidence")


def given_results(args: argparse.Namespace) -> dict[str, Path]:
    """Return the result files that were asked for, by the name of their format."""
    paths = {one.name: getattr(args, one.dest) for one in result_formats().types}
    return {name: path for name, path in paths.items() if path is not None}


@dataclass(frozen=True, slots=True)
class Messages:
    """Where the sinks tell what spoils nothing (`warn`), and which output cannot be written (`failed`)."""

    warn: Callable[[str], None]
    failed: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class RunSinks:
    """The sinks of a run by name.

    `shared` take the results of all files. `of_files()` makes those that write files of their own for each
    input, anew for each pipeline, into `folder`; None where none does.
    """

    shared: dict[str, Sink]
    of_files: Callable[[], dict[str, Sink]]
    folder: Path | None


def open_sinks(
    args: argparse.Namespace,
    inputs: Inputs,
    source: SourceInfo,
    messages: Messages,
    *,
    encoder: EncoderSettings,
    threads: int,
    sound: SharedInput,
) -> RunSinks:
    """Open what a run writes; SinkError.

    `source` is what was opened. `encoder` says how videos are compressed, and `threads` are those it may use.
    `sound` goes with them.
    """
    folder = output_folder(args) if writes_files(args) else None
    of_files: Callable[[], dict[str, Sink]] = dict
    if folder is not None:
        of_files = _folder_sinks(args, folder, inputs, source, messages, encoder, threads, sound)
    return RunSinks(open_all_results(args, inputs), of_files, folder)


def writes_files(args: argparse.Namespace) -> bool:
    """Whether files of their own are written for each input."""
    return not args.no_save or args.save_txt or args.save_crop


def open_all_results(args: argparse.Namespace, inputs: Inputs) -> dict[str, Sink]:
    """Return the sinks that take the results of all files; SinkError."""
    sinks = open_result_files(args, tuple(inputs.names()))
    for number, address in enumerate(args.to, start=1):
        sinks[f"to {number}"] = open_output(address, _result_options(args, tuple(inputs.names())))
    if args.only_with_detections and "json" in sinks:
        sinks["json"] = OnlyFoundSink(sinks["json"])
    return sinks


def output_folder(args: argparse.Namespace) -> Path:
    """Return the folder that was asked for, or a new one of its own; SinkError if it cannot be made."""
    if isinstance(args.output, str):
        raise SettingsError(
            f"--output {shown(args.output)} needs --workers N or --cluster, whose workers write there"
        )
    if args.output is None:
        return next_run_dir(exist_ok=args.exist_ok)
    return prepare_folder(args.output)


def _folder_sinks(
    args: argparse.Namespace,
    folder: Path,
    inputs: Inputs,
    source: SourceInfo,
    messages: Messages,
    encoder: EncoderSettings,
    threads: int,
    sound: SharedInput,
) -> Callable[[], dict[str, Sink]]:
    names = planned_names(args, folder, inputs)
    refused = {name: RefusedInARow() for name in ("annotated", "labels", "crops")}

    def open_all() -> dict[str, Sink]:
        annotated: Sink | None = None
        if not args.no_save and inputs.listing is None:
            annotated = _recorder(folder, names, source, encoder, sound)
        elif not args.no_save:
            annotated = folder_sink(
                folder,
                names,
                inputs.sampling,
                encoder=encoder,
                threads=threads,
                warn=messages.warn,
                audio=sound.choice.own,
            )
        return file_sinks(args, folder, names, annotated, messages.failed, refused)

    return open_all


def planned_names(args: argparse.Namespace, folder: Path | None, inputs: Inputs) -> OutputNames:
    """Return what the files of a run are called; `folder` is None where it is on no machine of ours."""
    ending = f".{args.container or 'mp4'}"
    if folder is None:
        return OutputNames(inputs.names(), video_ending=ending)
    kept = [*inputs.files, *map(str, given_results(args).values())]
    return OutputNames(
        inputs.names(),
        longest=longest_name(folder),
        occupied=files_below(folder, kept),
        video_ending=ending,
    )


def file_sinks(
    args: argparse.Namespace,
    folder: Path,
    names: OutputNames,
    annotated: Sink | None,
    failed: Callable[[str], None],
    refused: Mapping[str, RefusedInARow] | None = None,
) -> dict[str, Sink]:
    """Return the sinks that write files for each input: what `annotated` writes, and what the flags ask for.

    `failed` hears of a file that cannot be written; those of one kind share the counts of `refused`.
    """
    from yolocam.pipeline.sinks.results.crops import CropSink
    from yolocam.pipeline.sinks.results.yolo_txt import YoloTxtSink

    sinks: dict[str, Sink] = {}
    if annotated is not None:
        sinks["annotated"] = annotated
    if args.save_txt:
        sinks["labels"] = YoloTxtSink(folder, save_conf=args.save_conf, names=names)
    if args.save_crop:
        sinks["crops"] = CropSink(folder, names)
    if args.only_with_detections:
        sinks = {name: OnlyFoundSink(sink, gapless=name == "annotated") for name, sink in sinks.items()}
    counts = refused or {}
    return {name: ForgivingSink(sink, failed, counts.get(name)) for name, sink in sinks.items()}


def folder_sink(
    folder: Path,
    names: OutputNames,
    sampling: Sampling,
    *,
    encoder: EncoderSettings,
    threads: int,
    warn: Callable[[str], None],
    audio: bool,
) -> Sink:
    """Return what writes the annotated files of files."""
    from yolocam.pipeline.sinks.video.folder import FolderSink

    cut = sampling.start_ns > 0
    return FolderSink(folder, names=names, cut=cut, encoder=encoder, threads=threads, warn=warn, audio=audio)


def _recorder(
    folder: Path, names: OutputNames, source: SourceInfo, encoder: EncoderSettings, sound: SharedInput
) -> Sink:
    """Return what records a camera or stream, so that no crash loses it."""
    from yolocam.pipeline.sinks.video.recorder import Recorder

    path = folder / names.of_source(source).annotated
    own = sound.choice.own
    return Recorder(path, encoder=encoder, audio=own, sound_input=sound.acquire(), mix=sound.mix, jsonl=False)


def files_below(folder: Path, files: Iterable[str]) -> list[str]:
    """Return those of the files that lie below a folder, relative to it, with forward slashes."""
    top = os.path.realpath(folder)
    parents: dict[str, str] = {}
    found = []
    for file in files:
        parent, name = os.path.split(file)
        if parent not in parents:
            parents[parent] = os.path.realpath(parent)
        place = parents[parent]
        if place == top or place.startswith(os.path.join(top, "")):  # noqa: PTH118 - there may be 100,000
            found.append(f"{place[len(top) :]}/{name}".replace(os.sep, "/").lstrip("/"))
    return found


def open_result_files(
    args: argparse.Namespace, sources: tuple[tuple[str, bool], ...] = ()
) -> dict[str, Sink]:
    """Return the sinks of the result files that were asked for, by their format; SinkError.

    `sources` are those of the run, and whether each is an image, where they are known beforehand.
    """
    options = _result_options(args, sources)
    return {name: open_result_file(name, path, options) for name, path in given_results(args).items()}


def _result_options(args: argparse.Namespace, sources: tuple[tuple[str, bool], ...]) -> ResultOptions:
    form = CsvForm(args.csv_separator, args.csv_decimal)
    return ResultOptions(form, sources, args.floor is not None, args.counts_every, args.heatmap_of)
