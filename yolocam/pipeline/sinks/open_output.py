"""Opens an output by its address, as `open_source` opens a source."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.address import is_network, shown
from yolocam.discovery import Found, with_plugins
from yolocam.errors import SinkError
from yolocam.pipeline.sinks import open_result_file, result_formats
from yolocam.pipeline.sinks.results.result_options import DEFAULT_OPTIONS, ResultOptions
from yolocam.registry import OutputType

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Sink
    from yolocam.pipeline.sinks.live.live_sink import LiveSink
    from yolocam.pipeline.sinks.live.stream_options import StreamOptions

OUTPUTS_GROUP = "yolocam.outputs"
"""The entry points by which other packages add outputs."""

_TYPES = "yolocam.pipeline.sinks.types"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?=:)")  # of two letters and more: C: is a drive


def output_types() -> Found[OutputType]:
    """Return every kind of output that an address names, those of plugins too."""
    return with_plugins(_TYPES, OUTPUTS_GROUP, OutputType)


def open_output(address: str, options: ResultOptions = DEFAULT_OPTIONS) -> Sink:
    """Open an address of a known scheme, or a file: by its ending it is a video or holds results.

    `options` are those of result files. Raises SinkError for what no ending or scheme stands for, and when
    the output cannot be opened.
    """
    kind = output_type(address)
    if kind is not None:
        if kind.needs is not None and not kind.needs.met:
            raise SinkError(f"{shown(address)} cannot be opened: {kind.title} {kind.needs}")
        sink: Sink = kind.open(address)
        return sink
    endings = {one.ending: one.name for one in result_formats().types}
    fitting = [ending for ending in endings if address.lower().endswith(ending)]
    if is_network(address) or not fitting:
        raise SinkError(_unknown(address, endings))
    return open_result_file(endings[max(fitting, key=len)], Path(address), options)


def open_live(address: str, options: StreamOptions) -> LiveSink:
    """Open an output that others watch live; SinkError for an address that is no such output."""
    kind = output_type(address)
    if kind is None or kind.open_live is None:
        live = (one for one in output_types().types if one.open_live is not None)
        known = ", ".join(f"{scheme}:" for one in live for scheme in one.schemes)
        # Only how it begins: what follows a mistyped scheme may be a stream key.
        raise SinkError(
            f"nothing can be streamed to an address that begins with {address.partition(':')[0]}:, "
            f"expected {known}"
        )
    if kind.needs is not None and not kind.needs.met:
        raise SinkError(f"{shown(address)} cannot be opened: {kind.title} {kind.needs}")
    sink: LiveSink = kind.open_live(address, options)
    return sink


def output_type(address: str) -> OutputType | None:
    """Return what an address's scheme or file ending stands for; None where that is no kind of output."""
    found = _SCHEME.match(address)
    kinds = output_types().types
    if found is not None:
        named = next((kind for kind in kinds if found[0].lower() in kind.schemes), None)
        if named is not None or is_network(address):
            return named
    file = address.lower()
    return next((kind for kind in kinds if kind.endings and file.endswith(kind.endings)), None)


def _unknown(address: str, result_endings: dict[str, str]) -> str:
    types = output_types()
    schemes = [f"{scheme}:" for kind in types.types for scheme in kind.schemes]
    endings = [ending for kind in types.types for ending in kind.endings]
    known = f"a file that ends in {', '.join([*endings, *result_endings])}"
    if schemes:
        known += f", or an address that begins with {', '.join(schemes)}"
    left_out = "".join(f"; {problem}" for problem in (*types.problems, *result_formats().problems))
    return f"{shown(address)} is an output of an unknown kind, expected {known}{left_out}"
