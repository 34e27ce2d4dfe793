"""The flags of processors: `--process NAME`, and those that some have of their own."""

from __future__ import annotations

import argparse

from yolocam.pipeline.processors import processor_types
from yolocam.registry import ProcessorType


def add_processor_flags(parser: argparse.ArgumentParser) -> None:
    """Add `--process` and the flags of the processors that are installed."""
    group = parser.add_argument_group("what is made of the detections")
    for kind in processor_types().types:
        if kind.flag:
            _add(group, kind)
    group.add_argument(
        "--process", action="append", default=[], metavar="NAME[=OPTION]",
        help="Have a processor change what is found before it is drawn, counted and written; packages add "
        "them (docs/plugins.md). May be given several times.",
    )  # fmt: skip


def wanted_processors(args: argparse.Namespace) -> list[str]:
    """Return what the flags choose, each as NAME or NAME=OPTION."""
    wanted = []
    for kind in processor_types().types:
        value = getattr(args, kind.dest, None) if kind.flag else None
        if value is not None and value is not False:
            wanted.append(kind.name if value is True else f"{kind.name}={value}")
    return [*wanted, *args.process]


def _add(group: argparse._ArgumentGroup, kind: ProcessorType) -> None:
    words = kind.help.replace("%", "%%")
    if not kind.option:
        group.add_argument(kind.flag, action="store_true", help=words)
    elif kind.choices:
        first = kind.choices[0]
        group.add_argument(
            kind.flag, nargs="?", const=first, choices=kind.choices, metavar="|".join(kind.choices),
            help=f"{words} Without a word after it: {first}.",
        )  # fmt: skip
    else:
        group.add_argument(kind.flag, metavar=kind.option, help=words)
