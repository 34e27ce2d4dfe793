"""The rules of a session, exchanged while its sources run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from yolocam.pipeline.actions.attached_rules import RuleOutputs, Telling, open_rules
from yolocam.pipeline.actions.terminal_bell import ring_terminal
from yolocam.pipeline.attached_outputs import Output
from yolocam.pipeline.notices import telling
from yolocam.pipeline.processors import Chosen, processor_types
from yolocam.pipeline.rules.rule import Rule, Rules
from yolocam.pipeline.rules.rule_store import RuleStore
from yolocam.pipeline.session import Session

_NO_FILE = Path("rules")


class LiveRules:
    """Has a session follow rules, and does what they ask for as long as it lasts.

    What they save goes into `folder`, what they tell into the session's notices. `start` and `take` wait for
    brokers, keyrings and encoders, and may be called on any thread: `_lock` lets one in at a time. `given`
    are the rules of the start. Who has a better `bell` than the terminal puts it there.
    """

    def __init__(self, session: Session, folder: Path) -> None:
        self.folder = folder
        self.given: Rules | None = None
        self.bell: Callable[[], None] = ring_terminal
        self._session = session
        self._kind = next(kind for kind in processor_types().types if kind.name == "rules")
        self._store = RuleStore()
        self._lock = threading.Lock()
        self._outputs: list[Output] = []
        self._opened: tuple[Rule, ...] = ()
        self._problems: dict[str, str] = {}
        notify = session.notify
        self._telling = Telling(
            telling(notify, "info"),
            telling(notify, "error"),
            telling(notify, "info", alert=True),
            lambda: self.bell(),
        )

    def start(self, rules: Rules) -> None:
        """Follow the rules of a file; SinkError names the line of what cannot be done."""
        with self._lock:
            self._swap(rules.enabled, open_rules(rules, self.folder, self._telling))
        self.given = rules

    def take(self, rules: Iterable[Rule]) -> dict[str, str]:
        """Follow these rules from the next frame on; return by their names why some cannot do all they ask.

        Actions that stay as they are go on. Raises SinkError where nothing can be done at all.
        """
        problems: dict[str, str] = {}
        with self._lock:
            wanted = Rules(_NO_FILE, tuple(rules))
            if _tasks(wanted.enabled) == _tasks(self._opened):
                self._follow(wanted.enabled)
                return self._problems
            made = open_rules(
                wanted, self.folder, self._telling, problem=lambda name, words: problems.update({name: words})
            )
            self._problems = problems
            self._swap(wanted.enabled, made)
        return problems

    def _swap(self, rules: tuple[Rule, ...], made: RuleOutputs) -> None:
        outputs = self._session.outputs
        finishers = [outputs.detach(output) for output in self._outputs]  # first: nothing is to be done twice
        if rules:
            self._outputs = made.attach(outputs, "session")
        else:
            self._outputs = []
            made.close()
        self._opened = rules
        self._follow(rules)
        for finisher in finishers:
            finisher.join()

    def _follow(self, rules: tuple[Rule, ...]) -> None:
        self._store.current = rules
        chosen = Chosen(self._kind, self._store) if rules else None
        self._session.processors.put(self._kind.name, chosen)


def _tasks(rules: tuple[Rule, ...]) -> list[object]:
    return [(rule.name, rule.tasks) for rule in rules]
