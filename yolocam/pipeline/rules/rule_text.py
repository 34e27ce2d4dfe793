"""Writes rules as the TOML that `rule_file` reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from yolocam.files.output_file import write_bytes
from yolocam.pipeline.rules.rule import Rule


def rule_table(rule: Rule) -> dict[str, Any]:
    """Return a rule as the content of its table, without what goes without saying."""
    values = {
        "name": rule.name,
        "class": rule.classes[0] if len(rule.classes) == 1 else list(rule.classes),
        "when": rule.when,
        "where": rule.where,
        "seconds": rule.seconds if rule.when == "stays" else None,
        "count": rule.count if rule.when == "more than" else None,
        "direction": rule.direction,
        "confidence": rule.confidence or None,
        "every": rule.every or None,
        "enabled": None if rule.enabled else False,
        "do": [{"action": task.action, **task.values} for task in rule.tasks],
    }
    return {key: value for key, value in values.items() if value is not None and value != []}


def rules_text(rules: Iterable[Rule]) -> str:
    """Return the text of a file of rules."""
    return "\n".join(_rule_text(rule_table(rule)) for rule in rules)


def write_rules(path: Path, rules: Iterable[Rule]) -> None:
    """Write a file of rules; SinkError if that fails."""
    write_bytes(path, rules_text(rules).encode())


def _rule_text(table: Mapping[str, Any]) -> str:
    tasks = table["do"]
    lines = ["[[rule]]", *_pairs({key: value for key, value in table.items() if key != "do"})]
    for task in tasks:
        lines += ["", "[[rule.do]]", *_pairs(task)]
    return "\n".join(lines) + "\n"


def _pairs(table: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in table.items()]


def _value(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # As in JSON, but for a control character that JSON lets stand.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
