"""Says what many processes cannot do together."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from yolocam.commands.detect.inputs import Inputs
from yolocam.commands.detect.outputs import writes_files
from yolocam.commands.flags import check_settings
from yolocam.commands.processor_flags import wanted_processors
from yolocam.errors import SettingsError
from yolocam.system import helper_process

_WITHOUT_IMAGES = frozenset({"track", "regions"})
"""Processors that look at detections alone: they can run where the results come together."""


def check_shareable(args: argparse.Namespace, inputs: Inputs) -> None:
    """Raise SettingsError where a run has to be done by one process."""
    flag = "--cluster" if args.cluster is not None else "--workers" if args.workers else "--resume"
    for reason in _reasons(args, inputs):
        raise SettingsError(f"{flag} cannot be: {reason}")


def _reasons(args: argparse.Namespace, inputs: Inputs) -> Iterator[str]:
    if inputs.listing is None:
        yield "a camera or stream is one source"
    if args.workers is None and args.cluster is None:
        yield "it goes on with a run of --workers N or --cluster, one of which is missing"
    if not helper_process.can_start():
        yield "this yolocam is one file, which cannot start others of its kind: install it with pip"
    if args.resume and args.output is None:
        yield "it needs --output, the folder of the run to go on with"
    yield from _of_one_process(args)
    if inputs.sampling.most is not None:
        yield "--max-frames counts the frames of all files in their order"
    if args.replay is not None or args.rules is not None:
        yield "rules and the replay look at one file after the other, as they come"
    if check_settings(args).precision == "int8" and args.calibrate is None:
        yield "int8 is prepared on the first images, which are others for each worker: add --calibrate FOLDER"
    yield from _about_processors(args)
    if any(_takes_images(address) for address in args.to):
        yield "an output of --to takes the images of all files, one after the other"


def _of_one_process(args: argparse.Namespace) -> Iterator[str]:
    if args.jobs > 1:
        yield "--jobs is for one process; each worker takes one file at a time, and there may be more workers"


def _about_processors(args: argparse.Namespace) -> Iterator[str]:
    wanted = [one.partition("=")[0] for one in wanted_processors(args)]
    if not wanted:
        return
    other = next((name for name in wanted if name not in _WITHOUT_IMAGES), None)
    if other is not None:
        yield f"--process {other} may look at the images, which are not where the results come together"
    if writes_files(args):
        yield (
            "tracks and counts go on from frame to frame, and annotated files, labels and crops are made "
            "elsewhere: add --no-save, and take the files of results"
        )


def _takes_images(address: str) -> bool:
    from yolocam.pipeline.sinks import result_formats

    endings = tuple(one.ending for one in result_formats().types)
    return not address.lower().endswith(endings)
