"""A notification of the desktop; without a window a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yolocam.pipeline.actions.action import ActionContext
from yolocam.pipeline.actions.firing import Firing
from yolocam.registry import ActionType


class NotifyAction:
    """Shows what happened."""

    def __init__(self, values: Mapping[str, Any], context: ActionContext) -> None:
        self._notify = context.notify

    def fire(self, firing: Firing) -> None:
        """Show it."""
        self._notify(firing.words)

    def close(self) -> None:
        """Nothing is open."""


NOTIFY = ActionType(
    name="notify",
    title="Notification",
    help="Show a notification of the desktop; without a window, write a line.",
    rank=50,
    open=NotifyAction,
)
