"""Changes rules as the user wishes, and takes changes back."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from yolocam.pipeline.rules.rule import Rule
from yolocam.ui.translation import tr

_MOST_UNDONE = 100


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """A rule, and whether it is for every source or only for the one that is open."""

    rule: Rule
    everywhere: bool = False


class RuleEditor(QObject):
    """The rules of the list. Each method is one change that `undo` takes back. For the UI thread.

    `changed` tells that they are others.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current: tuple[PlacedRule, ...] = ()
        self._before: deque[tuple[PlacedRule, ...]] = deque(maxlen=_MOST_UNDONE)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._before)

    def load(self, rules: Iterable[PlacedRule]) -> None:
        """Take other rules, of which no change can be taken back."""
        self._before.clear()
        self.current = _named_apart(rules)
        self.changed.emit()

    def add(self, rules: Iterable[PlacedRule]) -> None:
        """Add rules behind the others; one whose name is taken gets a number."""
        self._put(_named_apart((*self.current, *rules)))

    def replace(self, row: int, rule: PlacedRule) -> None:
        """Put a rule in the place of another."""
        self._put((*self.current[:row], rule, *self.current[row + 1 :]))

    def duplicate(self, row: int) -> None:
        """Put a copy of a rule behind it, under a name of its own."""
        copies = (*self.current[: row + 1], self.current[row], *self.current[row + 1 :])
        self._put(_named_apart(copies))

    def remove(self, row: int) -> None:
        """Remove a rule."""
        self._put((*self.current[:row], *self.current[row + 1 :]))

    def enable(self, row: int, enabled: bool) -> None:
        """Switch a rule on or off."""
        one = self.current[row]
        self.replace(row, replace(one, rule=replace(one.rule, enabled=enabled)))

    def undo(self) -> None:
        """Take the last change back."""
        if self._before:
            self.current = self._before.pop()
            self.changed.emit()

    def free_name(self) -> str:
        """Return a name for a new rule."""
        taken = {one.rule.name for one in self.current}
        names = (tr("Rule {number}").format(number=number) for number in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)

    def _put(self, rules: tuple[PlacedRule, ...]) -> None:
        self._before.append(self.current)
        self.current = rules
        self.changed.emit()


def _named_apart(rules: Iterable[PlacedRule]) -> tuple[PlacedRule, ...]:
    """Number the names of rules that have that of an earlier one."""
    kept: list[PlacedRule] = []
    taken: set[str] = set()
    for one in rules:
        name, number = one.rule.name, 2
        while name in taken:
            name, number = f"{one.rule.name} ({number})", number + 1
        taken.add(name)
        kept.append(replace(one, rule=replace(one.rule, name=name)))
    return tuple(kept)
