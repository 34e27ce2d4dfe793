"""Where results go: annotated media, and tables and labels for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.discovery import Found, with_plugins
from yolocam.errors import SinkError
from yolocam.pipeline.sinks.results.result_options import DEFAULT_OPTIONS, ResultOptions
from yolocam.registry import ResultFormat

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Sink

FORMATS_GROUP = "yolocam.formats"
"""The entry points by which other packages add result formats."""

_FORMATS = "yolocam.pipeline.sinks.results.formats"


def result_formats() -> Found[ResultFormat]:
    """Return every format of files that hold the results of a whole run, those of plugins too."""
    return with_plugins(_FORMATS, FORMATS_GROUP, ResultFormat)


def result_format(name: str) -> ResultFormat:
    """Return a format by its name; SinkError where there is none."""
    known = {one.name: one for one in result_formats().types}
    if name not in known:
        raise SinkError(f"'{name}' is no result format, expected one of {', '.join(known)}")
    return known[name]


def open_result_file(name: str, path: Path, options: ResultOptions = DEFAULT_OPTIONS) -> Sink:
    """Open a file of the format of this name; what the format needs is imported now. SinkError."""
    chosen = result_format(name)
    if chosen.needs is not None and not chosen.needs.met:
        raise SinkError(f"{path} cannot be written: {chosen.title} {chosen.needs}")
    sink: Sink = chosen.open(path, options)
    return sink
