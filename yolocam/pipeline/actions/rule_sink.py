"""The sink of rules: has done what the rules ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from yolocam.errors import SinkError
from yolocam.frame import Rendered
from yolocam.pipeline.actions.action import Action
from yolocam.pipeline.actions.firing import Firing
from yolocam.pipeline.notices import sentence


class RuleSink:
    """Hands the events of rules to their actions. One that fails is told, and the others go on.

    `actions` are by the name of the rule. An action that several rules share is closed once.
    """

    wants_image = False

    def __init__(self, actions: Mapping[str, Sequence[Action]], failed: Callable[[str], None]) -> None:
        self._actions = actions
        self._failed = failed

    def write(self, item: Rendered) -> None:
        """Have done what the events of a frame ask for."""
        if item.frame.repeat:
            return
        for event in item.detected.events:
            for action in self._actions.get(event.rule or "", ()):
                try:
                    action.fire(Firing(event, item))
                except Exception as error:  # a plugin's: whatever it does must spoil nothing else
                    self._failed(f"the rule '{event.rule}': {_words(error)}")

    def close(self) -> None:
        """Finish every action."""
        for action in dict.fromkeys(one for several in self._actions.values() for one in several):
            try:
                action.close()
            except Exception as error:  # the others are finished nevertheless
                self._failed(f"an action of a rule: {_words(error)}")


def _words(error: Exception) -> str:
    return sentence(error) if isinstance(error, SinkError) else f"{type(error).__name__}: {sentence(error)}"
