"""Attaches the outputs of rules to a session, in whose notices they tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from yolocam.pipeline.actions.attached_rules import OpenRules, Telling
from yolocam.pipeline.notices import Notice
from yolocam.pipeline.session import Session


def attach_rules(session: Session, open_rules: OpenRules) -> None:
    """Open the outputs of rules for as long as the session lasts; SinkError."""

    def telling(level: Literal["info", "error"], *, alert: bool = False) -> Callable[[str], None]:
        return lambda words: session.notify(Notice(level, words[:1].upper() + words[1:], alert=alert))

    made = open_rules(Telling(telling("info"), telling("error"), telling("info", alert=True)))
    made.attach(session.outputs, "session")
