"""The form of one rule, which reads like a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from yolocam.pipeline.actions import action_types
from yolocam.pipeline.rules.checked_table import TableError
from yolocam.pipeline.rules.rule import Rule, Task
from yolocam.ui.rules.condition_form import ConditionForm
from yolocam.ui.rules.problem_line import ProblemLine
from yolocam.ui.rules.rule_checker import Check, Offer
from yolocam.ui.rules.rule_editor import PlacedRule
from yolocam.ui.rules.rule_sentence import sentence_of
from yolocam.ui.rules.task_form import TaskForm
from yolocam.ui.rules.value_fields import TextField
from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.dialog_parts import stack
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.scroll_column import ScrollColumn
from yolocam.ui.widgets.theme import GRID

_WIDTH = 92 * GRID
"""Room for the longest sentence."""


class RuleDialog(QDialog):
    """Calls `chosen` with the rule once it is one. The image behind the dialog goes on.

    What is wrong is said at its field, in the words of the reader of files, when somebody wants to save, and
    from then on with each change.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        start: PlacedRule,
        offer: Offer,
        check: Check,
        chosen: Callable[[PlacedRule], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._check = check
        self._chosen = chosen
        self._enabled = start.rule.enabled
        self._strict = False  # whether somebody has tried to save
        self.name = TextField()
        self.name.setAccessibleName(tr("Name"))
        self.scope = QComboBox()
        self.scope.setAccessibleName(tr("For"))
        if offer.source is not None:
            self.scope.addItem(tr("This source: {name}").format(name=offer.source), False)
        self.scope.addItem(tr("All sources"), True)
        self.condition = ConditionForm(offer.classes, offer.areas, offer.lines)
        self.tasks: list[TaskForm] = []
        self.sentence = PlainLabel()
        self.sentence.setWordWrap(True)
        self._name_problem, self._problem = ProblemLine(), ProblemLine()
        self._task_column = QVBoxLayout()
        self._lay_out()
        self._show(start)
        self.name.textChanged.connect(self._follow)
        self.scope.currentIndexChanged.connect(self._follow)
        self.condition.changed.connect(self._follow)
        self._follow()
        self.resize(self.sizeHint())  # Qt itself keeps to two thirds of the screen
        self.condition.fields["class"].setFocus()

    @property
    def problem(self) -> str:
        """What is said to be wrong."""
        parts = (self._name_problem.text, self.condition.problem, *(t.problem for t in self.tasks))
        return "".join((*parts, self._problem.text))

    def add_task(self, task: Task | None = None) -> TaskForm:
        """Add an action at the end."""
        form = TaskForm(action_types().types)
        if task is not None:
            form.show_task(task)
        self.tasks.append(form)
        self._task_column.addWidget(form)
        form.changed.connect(self._follow)
        form.remove_asked.connect(lambda: self._remove(form))
        return form

    def accept(self) -> None:
        self._strict = True
        rule = self._follow()
        if rule is not None:
            super().accept()
            self._chosen(PlacedRule(rule, bool(self.scope.currentData())))

    def sizeHint(self) -> QSize:
        """Wide enough for the sentence, and low enough for a small screen."""
        return QSize(_WIDTH + 4 * GRID, 64 * GRID)

    def _show(self, start: PlacedRule) -> None:
        self.name.set_value(start.rule.name)
        self.scope.setCurrentIndex(max(self.scope.findData(start.everywhere), 0))
        self.condition.show_rule(start.rule)
        for task in start.rule.tasks or (Task("log"),):
            self.add_task(task)

    def _remove(self, form: TaskForm) -> None:
        self.tasks.remove(form)
        self._task_column.removeWidget(form)
        form.hide()
        form.deleteLater()
        self._follow()

    def _table(self) -> dict[str, Any]:
        table = {"name": self.name.value(), **self.condition.table()}
        if not self._enabled:
            table["enabled"] = False
        table["do"] = [form.table() for form in self.tasks] or None
        return {key: value for key, value in table.items() if value is not None}

    def _follow(self) -> Rule | None:
        """Say what the rule means now, or what is wrong; return it if it is one."""
        rule: Rule | None = None
        problem: TableError | None = None
        try:
            rule = self._check(self._table(), bool(self.scope.currentData()))
        except TableError as error:
            problem = error
        self.sentence.setText(sentence_of(rule) if rule is not None else tr("Not complete yet"))
        self._say(problem if self._strict else None)
        return rule

    def _say(self, error: TableError | None) -> None:
        """Say an error at its field, to which its place leads: rule, number, key, and of an action more."""
        words = "" if error is None else error.words
        _, _, *path = ("", "") if error is None else error.place
        key = str(path[0]) if path else ""
        number = int(path[1]) if len(path) > 1 else -1
        self._name_problem.say(words if key == "name" else "", self.name)
        known = self.condition.say(key, words) or key == "name"
        for place, form in enumerate(self.tasks):
            form.say(str(path[-1]) if path else "", words if place == number else "")
        self._problem.say("" if known or 0 <= number < len(self.tasks) else words)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        for text, widget in ((tr("Name"), self.name), (tr("For"), self.scope)):
            label = PlainLabel(text)
            label.setBuddy(widget)
            head.addWidget(label)
            head.addWidget(widget, 1)
        add = QPushButton(theme.icon("plus"), tr("Add an action"))
        add.setAutoDefault(False)
        add.clicked.connect(lambda: (self.add_task(), self._follow()))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(self.condition)
        column.addWidget(PlainLabel(tr("then")))
        column.addLayout(self._task_column)
        self._task_column.setSpacing(GRID)
        column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        scroll = ScrollColumn()
        scroll.setWidget(inside)
        scroll.setMinimumWidth(_WIDTH)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save = self.buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = stack(self, head, self._name_problem, scroll, self._problem, self.sentence, self.buttons)
        layout.setStretchFactor(scroll, 1)
