"""What a rule may name here, and whether one is right: as the reader of files says it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from yolocam.pipeline.actions import action_types
from yolocam.pipeline.rules.rule import Rule, Rules
from yolocam.pipeline.rules.rule_file import check_classes, check_places, rules_of
from yolocam.pipeline.rules.rule_text import rule_table
from yolocam.pipeline.session import Session
from yolocam.ui.recents import title_of
from yolocam.ui.regions.region_editor import RegionEditor
from yolocam.ui.rules.rule_editor import PlacedRule, RuleEditor
from yolocam.ui.translation import tr

Check = Callable[[dict[str, Any], bool], Rule]
"""Returns the rule of a table, which is for every source or not; TableError says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the form offers: the classes of the network, and the places drawn on the image."""

    classes: Sequence[str]
    areas: Sequence[str]
    lines: Sequence[str]
    source: str | None
    """The name of the source that is open, None where there is none."""


class RuleChecker:
    """Knows the network that is served and the regions that are drawn, at the moment it is asked."""

    def __init__(self, session: Session, regions: RegionEditor, editor: RuleEditor) -> None:
        self._session = session
        self._regions = regions
        self._editor = editor

    def offer(self) -> Offer:
        """Return what the form of a rule offers now."""
        address, model = self._session.state.address, self._session.detector.model
        classes = () if model is None else model.class_names
        return Offer(classes, self._areas(), self._lines(), None if address is None else title_of(address))

    def check_at(self, row: int | None) -> Check:
        """Return the check of the rule in a row, or of a new one."""

        def check(table: dict[str, Any], everywhere: bool) -> Rule:
            others = (one.rule for number, one in enumerate(self._editor.current) if number != row)
            content = {"rule": [*map(rule_table, others), table]}
            rules = rules_of(content, action_types().types)
            alone = Rules(rules.path, rules.rules[-1:])
            self.check_classes(alone)
            if not everywhere or self._is_drawn(alone.rules[0].where):
                check_places(alone, self._areas(), self._lines())
            return alone.rules[0]

        return check

    def check_classes(self, rules: Rules) -> None:
        """Raise TableError for a class that the network does not know; any will do where none is served."""
        model = self._session.detector.model
        if model is not None:
            check_classes(rules, model.class_names)

    def problem(self, one: PlacedRule) -> str:
        """Return why a rule has nothing to look at in this source; nothing where it has."""
        where = one.rule.where
        if where is None or self._session.state.address is None or self._is_drawn(where):
            return ""
        return tr("No “{name}” is drawn here").format(name=where)

    def _is_drawn(self, name: str | None) -> bool:
        return name is not None and self._regions.find(name) is not None

    def _areas(self) -> list[str]:
        regions = self._regions.current.regions
        return [one.name for one in regions if one.kind == "polygon" and one.role != "exclude"]

    def _lines(self) -> list[str]:
        return [one.name for one in self._regions.current.regions if one.kind == "line"]
