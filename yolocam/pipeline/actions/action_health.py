"""How an action that sends something is doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ActionHealth:
    """What an action has done so far: messages `sent`, `waiting`, `dropped`, and `failures` of attempts."""

    name: str
    sent: int = 0
    waiting: int = 0
    dropped: int = 0
    failures: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the figures in the form of `--stats-json`."""
        return {
            "action": self.name,
            "sent": self.sent,
            "waiting": self.waiting,
            "dropped": self.dropped,
            "failed_attempts": self.failures,
        }
