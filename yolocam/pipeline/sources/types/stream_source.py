"""Network cameras and streams, all read through FFmpeg."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yolocam.registry import SourceType

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Source


def _open(address: str) -> Source:
    from yolocam.pipeline.sources.live.stream import open_stream

    scheme, _, rest = address.partition(":")
    return open_stream(f"{scheme.lower()}:{rest}")


STREAM = SourceType(
    name="stream",
    # `rtspt` and `rtspu` are rtsp over TCP and over UDP only.
    schemes=("rtsp", "rtspt", "rtspu", "rtsps", "rtmp", "rtmps", "http", "https", "tcp", "tls", "udp", "srt"),
    title="Network camera or stream",
    help="A network camera, a stream, or a video on a web server.",
    examples=(("rtsp://NAME:PASSWORD@HOST/...", "a network camera or stream"),),
    network=True,
    rank=30,
    open=_open,
)
