"""What rules ask of an action, and what an action may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from yolocam.pipeline.actions.action_health import ActionHealth
from yolocam.pipeline.actions.firing import Firing


class Action(Protocol):
    """What is done when a rule is met. It must not wait: what takes time goes through an `Outbox`."""

    def fire(self, firing: Firing) -> None:
        """Do it, or have it done soon; SinkError where it cannot be done, which is told."""

    def close(self) -> None:
        """Finish; takes a few seconds at most."""


class Switch(Protocol):
    """A recording that rules switch on and off."""

    def start(self) -> None:
        """Record from the next frame on."""

    def stop(self) -> None:
        """Finish the file."""


class Clips(Protocol):
    """What saves the last seconds and the next."""

    def save(self, pts_ns: int, captured_ns: int, before_s: float, after_s: float) -> None:
        """Have a clip around an event of this media time, in a frame captured then, written."""


@dataclass(frozen=True, slots=True)
class ActionContext:
    """What an action may use. `folder` is where files go, `tell` gets a sentence for the user.

    `notify` shows a line on the desktop, or wherever the run is followed, and `bell` rings. `follow` takes
    what tells how a connection is doing. `clips` and `recording` are there where a rule asks for them.
    """

    folder: Path
    tell: Callable[[str], None]
    notify: Callable[[str], None]
    bell: Callable[[], None]
    follow: Callable[[Callable[[], ActionHealth]], None]
    clips: Clips | None
    recording: Switch | None
