"""Actions: what is done when a rule is met; one file with an `ActionType` each in `types`."""

from __future__ import annotations

from yolocam.discovery import Found, with_plugins
from yolocam.registry import ActionType

ACTIONS_GROUP = "yolocam.actions"
"""The entry points by which other packages add actions."""

_TYPES = "yolocam.pipeline.actions.types"


def action_types() -> Found[ActionType]:
    """Return every action that a rule can take, those of plugins too."""
    return with_plugins(_TYPES, ACTIONS_GROUP, ActionType)
