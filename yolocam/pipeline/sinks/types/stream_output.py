"""Live streams to a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yolocam.registry import OutputType

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Sink
    from yolocam.pipeline.sinks.live.stream_options import StreamOptions


def _open(address: str) -> Sink:
    from yolocam.pipeline.sinks.live.stream_options import StreamOptions

    return _open_live(address, StreamOptions())


def _open_live(address: str, options: StreamOptions) -> Sink:
    from yolocam.media.sound.sound_mix import unmixed
    from yolocam.media.streaming.destination import destination
    from yolocam.pipeline.sinks.live.streamer import Streamer

    place = destination(address, options.key)
    return Streamer(
        place,
        options.encoder,
        tell=options.tell,
        failed=options.failed,
        raises=options.raises,
        audio=options.audio,
        sound_input=options.sound_input,
        mix=options.mix or unmixed,
    )


STREAM = OutputType(
    name="stream",
    schemes=("rtmp", "rtmps", "srt", "whip"),
    title="Live stream",
    help="A server that shows it to others while it happens.",
    rank=20,
    open=_open,
    open_live=_open_live,
)
