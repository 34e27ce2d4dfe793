"""The flag that says whom sources are taken from. Imports nothing heavy."""

from __future__ import annotations

import argparse

from yolocam.address import unverified


def add_source_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flag of encrypted sources."""
    parser.add_argument(
        "--allow-unverified", action="store_true",
        help="Open https, rtmps, rtsps and tls sources also where their certificate cannot be verified, as "
        "with cameras that have signed their own: who can get in between sees the password and the images.",
    )  # fmt: skip


def mark_sources(args: argparse.Namespace) -> None:
    """Mark the sources of a command line whose certificate is not to be looked at."""
    if not getattr(args, "allow_unverified", False):
        return
    if isinstance(args.source, str):
        args.source = unverified(args.source)
    elif args.source:
        args.source = [unverified(source) for source in args.source]
    args.more = [unverified(source) for source in getattr(args, "more", ())]
