"""Puts the outputs of a file of rules together, and attaches them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from yolocam.errors import SinkError
from yolocam.pipeline.actions import action_types
from yolocam.pipeline.actions.action import Action, ActionContext
from yolocam.pipeline.actions.action_health import ActionHealth
from yolocam.pipeline.actions.clip_sink import REPLAY_S, ClipSink
from yolocam.pipeline.actions.rule_sink import RuleSink
from yolocam.pipeline.actions.switched_recorder import SwitchedRecorder
from yolocam.pipeline.actions.terminal_bell import ring_terminal
from yolocam.pipeline.attached_outputs import Lifetime, Output, Outputs
from yolocam.pipeline.interfaces import Sink
from yolocam.pipeline.rules.rule import Rules


@dataclass(frozen=True, slots=True)
class Telling:
    """Where actions tell: what went well, what failed, and what the user wanted to be notified of.

    `bell` rings; by itself it is that of the terminal.
    """

    tell: Callable[[str], None]
    failed: Callable[[str], None]
    notify: Callable[[str], None]
    bell: Callable[[], None] = ring_terminal


Problem = Callable[[str, str], None]
"""Hears the name of a rule, and why one of its actions cannot be opened."""


RULES, CLIPS, RECORDING = "rules", "clips", "recording by rules"
"""The names of their outputs."""


def only_watches(output: Output) -> bool:
    """Whether an output is one of rules that saves nothing now: it waits for something to happen."""
    return output.name in (RULES, CLIPS) or (output.name == RECORDING and not output.sink.wants_image)


class OpenRules(Protocol):
    """Opens the outputs of rules that were asked for; SinkError."""

    def __call__(self, telling: Telling) -> RuleOutputs:
        """Return them, not attached yet."""


@dataclass(slots=True)
class RuleOutputs:
    """The outputs of rules, by name; `clips` are there where a rule or the user asks for them."""

    sinks: dict[str, Sink] = field(default_factory=dict)
    clips: ClipSink | None = None
    follows: list[Callable[[], ActionHealth]] = field(default_factory=list)

    def health(self) -> tuple[ActionHealth, ...]:
        """Return how those that send something are doing; may be called on any thread."""
        return tuple(follow() for follow in self.follows)

    def attach(self, outputs: Outputs, lifetime: Lifetime = "source") -> list[Output]:
        """Give them the results of a pipeline or a session."""
        return [outputs.attach(sink, name=name, lifetime=lifetime) for name, sink in self.sinks.items()]

    def close(self) -> None:
        """Close what was never attached."""
        for sink in self.sinks.values():
            sink.close()


def open_rules(
    rules: Rules | None,
    folder: Path,
    telling: Telling,
    replay_s: float | None = None,
    problem: Problem | None = None,
) -> RuleOutputs:
    """Open what rules do; files go into `folder` unless a rule says otherwise.

    With `replay_s` so many seconds are kept whether a rule needs them or not. Raises SinkError; with
    `problem`, a rule whose action cannot be opened is told there, and the others go on.
    """
    made = RuleOutputs()
    wanted = [] if rules is None else [task for rule in rules.enabled for task in rule.tasks]
    before = [float(task.values.get("before", REPLAY_S)) for task in wanted if task.action == "clip"]
    if before or replay_s is not None:
        made.clips = ClipSink(folder, max([*before, replay_s or 0.0]), _teller(telling.tell), telling.failed)
    recorder = SwitchedRecorder(folder, telling.tell) if any(t.action == "record" for t in wanted) else None
    context = ActionContext(
        folder,
        telling.tell,
        telling.notify,
        telling.bell,
        made.follows.append,
        made.clips,
        recorder,
    )
    if rules is not None:
        made.sinks[RULES] = _rule_sink(rules, context, telling.failed, problem)
    if made.clips is not None:
        made.sinks[CLIPS] = made.clips
    if recorder is not None:
        made.sinks[RECORDING] = recorder
    return made


def _teller(tell: Callable[[str], None]) -> Callable[[Path, float], None]:
    return lambda path, seconds: tell(f"saved {path} ({seconds:.0f} s)")


def _rule_sink(
    rules: Rules, context: ActionContext, failed: Callable[[str], None], problem: Problem | None
) -> RuleSink:
    known = {one.name: one for one in action_types().types}
    opened: dict[tuple[str, str], Action] = {}  # the same in two rules is opened once
    actions: dict[str, list[Action]] = {}
    try:
        for rule in rules.enabled:
            for task in rule.tasks:
                key = task.action, repr(sorted(task.values.items()))
                try:
                    if key not in opened:
                        opened[key] = known[task.action].open(task.values, context)
                except SinkError as error:
                    if problem is None:
                        raise SinkError(f"{rules.path} line {task.line}: {error}") from error
                    problem(rule.name, str(error))
                else:
                    actions.setdefault(rule.name, []).append(opened[key])
    except BaseException:
        for action in opened.values():
            action.close()
        raise
    return RuleSink(actions, failed)
