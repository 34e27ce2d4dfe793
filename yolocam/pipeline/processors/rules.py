"""Rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yolocam.registry import Need, ProcessorType

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Processor
    from yolocam.pipeline.rules.rule_store import RuleStore


def _open(rules: str | RuleStore) -> Processor:
    from yolocam.pipeline.rules.rule_processor import RuleProcessor

    return RuleProcessor(rules)


RULES = ProcessorType(
    name="rules",
    title="Rules",
    help="Do something when an object appears, leaves, crosses a line, stays, or when there are many: save "
    "a clip, send a message and more, by a TOML file (docs/rules.md).",
    option="FILE",
    flag="--rules",
    wants_candidates=True,
    needs=Need("lap", "lap"),
    rank=40,
    open=_open,
)
