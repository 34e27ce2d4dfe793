"""The live outputs of a run, which spoil nothing that the run writes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from yolocam.commands.detect.outputs import given_results
from yolocam.commands.stream_flags import asked_live
from yolocam.media.sound.audio_choice import SharedInput
from yolocam.pipeline.interfaces import Sink, Source
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.sinks.live.live_sink import LiveSink


def streams_beside(
    args: argparse.Namespace,
    tell: Callable[[str], None],
    failed: Callable[[str], None],
    sound: SharedInput,
) -> list[LiveSink]:
    """Open what `--stream` and `--serve` ask for. SettingsError, SinkError.

    Where a stream is given up, `failed` hears of it and the run goes on, unless that is all it is for.
    """
    if "stream" not in args:
        return []
    written = not args.no_save or args.save_txt or args.save_crop or args.to or given_results(args)
    return asked_live(args, tell, sound)(tell, failed, raises=not (written or args.serve))


def send_beside(pipeline: Pipeline, streams: list[LiveSink]) -> None:
    """Give the results of a run to live outputs too, and count what becomes of the first."""
    for number, stream in enumerate(streams, start=1):
        pipeline.outputs.attach(stream, name=f"live {number}")
    if streams:
        pipeline.stats.follow_stream(lambda: streams[0].health)


@contextmanager
def closed_on_failure(parts: Sequence[Sink | Source]) -> Iterator[None]:
    """Close what was opened if what follows cannot be."""
    try:
        yield
    except BaseException:
        for part in parts:
            part.close()
        raise
