"""A web page of this computer."""

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
    from yolocam.pipeline.sinks.live.web_view import WebView

    return WebView(address, options.tell)


WEB = OutputType(
    name="web",
    schemes=("http",),
    title="Web page",
    help="The images, counts and events on a page of this computer: http:8080.",
    rank=30,
    open=_open,
    open_live=_open_live,
)
