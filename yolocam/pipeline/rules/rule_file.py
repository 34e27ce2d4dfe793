"""Reads a file of rules."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Literal, cast

from yolocam.errors import SettingsError
from yolocam.files.text_file import read_text
from yolocam.pipeline.rules.checked_table import CheckedTable, TableError, meant
from yolocam.pipeline.rules.rule import WHENS, Rule, Rules, Task, When
from yolocam.pipeline.rules.secret_values import has_secret
from yolocam.pipeline.rules.toml_places import TomlPlaces
from yolocam.registry import ActionField, ActionType

MAX_BYTES = 1 << 20
MAX_RULES = 200
_EXPECTED = "rules in TOML (docs/rules.md)"
_DAY_S = 86_400.0

_KEYS = (
    "name", "class", "when", "where", "seconds", "count", "direction", "confidence", "every", "enabled", "do",
)  # fmt: skip
_GOES_WITH = {"seconds": "stays", "count": "more than", "direction": "crosses"}
_SECRET = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}|keyring:\S.*")
_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def read_rules(path: Path, actions: Collection[ActionType]) -> Rules:
    """Return the rules of a file; SettingsError names the line and what is wrong in it."""
    text = read_text(path, MAX_BYTES, _EXPECTED, SettingsError).text
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(_no_toml(path, str(error), text)) from error
    except RecursionError as error:
        raise SettingsError(f"{path} is nested too deeply, expected {_EXPECTED}") from error
    return rules_of(content, actions, path, text)


def rules_of(
    content: Mapping[str, Any], actions: Collection[ActionType], path: Path = Path("rules"), text: str = ""
) -> Rules:
    """Return the rules in the content of a file, and of its `text`; TableError names the place."""
    known = {one.name: one for one in actions}
    top = CheckedTable(path, TomlPlaces(text), (), content, "a file of rules")
    top.check_keys(("rule", *known))
    usual = {name: _usual(top, kind) for name, kind in known.items()}
    tables = top.tables("rule", "a table for each rule, [[rule]]")
    if len(tables) > MAX_RULES:
        top.wrong(None, f"{len(tables)} rules, expected at most {MAX_RULES}")
    rules = tuple(_rule(table, number, known, usual) for number, table in enumerate(tables, 1))
    names: set[str] = set()
    for table, rule in zip(tables, rules, strict=True):
        if rule.name in names:
            table.wrong("name", f"the name '{rule.name}' is taken, expected another")
        names.add(rule.name)
    return Rules(path, rules)


def check_classes(rules: Rules, class_names: Collection[str]) -> None:
    """Raise TableError for a class that the network does not know."""
    known = {name.casefold() for name in class_names}
    for number, rule in enumerate(rules.rules):
        for name in rule.classes:
            if name.casefold() not in known:
                raise TableError(
                    rules.path,
                    rule.line,
                    ("rule", number, "class"),
                    f"the rule '{rule.name}' names the class '{name}', "
                    f"which the network does not know, {meant(name, class_names)}",
                )


def check_places(rules: Rules, areas: Collection[str] | None, lines: Collection[str]) -> None:
    """Raise TableError for a place that is not there; `areas` is None where no regions are given."""
    for number, rule in enumerate(rules.rules):
        problem = _place_problem(rule, areas, lines)
        if problem is not None:
            words = f"the rule '{rule.name}' is about '{rule.where}', {problem}"
            raise TableError(rules.path, rule.line, ("rule", number, "where"), words)


def _place_problem(rule: Rule, areas: Collection[str] | None, lines: Collection[str]) -> str | None:
    if rule.where is None:
        return None
    if areas is None:
        return "expected --regions FILE, in which this place is drawn"
    fitting, others = (lines, areas) if rule.when == "crosses" else (areas, lines)
    if rule.where in fitting:
        return None
    if rule.where in others:
        kind = "a line" if rule.when == "crosses" else "an area that counts or is included"
        return f"which is no place for '{rule.when}', expected {kind}"
    return f"which is no such place, {meant(rule.where, fitting)}"


def _no_toml(path: Path, words: str, text: str) -> str:
    """Return the sentence on a broken file. It does not quote the line: a password may stand there."""
    found = _LINE.search(words)
    line = found[1] if found else str(text.count("\n") + 1)
    reason = words.partition(" (at ")[0].partition(":")[0].partition("'")[0].strip().rstrip(".")
    return f"{path} line {line}: not TOML, {reason[:1].lower()}{reason[1:]}"


def _usual(top: CheckedTable, kind: ActionType) -> Mapping[str, Any]:
    table = top.table(kind.name)
    if table is None:
        return {}
    table.check_keys([field.name for field in kind.fields])
    return _values(table, kind)


def _rule(
    table: CheckedTable,
    number: int,
    known: Mapping[str, ActionType],
    usual: Mapping[str, Mapping[str, Any]],
) -> Rule:
    table.check_keys(_KEYS)
    when = table.choice("when", WHENS)
    if when is None:
        table.wrong("when", f"the rule has no when, expected one of {', '.join(WHENS)}")
    where = table.text("where")
    if when == "crosses" and where is None:
        table.wrong("where", "the rule has no where, expected the line that is crossed")
    _check_company(table, when)
    classes = table.texts("class")
    enabled = table.flag("enabled")
    return Rule(
        name=table.text("name") or f"rule {number}",
        when=cast(When, when),
        classes=() if "any" in classes else classes,
        where=where,
        seconds=table.number("seconds", 0.1, _DAY_S) or 0.0,
        count=_whole(table, "count"),
        direction=cast(Literal["in", "out"] | None, table.choice("direction", ("in", "out"))),
        confidence=table.number("confidence", 0, 1) or 0.0,
        every=table.number("every", 0, _DAY_S) or 0.0,
        tasks=tuple(_task(one, known, usual) for one in table.tables("do", "what to do, [[rule.do]]")),
        enabled=enabled is not False,
        line=table.line,
    )


def _check_company(table: CheckedTable, when: str) -> None:
    for key, companion in _GOES_WITH.items():
        if key in table.values and when != companion:
            table.wrong(key, f'{key} goes with when = "{companion}", found when = "{when}"')
    needed = {"stays": "seconds", "more than": "count"}.get(when)
    if needed is not None and needed not in table.values:
        table.wrong(needed, f'the rule has no {needed}, which when = "{when}" needs')


def _whole(table: CheckedTable, key: str) -> int:
    value = table.number(key, 0, 100_000) or 0.0
    if not value.is_integer():
        table.wrong(key, f"{key} is {value:g}, expected a whole number")
    return int(value)


def _task(
    table: CheckedTable, known: Mapping[str, ActionType], usual: Mapping[str, Mapping[str, Any]]
) -> Task:
    name = table.choice("action", tuple(known))
    if name is None:
        table.wrong("action", f"there is no action, expected one of {', '.join(known)}")
    kind = known[name]
    if kind.needs is not None and not kind.needs.met:
        table.wrong("action", f"the action {name} {kind.needs}")
    table.check_keys(["action", *(field.name for field in kind.fields)])
    values = {**usual[name], **_values(table, kind)}
    for field in kind.fields:
        if field.required and field.name not in values:
            table.wrong(field.name, f"the action {name} has no {field.name}")
    return Task(name, values, table.line)


def _values(table: CheckedTable, kind: ActionType) -> dict[str, Any]:
    found = {field.name: _value(table, field) for field in kind.fields}
    return {name: value for name, value in found.items() if value is not None}


def _value(table: CheckedTable, field: ActionField) -> Any:
    if field.kind == "number":
        return table.number(field.name, field.low, field.high)
    if field.kind == "flag":
        return table.flag(field.name)
    if field.choices:
        return table.choice(field.name, field.choices)
    value = table.values.get(field.name)
    if field.secret and value is not None and not (isinstance(value, str) and _SECRET.fullmatch(value)):
        table.wrong(
            field.name,
            f"{field.name} is written out, expected the name of an environment variable, "
            f'"${{NAME}}", or of an entry of the keyring, "keyring:NAME"',
        )
    text = table.text(field.name)
    if field.holds == "address" and text is not None:
        _check_address(table, field.name, text)
    return text


def _check_address(table: CheckedTable, key: str, address: str) -> None:
    """Refuse what is no address, and one with a password or a key in it; neither is repeated."""
    if not address.startswith(("http://", "https://", "${", "keyring:")):
        table.wrong(key, f"{key} is no web address, expected http://... or https://...")
    if has_secret(address):
        table.wrong(
            key,
            f"{key} has a password or a key in it, expected the name of an environment variable "
            'in its place, "${NAME}"',
        )
