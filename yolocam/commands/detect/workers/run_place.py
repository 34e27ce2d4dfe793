"""Where a shared run reads and writes: folders of this machine, or addresses."""

from __future__ import annotations

import argparse
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from yolocam.address import shown
from yolocam.commands.detect.inputs import Inputs, find_inputs
from yolocam.commands.detect.outputs import output_folder, planned_names, writes_files
from yolocam.commands.detect.sampling_flags import sampling_from
from yolocam.commands.detect.workers.remote_files import remote_listing
from yolocam.errors import SettingsError
from yolocam.files.output_file import write_bytes
from yolocam.files.remote import is_remote
from yolocam.pipeline.distribution.remote_store import RemoteStore
from yolocam.pipeline.distribution.run_store import PARTS, FolderStore, RunStore
from yolocam.pipeline.sinks.names.output_names import OutputNames


@dataclass(frozen=True, slots=True)
class RunPlace:
    """The outputs of a run: `names` are those of its files, `order` is what workers are told of it."""

    store: RunStore
    names: OutputNames | None
    order: dict[str, Any]


def shared_inputs(args: argparse.Namespace) -> tuple[Inputs, Mapping[str, str]]:
    """Return what the command line names, and the versions of files that lie elsewhere; SourceError."""
    sources = [*args.source, *args.more]
    remote = [source for source in sources if is_remote(source)]
    if not remote:
        return find_inputs(args), {}
    if len(remote) < len(sources):
        raise SettingsError(
            f"{shown(remote[0])} and files of this machine do not go together: start a run for each"
        )
    listing, versions = remote_listing(remote, args.recursive)
    return Inputs(listing, None, sampling_from(args)), versions


@contextmanager
def run_place(args: argparse.Namespace, inputs: Inputs) -> Iterator[RunPlace]:
    """Open the output folder, alone; SettingsError where another run is at work in it, SinkError."""
    if isinstance(args.output, str):
        if not is_remote(args.output):
            raise SettingsError(
                f"--output {shown(args.output)} is no address of a folder, such as s3://bucket/folder"
            )
        names = planned_names(args, None, inputs) if writes_files(args) else None
        with tempfile.TemporaryDirectory(prefix="yolocam-", ignore_cleanup_errors=True) as scratch:
            store = RemoteStore(args.output, Path(scratch))
            yield RunPlace(store, names, {"remote": args.output, "cwd": str(Path.cwd())})
        return
    folder = output_folder(args)
    with _alone(folder):
        names = planned_names(args, folder, inputs) if writes_files(args) else None
        token = f"{PARTS}/{uuid.uuid4().hex}.token"
        order = {"folder": str(folder.absolute()), "token": token, "cwd": str(Path.cwd())}
        yield RunPlace(FolderStore(folder), names, order)


def meet(place: RunPlace) -> None:
    """Leave a file by which workers see that the folder is the same for all of them; SinkError."""
    if "token" in place.order:
        write_bytes(Path(place.order["folder"]) / place.order["token"], b"")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise SettingsError(f"another run is at work in {folder}, expected a folder of its own") from None
    try:
        yield
    finally:
        lock.release()
