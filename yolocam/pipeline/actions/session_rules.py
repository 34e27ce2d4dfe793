"""Attaches the outputs of rules to a session, in whose notices they tell."""

from __future__ import annotations

from yolocam.pipeline.actions.attached_rules import OpenRules, Telling
from yolocam.pipeline.notices import telling
from yolocam.pipeline.session import Session


def attach_rules(session: Session, open_rules: OpenRules) -> None:
    """Open the outputs of rules for as long as the session lasts; SinkError."""
    notify = session.notify
    made = open_rules(
        Telling(telling(notify, "info"), telling(notify, "error"), telling(notify, "info", alert=True))
    )
    made.attach(session.outputs, "session")
