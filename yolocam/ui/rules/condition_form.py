"""When a rule is met: a sentence with fields in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yolocam.pipeline.rules.rule import Rule
from yolocam.pipeline.rules.rule_text import rule_table
from yolocam.ui.rules.choice_field import ChoiceField
from yolocam.ui.rules.class_field import ClassField
from yolocam.ui.rules.problem_line import ProblemLine
from yolocam.ui.rules.rule_sentence import direction_texts, when_texts, whole_image
from yolocam.ui.rules.value_fields import NumberField
from yolocam.ui.translation import tr
from yolocam.ui.widgets.explained import explain
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID

_DAY_S = 86_400
_SECOND_LINE = ("confidence", "every")


class ConditionForm(QWidget):
    """The fields of a rule but its name and its actions, by their keys in the file.

    `areas` and `lines` are the places that can be chosen; a line is crossed, all else happens in an area.
    `changed` tells that somebody changed something.
    """

    changed = Signal()

    def __init__(self, classes: Sequence[str], areas: Sequence[str], lines: Sequence[str]) -> None:
        super().__init__()
        self._areas, self._lines = areas, lines
        self.fields: dict[str, Any] = {
            "class": ClassField(classes),
            "when": ChoiceField(when_texts()),
            "seconds": NumberField(0.1, _DAY_S),
            "count": NumberField(0, 100_000),
            "where": ChoiceField(),
            "direction": ChoiceField(direction_texts()),
            "confidence": NumberField(0, 1),
            "every": NumberField(0, _DAY_S),
        }
        self._words = {key: PlainLabel(text) for key, text in _words().items()}
        self._problems = {key: ProblemLine() for key in ("first", "second")}
        self._name_fields()
        self._lay_out()
        for key in ("class", "seconds", "count", "confidence", "every"):
            self.fields[key].textChanged.connect(lambda _: self.changed.emit())
        for key in ("where", "direction"):
            self.fields[key].currentIndexChanged.connect(lambda _: self.changed.emit())
        self.fields["when"].currentIndexChanged.connect(self._follow)
        self._follow()

    def show_rule(self, rule: Rule) -> None:
        """Show when a rule is met."""
        table = rule_table(rule)
        self.fields["when"].set_value(rule.when)
        for key, field in self.fields.items():
            field.set_value(table.get(key))
        self._follow()

    def table(self) -> dict[str, Any]:
        """Return what would stand in the file, without what does not go with this kind of rule."""
        found = {key: field.value() for key, field in self.fields.items() if not field.isHidden()}
        return {key: value for key, value in found.items() if value is not None}

    def say(self, key: str, words: str) -> bool:
        """Say what is wrong with the value of a key; return whether there is such a field here."""
        for line in self._problems.values():
            line.say("")
        if key not in self.fields:
            return False
        line = self._problems["second" if key in _SECOND_LINE else "first"]
        line.say(words, self.fields[key])
        return True

    @property
    def problem(self) -> str:
        """What is said to be wrong."""
        return "".join(line.text for line in self._problems.values())

    def _follow(self) -> None:
        """Show the fields that go with the kind of rule, and the places that can be meant."""
        when = self.fields["when"].value()
        for key, shown in (
            ("seconds", when == "stays"), ("count", when == "more than"), ("direction", when == "crosses"),
        ):  # fmt: skip
            self.fields[key].setVisible(shown)
        self._words["seconds"].setVisible(when == "stays")
        self._words["count"].setVisible(when == "more than")
        self._offer_places(when == "crosses")
        self.changed.emit()

    def _offer_places(self, lines: bool) -> None:
        where: ChoiceField = self.fields["where"]
        chosen = where.value()
        offered = self._lines if lines else self._areas
        where.blockSignals(True)
        where.clear()
        if not lines or not offered:
            where.addItem(tr("Draw a line first") if lines else whole_image(), "")
        for name in offered:
            where.addItem(name, name)
        others = self._areas if lines else self._lines
        where.set_value(None if chosen in others else chosen)
        where.blockSignals(False)

    def _name_fields(self) -> None:
        for key, name in _names().items():
            self.fields[key].setAccessibleName(name)
        explain(self.fields["where"], tr("Areas and lines are drawn under “Tracking and regions”"))
        self.fields["confidence"].setPlaceholderText("0")
        self.fields["every"].setPlaceholderText("0")

    def _lay_out(self) -> None:
        fields, words = self.fields, self._words
        first: tuple[QWidget, ...] = (
            words["when"], fields["class"], fields["when"], fields["seconds"], words["seconds"],
            fields["count"], words["count"], fields["where"], fields["direction"],
        )  # fmt: skip
        second: tuple[QWidget, ...] = (
            words["confidence"], fields["confidence"], words["every"], fields["every"], words["every_s"],
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for key, parts in (("first", first), ("second", second)):
            row = QHBoxLayout()
            row.setSpacing(GRID)
            for part in parts:
                row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addStretch(1)
            column.addLayout(row)
            column.addWidget(self._problems[key])


def _words() -> dict[str, str]:
    return {
        "when": tr("When"),
        "seconds": tr("seconds in"),
        "count": tr("in"),
        "confidence": tr("with a confidence of at least"),
        "every": tr("and at most once in"),
        "every_s": tr("seconds"),
    }


def _names() -> dict[str, str]:
    return {
        "class": tr("Class"),
        "when": tr("What it does"),
        "seconds": tr("Seconds it stays"),
        "count": tr("How many"),
        "where": tr("Place"),
        "direction": tr("Direction"),
        "confidence": tr("Least confidence"),
        "every": tr("Seconds between two times"),
    }
