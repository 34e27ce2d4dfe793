"""A clip from before the event until after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yolocam.pipeline.actions.action import ActionContext
from yolocam.pipeline.actions.firing import Firing
from yolocam.registry import ActionField, ActionType

BEFORE_S, AFTER_S = 20.0, 10.0
"""How much of a clip is before and after its event, unless a rule says otherwise."""


class ClipAction:
    """Asks for a clip."""

    def __init__(self, values: Mapping[str, Any], context: ActionContext) -> None:
        assert context.clips is not None
        self._clips = context.clips
        self._before_s = float(values.get("before", BEFORE_S))
        self._after_s = float(values.get("after", AFTER_S))

    def fire(self, firing: Firing) -> None:
        """Have the clip written."""
        frame = firing.item.frame
        self._clips.save(frame.pts_ns, frame.captured_ns, self._before_s, self._after_s)

    def close(self) -> None:
        """The clips end by themselves."""


CLIP = ActionType(
    name="clip",
    title="Clip",
    help="Save a video from some seconds before the event to some after it.",
    rank=30,
    fields=(
        ActionField("before", "number", low=0, high=300, title="Seconds before", usual=BEFORE_S),
        ActionField("after", "number", low=0, high=3600, title="Seconds after", usual=AFTER_S),
    ),
    open=ClipAction,
)
