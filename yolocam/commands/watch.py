"""`yolocam watch`: detection in a camera or stream, without a window."""

from __future__ import annotations

import argparse

from yolocam.address import shown
from yolocam.commands.detect import command as detect
from yolocam.errors import SourceError
from yolocam.pipeline.sources import is_stream_address


def run(args: argparse.Namespace) -> int:
    """Run `detect` on one camera or stream; returns its exit status."""
    for source in (*args.source, *args.more):
        if not is_stream_address(source):
            raise SourceError(f"{shown(source)} is no camera or stream; yolocam detect takes files")
    return detect.run(args)
