"""Keeps the rules for the next time: those of every source, and those of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from yolocam.errors import SettingsError
from yolocam.pipeline.actions import action_types
from yolocam.pipeline.rules.rule_file import rules_of
from yolocam.pipeline.rules.rule_text import rule_table
from yolocam.ui.preferences import Preferences
from yolocam.ui.rules.rule_editor import PlacedRule
from yolocam.ui.source_memory import SourceMemory

_EVERYWHERE = "rules"


class RuleMemory:
    """Rules as the content of their files. Of a secret only its name is in them."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self._sources = SourceMemory(preferences, "rules of sources")

    def of(self, address: str | None) -> list[PlacedRule]:
        """Return the rules of every source and those of this one; what cannot be read is left out."""
        here = None if address is None else self._sources.of(address)
        everywhere = self._preferences.object(_EVERYWHERE)
        return [*_read(everywhere, everywhere=True), *_read(here, everywhere=False)]

    def keep(self, address: str | None, rules: Sequence[PlacedRule]) -> None:
        """Keep the rules of every source and those of this one."""
        self._preferences.keep_object(_EVERYWHERE, _content(one for one in rules if one.everywhere))
        if address is not None:
            here = _content(one for one in rules if not one.everywhere)
            self._sources.keep(address, here if here["rule"] else None)


def _content(rules: Iterable[PlacedRule]) -> dict[str, Any]:
    return {"rule": [rule_table(one.rule) for one in rules]}


def _read(content: object, *, everywhere: bool) -> list[PlacedRule]:
    tables = content.get("rule") if isinstance(content, dict) else None
    found: list[PlacedRule] = []
    for table in tables if isinstance(tables, list) else []:
        try:
            (rule,) = rules_of({"rule": [table]}, action_types().types).rules
        except SettingsError:  # of an action whose package is gone, for example
            continue
        found.append(PlacedRule(rule, everywhere))
    return found
