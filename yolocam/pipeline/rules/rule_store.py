"""The rules of this moment, swapped whole while sources run."""

from __future__ import annotations

from yolocam.pipeline.rules.rule import Rule


class RuleStore:
    """Holds the rules that are to be followed; a processor reads `current` once per frame.

    Whoever writes puts another tuple of frozen rules in its place.
    """

    def __init__(self, rules: tuple[Rule, ...] = ()) -> None:
        self.current = rules
