"""One action of a rule: which, with what, and a button to try it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from yolocam.pipeline.actions import action_types
from yolocam.pipeline.rules.checked_table import TableError
from yolocam.pipeline.rules.rule import Task
from yolocam.pipeline.rules.rule_file import rules_of
from yolocam.registry import ActionType
from yolocam.ui.qt.background_jobs import Background
from yolocam.ui.rules.choice_field import ChoiceField
from yolocam.ui.rules.problem_line import ProblemLine
from yolocam.ui.rules.secret_field import SecretField
from yolocam.ui.rules.value_fields import FlagField, make_field
from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.action_line import ActionLine, Line
from yolocam.ui.widgets.explained import allow, explain
from yolocam.ui.widgets.formatting import capitalised
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID


class TaskForm(QFrame):
    """`changed` tells that somebody changed something, `remove_asked` that the action is to go."""

    changed = Signal()
    remove_asked = Signal()

    def __init__(self, kinds: tuple[ActionType, ...]) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._kinds = {kind.name: kind for kind in kinds}
        self.fields: dict[str, Any] = {}
        self._problems: dict[str, ProblemLine] = {}
        self._background = Background(self)
        self.kind = ChoiceField({one.name: tr(one.title) for one in kinds})
        self.kind.setAccessibleName(tr("What is done"))
        self.test = QPushButton(tr("Test"))
        self.test.setAutoDefault(False)
        self.test.clicked.connect(self._try)
        explain(self.test, tr("Sends a test message now, and says what came of it"))
        self.remove = QToolButton()
        self.remove.setIcon(theme.icon("trash"))
        self.remove.setToolTip(tr("Remove this action"))
        self.remove.setAccessibleName(tr("Remove this action"))
        self.remove.clicked.connect(self.remove_asked)
        self.outcome = ActionLine()
        self._about = PlainLabel()
        self._about.setWordWrap(True)
        self._about.setForegroundRole(self._about.palette().ColorRole.PlaceholderText)
        self._rows = QWidget()
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._rebuild)
        self._rebuild()

    def show_task(self, task: Task) -> None:
        """Show an action with its values."""
        self.kind.setCurrentIndex(max(self.kind.findData(task.action), 0))
        for name, field in self.fields.items():
            field.set_value(task.values.get(name))

    def table(self) -> dict[str, Any]:
        """Return what would stand in the file."""
        values = {name: field.value() for name, field in self.fields.items()}
        given = {name: value for name, value in values.items() if value is not None}
        return {"action": self.kind.currentData(), **given}

    def say(self, key: str, words: str) -> None:
        """Say what is wrong with the value of a key; without words that all is well."""
        for line in self._problems.values():
            line.say("")
        if words:
            line = self._problems.get(key, self._problems["action"])
            line.say(words, self.fields.get(key))

    @property
    def problem(self) -> str:
        """What is said to be wrong."""
        return "".join(line.text for line in self._problems.values())

    def wait(self) -> None:
        """Wait for a test that is under way."""
        self._background.wait()

    def _rebuild(self) -> None:
        """Make the fields of the kind of action."""
        kind = self._kinds[self.kind.currentData()]
        self._about.setText(tr(kind.help))
        self.test.setVisible(kind.probe is not None)
        self.outcome.show_line(Line())
        old = self._rows
        self._rows = QWidget()
        self.fields, self._problems = {}, {"action": ProblemLine()}
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._problems["action"], 0, 0, 1, 2)
        for number, field in enumerate(kind.fields):
            title = tr(field.title) if field.title else field.name
            widget = make_field(field, self.changed.emit)
            widget.setAccessibleName(title)
            if isinstance(widget, SecretField):
                widget.told.connect(self._told)
            if not isinstance(widget, FlagField):
                label = PlainLabel(title)
                label.setBuddy(widget)
                grid.addWidget(label, 2 * number + 1, 0)
            grid.addWidget(widget, 2 * number + 1, 1)
            problem = ProblemLine()
            grid.addWidget(problem, 2 * number + 2, 1)
            self.fields[field.name], self._problems[field.name] = widget, problem
        self._column.replaceWidget(old, self._rows)
        old.hide()
        old.deleteLater()
        self.changed.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.kind)
        head.addWidget(self._about, 1)
        head.addWidget(self.test)
        head.addWidget(self.remove)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRID, GRID, GRID, GRID)
        self._column.setSpacing(GRID)
        self._column.addLayout(head)
        self._column.addWidget(self._rows)
        self._column.addWidget(self.outcome)

    def _try(self) -> None:
        self.say("", "")
        probe = self._kinds[self.kind.currentData()].probe
        try:
            values = checked_task(self.table()).values
        except TableError as error:
            self.say(str(error.place[-1]), error.words)
            return
        if probe is not None:
            allow(self.test, False, tr("The test message is on its way."))
            self.outcome.show_line(Line(tr("Sending a test message…"), share=-1))
            self._background.start(_probing(probe, values), self._sent, self._failed)

    def _sent(self, receiver: str) -> None:
        allow(self.test, True, "")
        self.outcome.show_line(
            Line(tr("{receiver} has taken the test message").format(receiver=receiver), "ok")
        )

    def _failed(self, words: str) -> None:
        allow(self.test, True, "")
        self.outcome.show_line(Line(capitalised(words), "error"))

    def _told(self, words: str) -> None:
        self.outcome.show_line(Line(capitalised(words), "note"))


def checked_task(table: dict[str, Any]) -> Task:
    """Return the action of a table; TableError says what is wrong with it."""
    content = {"rule": [{"when": "appears", "do": [table]}]}
    return rules_of(content, action_types().types).rules[0].tasks[0]


def _probing(probe: Callable[[Any], str], values: Any) -> Callable[[], str]:
    return lambda: probe(values)
