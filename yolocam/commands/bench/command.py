"""`yolocam bench`: how fast networks, videos and live detection are on this machine."""

from __future__ import annotations

import argparse
import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from yolocam.bench.machine import describe_machine
from yolocam.commands.bench.bench_task import Answer, Task
from yolocam.commands.console import Console
from yolocam.commands.flags import check_settings, model_name, settings_from
from yolocam.errors import SettingsError
from yolocam.loading import model_files

_WITH_PLOT = ("batch", "sizes")
_WITHOUT_SOURCE = ("network", "engines", "sizes")


def run(args: argparse.Namespace) -> int:
    """Measure one thing and print it, as a table or as one line of JSON."""
    check_settings(args)
    _check(args)
    files = model_files(model_name(args), args.cfg, args.weights, args.names)
    task = Task(args, files, settings_from(args, files.class_names))
    measure: Callable[[Task], Answer] = importlib.import_module(
        f"yolocam.commands.bench.bench_{args.what}"
    ).measure
    answer = measure(task)
    machine = describe_machine()
    if args.json:
        record: dict[str, Any] = {"bench": args.what, **answer.figures, "machine": machine.to_json()}
        if answer.note is not None:
            record["note"] = answer.note
        print(json.dumps(record))  # noqa: T201
        return 0
    console = Console()
    console.tell(f"{answer.title}\n{machine}\n")
    for part in answer.tables:
        if isinstance(part, str):
            console.tell(part)
        else:
            console.print(part)
    if answer.note is not None:
        console.tell(answer.note)
    return 0


def _check(args: argparse.Namespace) -> None:
    if args.plot is not None and args.what not in _WITH_PLOT:
        raise SettingsError(f"--plot goes with bench {' and bench '.join(_WITH_PLOT)}")
    if args.plot is not None and Path(args.plot).suffix.lower() != ".png":
        raise SettingsError(f"--plot {args.plot}: expected a name that ends in .png")
    if args.source is not None and args.what in _WITHOUT_SOURCE:
        raise SettingsError(f"bench {args.what} takes no source, found '{args.source}'")
