"""The outputs of rules and of the replay, beside those of a run."""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import Any

from yolocam.commands.detect.problems import Problems
from yolocam.pipeline.actions.attached_rules import OpenRules, RuleOutputs, Telling
from yolocam.pipeline.pipeline import Pipeline


def rules_beside(open_rules: OpenRules | None, problems: Problems) -> RuleOutputs | None:
    """Open what was asked for; SinkError."""
    if open_rules is None:
        return None
    return open_rules(Telling(problems.warn, problems.failed, problems.warn))


def act_beside(pipeline: Pipeline, made: RuleOutputs | None) -> None:
    """Give the results of a run to the outputs of rules too; SIGUSR1 saves what the replay holds."""
    if made is None:
        return
    made.attach(pipeline.outputs)
    pipeline.stats.follow_actions(made.health)
    clips, wanted = made.clips, getattr(signal, "SIGUSR1", None)
    if clips is None or wanted is None or threading.current_thread() is not threading.main_thread():
        return

    def save(_: int, __: Any) -> None:
        clips.save_now()

    with contextlib.suppress(ValueError):
        signal.signal(wanted, save)
