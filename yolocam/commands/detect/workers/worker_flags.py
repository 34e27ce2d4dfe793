"""The flags of a run that many processes work at. Imports nothing heavy."""

from __future__ import annotations

import argparse

from yolocam.commands.argument_types import job_count
from yolocam.commands.detect.sampling_flags import media_time

_PART = 600 * 1_000_000_000


def add_worker_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of how many processes work at a run, and where."""
    group = parser.add_argument_group("archives: many processes, many machines (docs/scaling.md)")
    group.add_argument(
        "--workers", type=job_count, metavar="N",
        help="Processes that share the files, each with a network of its own; long videos are split among "
        "them. What is done stands in manifest.jsonl in the output folder. The results are those of one.",
    )  # fmt: skip
    group.add_argument(
        "--cluster", metavar="auto|ADDRESS",
        help="The same on Ray: auto is the cluster that this machine belongs to, or else this machine alone; "
        "needs ray: pip install 'yolocam[cluster]'.",
    )  # fmt: skip
    group.add_argument(
        "--resume", action="store_true",
        help="Go on with a run that was ended, with the same flags and --output; nothing that is done is "
        "repeated.",
    )  # fmt: skip
    group.add_argument(
        "--part-length", type=media_time, default=_PART, metavar="TIME",
        help="Split videos that are longer, at key frames; 0 splits none. Default: 10:00.",
    )  # fmt: skip


def is_shared(args: argparse.Namespace) -> bool:
    """Whether many processes work at a run."""
    return any(getattr(args, name, None) for name in ("workers", "cluster", "resume"))
