"""What the window does with rules: list, change, follow, keep and save them."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow

from yolocam.errors import YolocamError
from yolocam.pipeline.actions import action_types
from yolocam.pipeline.actions.live_rules import LiveRules
from yolocam.pipeline.processors import processor_types
from yolocam.pipeline.rules.rule import Rule, Rules
from yolocam.pipeline.rules.rule_file import read_rules
from yolocam.pipeline.rules.rule_text import write_rules
from yolocam.pipeline.session import Session
from yolocam.pipeline.sinks.names.dated_names import default_rules_folder
from yolocam.ui import file_dialogs
from yolocam.ui.actions import Actions
from yolocam.ui.preferences import Preferences
from yolocam.ui.qt.override_guard import guard_overrides
from yolocam.ui.regions.region_editor import RegionEditor
from yolocam.ui.results.save_as import SaveAs
from yolocam.ui.rules.fired_tally import Fired, FiredTally
from yolocam.ui.rules.rule_checker import RuleChecker
from yolocam.ui.rules.rule_editor import PlacedRule, RuleEditor
from yolocam.ui.rules.rule_memory import RuleMemory
from yolocam.ui.rules.rule_sentence import sentence_of
from yolocam.ui.rules.rules_dock import RulesDock
from yolocam.ui.rules.rules_model import RuleRow
from yolocam.ui.rules.running_rules import RunningRules
from yolocam.ui.session_sinks import counting
from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import needs_text
from yolocam.ui.widgets.message_bar import Message, MessageBar

_REFRESH_EVERY = 3
"""Looks of the window, ten a second, from one showing to the next."""

_SAY_EVERY_S = 10.0
"""How often the message bar says what a rule has noticed, while the list is not shown."""

_TELLING = frozenset({"log", "notify"})
"""Actions that say in the message bar themselves what happened."""

_MATTER, _FIRED = "rules", "rule met"


class RuleActions(QObject):
    """Holds the `dock` of rules and the `editor` of its list. For the UI thread.

    Rules of a file that a flag has named are followed for this run, whatever is done with them: they take
    the place of those that are kept. `folder` is where files of rules are exported to at first, and what
    rules save goes below `saved`, unless `live` is given; None takes the user's Documents and Videos.
    """

    def __init__(
        self,
        session: Session,
        actions: Actions,
        live: LiveRules | None,
        regions: RegionEditor,
        message_bar: MessageBar,
        preferences: Preferences,
        window: QMainWindow,
        folder: Path | None,
        saved: Path | None,
    ) -> None:
        super().__init__(window)
        live = live or LiveRules(session, default_rules_folder(saved))
        self._session = session
        self._message_bar = message_bar
        self._window = window
        self._memory = RuleMemory(preferences)
        self._given = live.given or self._given_rules()
        self._address: str | None = None
        self._loading = False
        self._looks = 0
        self.editor = RuleEditor(self)
        self.checker = RuleChecker(session, regions, self.editor)
        self.running = RunningRules(live, self)
        self.tally = counting(session, FiredTally, "rules met")
        self._seen, self._said_s = self.tally.fired()[0], -_SAY_EVERY_S
        self.dock = RulesDock(window)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.dock)
        self.dock.hide()
        self._save_as = SaveAs(self.dock, message_bar, folder, _MATTER)
        self.dock.visibilityChanged.connect(actions["rules"].setChecked)
        self._kind = next(kind for kind in processor_types().types if kind.name == "rules")
        if self._kind.needs is not None and not self._kind.needs.met:
            self.dock.set_unavailable(needs_text(self._kind.needs))
            return
        self._connect()
        self._load()

    def toggle_dock(self) -> None:
        """Show the dock, or hide it."""
        self.dock.setVisible(self.dock.isHidden())
        self.dock.raise_()

    def follow(self) -> None:
        """Bring everything up to date; called several times a second."""
        address = self._session.state.address
        if address != self._address:
            self._address = address
            self._load()
        self._looks += 1
        if self._looks % _REFRESH_EVERY == 0:
            if self.dock.isVisible():
                self._show()  # regions come and go
            self._show_fired()

    def stop(self) -> None:
        """Follow no other rules: the window closes."""
        self.running.stop()

    def wait(self) -> None:
        """Wait for what is under way; called on any thread."""
        self.running.wait()

    def _connect(self) -> None:
        dock, editor = self.dock, self.editor
        editor.changed.connect(self._changed)
        self.running.settled.connect(self._show)
        self.running.failed.connect(self._fail)
        dock.add.clicked.connect(self._add)
        dock.edit_asked.connect(self._edit)
        dock.duplicate_asked.connect(self._duplicate)
        dock.remove_asked.connect(editor.remove)
        dock.model.switched.connect(editor.enable)
        dock.undo.clicked.connect(editor.undo)
        dock.moment_chosen.connect(self._go)
        dock.import_rules.triggered.connect(lambda: file_dialogs.browse_rules(dock, self._import))
        dock.export_rules.triggered.connect(
            lambda: self._save_as.ask("rules.toml", "TOML (*.toml)", self._export)
        )

    # The list.

    def _given_rules(self) -> Rules | None:
        """Return those of the file that `--process` has named."""
        for one in self._session.processors.current:
            if one.kind.name == "rules" and isinstance(one.option, str):
                return read_rules(Path(one.option), action_types().types)
        return None

    def _load(self) -> None:
        """Take the rules of the start, or those that are kept for this source."""
        given = self._given
        if given is not None:
            kept = [one for one in self.editor.current if one.everywhere]
            rules = kept or [PlacedRule(rule, everywhere=True) for rule in given.rules]
        else:
            rules = self._memory.of(self._address)
        self._loading = True
        self.editor.load(rules)
        self._loading = False

    def _changed(self) -> None:
        """Follow the rules of this moment, and keep them."""
        if not self._loading and self._given is None:
            self._memory.keep(self._address, self.editor.current)
        self.running.follow([one.rule for one in self.editor.current])
        self._show()

    def _show(self) -> None:
        rows = [self._row(one) for one in self.editor.current]
        self.dock.show_rules(rows, can_undo=self.editor.can_undo)
        if self._given is not None:
            text = tr("Changes to the rules of {file} last until the window closes; Export keeps them.")
            self.dock.say(text.format(file=self._given.path.name))
        else:
            self.dock.say("" if rows else tr("A rule does something when something happens: add one."))

    def _row(self, one: PlacedRule) -> RuleRow:
        rule = one.rule
        problem = (self.running.problems.get(rule.name) or self.checker.problem(one)) if rule.enabled else ""
        return RuleRow(rule.name, rule.enabled, sentence_of(rule), one.everywhere, problem)

    # One rule.

    def _add(self) -> None:
        start = PlacedRule(Rule(self.editor.free_name(), "appears"), self._address is None)
        self._ask(tr("Add a rule"), start, None)

    def _edit(self, row: int) -> None:
        self._ask(tr("Change a rule"), self.editor.current[row], row)

    def _ask(self, title: str, start: PlacedRule, row: int | None) -> None:
        from yolocam.ui.rules.rule_dialog import RuleDialog

        guard_overrides()
        for earlier in self._window.findChildren(RuleDialog):
            earlier.close()  # it would put back what has changed meanwhile
        before = self.editor.current

        def take(rule: PlacedRule) -> None:
            if row is None or self.editor.current != before:  # the row may be another rule by now
                self.editor.add([rule])
                self.dock.select(len(self.editor.current) - 1)
            else:
                self.editor.replace(row, rule)

        check = self.checker.check_at(row)
        RuleDialog(self._window, title, start, self.checker.offer(), check, take).show()

    def _duplicate(self, row: int) -> None:
        self.editor.duplicate(row)
        self.dock.select(row + 1)

    # What the rules have noticed.

    def _show_fired(self) -> None:
        count, fired = self.tally.fired()
        if self.dock.isVisible():
            self.dock.show_fired(fired)
        elif count > self._seen and fired:
            self._say(fired[0])
        self._seen = count

    def _say(self, fired: Fired) -> None:
        now = time.monotonic()
        told = {
            one.rule.name
            for one in self.editor.current
            if any(task.action in _TELLING for task in one.rule.tasks)
        }
        if fired.rule not in told and now - self._said_s >= _SAY_EVERY_S:
            self._said_s = now
            self._message_bar.show_message(
                Message(fired.words, "info", tr("Show rules"), self.toggle_dock, _FIRED)
            )

    def _go(self, fired: Fired) -> None:
        """Show the moment in which a rule was met, where the source can go there."""
        playback, info = self._session.playback, self._session.state.info
        if playback is not None and info is not None and info.seekable:
            playback.pause()
            playback.seek(fired.position_ns)
        else:
            self._message_bar.show_message(
                Message(tr("What is live cannot go back: save a clip or a snapshot"), matter=_FIRED)
            )

    # Files.

    def _import(self, path: str) -> None:
        try:
            rules = read_rules(Path(path), action_types().types)
            self.checker.check_classes(rules)
        except YolocamError as error:
            self._fail(str(error))
        else:
            self.editor.add(PlacedRule(rule, self._address is None) for rule in rules.rules)

    def _export(self, path: Path) -> None:
        write_rules(path, [one.rule for one in self.editor.current])

    def _fail(self, words: str) -> None:
        self._message_bar.show_message(Message(words, "error", matter=_MATTER))
