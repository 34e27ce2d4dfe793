"""A line for each event, where the run is followed or in a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from yolocam.errors import SinkError, reason_of
from yolocam.files.output_file import prepare_file
from yolocam.pipeline.actions.action import ActionContext
from yolocam.pipeline.actions.firing import Firing
from yolocam.pipeline.sinks.results.wall_clock import iso
from yolocam.registry import ActionField, ActionType


class LogAction:
    """Appends to a file, or tells."""

    def __init__(self, values: Mapping[str, Any], tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._path = None if "file" not in values else prepare_file(Path(values["file"]))

    def fire(self, firing: Firing) -> None:
        """Write the line."""
        if self._path is None:
            self._tell(firing.words)
            return
        when = firing.event.time or datetime.now().astimezone()
        try:
            with self._path.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(f"{iso(when)} {firing.words}\n")
        except OSError as error:
            raise SinkError(f"{self._path} cannot be written: {reason_of(error)}") from error

    def close(self) -> None:
        """Nothing is open."""


def _open(values: Mapping[str, Any], context: ActionContext) -> LogAction:
    return LogAction(values, context.tell)


LOG = ActionType(
    name="log",
    title="Log line",
    help="Write a line, or append it to a file.",
    rank=10,
    fields=(ActionField("file", title="File", holds="file"),),
    open=_open,
)
