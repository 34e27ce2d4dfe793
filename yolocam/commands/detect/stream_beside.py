"""The live stream of a run, which spoils nothing that the run writes."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from yolocam.commands.detect.outputs import given_results
from yolocam.commands.stream_flags import open_stream
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.sinks.live.live_sink import LiveSink


def stream_beside(
    args: argparse.Namespace, tell: Callable[[str], None], failed: Callable[[str], None]
) -> LiveSink | None:
    """Open what `--stream` asks for; None where it is not given. SettingsError, SinkError.

    Where it is given up, `failed` hears of it and the run goes on, unless the stream is all it is for.
    """
    if "stream" not in args:
        return None
    written = not args.no_save or args.save_txt or args.save_crop or args.to or given_results(args)
    return open_stream(args, tell, failed, raises=not written)


def send_beside(pipeline: Pipeline, stream: LiveSink) -> None:
    """Give the results of a run to a live stream too, and count what becomes of them."""
    pipeline.outputs.attach(stream, name="stream")
    pipeline.stats.follow_stream(lambda: stream.health)
