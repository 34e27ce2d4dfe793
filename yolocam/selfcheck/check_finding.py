"""What a check found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Status = Literal["ok", "warning", "problem"]
"""A warning limits what can be done here; a problem prevents what yolocam is for: finding objects."""


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One thing that was looked at: what it is and means, and the command or step that mends it, if any."""

    subject: str
    status: Status
    text: str
    remedy: str = ""


def worst(findings: Iterable[CheckFinding]) -> Status:
    """Return the worst status among findings."""
    order = get_args(Status)
    return max((finding.status for finding in findings), key=order.index, default="ok")
