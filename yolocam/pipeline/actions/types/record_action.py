"""A recording that is switched on and off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yolocam.pipeline.actions.action import ActionContext
from yolocam.pipeline.actions.firing import Firing
from yolocam.registry import ActionField, ActionType


class RecordAction:
    """Switches the recording of the rules."""

    def __init__(self, values: Mapping[str, Any], context: ActionContext) -> None:
        recording = context.recording
        assert recording is not None
        self._switch = recording.start if values["switch"] == "start" else recording.stop

    def fire(self, firing: Firing) -> None:
        """Start or stop."""
        self._switch()

    def close(self) -> None:
        """The recording ends with the run."""


RECORD = ActionType(
    name="record",
    title="Recording",
    help="Start or stop a recording.",
    rank=40,
    fields=(ActionField("switch", required=True, title="Recording", choices=("start", "stop")),),
    open=RecordAction,
)
