"""What a control is for, and why it is disabled: to people who point at it, and to those who hear it."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from yolocam.ui.widgets.formatting import tooltip

REASON = "reason"
"""The property that holds why a control is disabled."""


def explain(widget: QWidget, *sentences: str) -> None:
    """Set a widget's tooltip, and its description for screen readers, which would read out markup."""
    every = (*sentences, reason_of(widget))
    described = " ".join(filter(None, every))
    if described != widget.accessibleDescription():
        widget.setToolTip(tooltip(*every))
        widget.setAccessibleDescription(described)


def allow(control: QWidget | QAction, allowed: bool, reason: str) -> None:
    """Enable a control, or disable it and say why below what its tooltip says otherwise."""
    said, now = reason_of(control), "" if allowed else reason
    if now != said:
        control.setProperty(REASON, now)
        control.setToolTip(_with(_without(control.toolTip(), said), now))
        if isinstance(control, QWidget) and control.accessibleDescription():
            usual = control.accessibleDescription().removesuffix(said).strip()
            control.setAccessibleDescription(f"{usual} {now}".strip())
    control.setEnabled(allowed)


def reason_of(control: QWidget | QAction) -> str:
    """Return why a control is disabled; empty where it is not, or nobody said."""
    return str(control.property(REASON) or "")


def _with(tip: str, reason: str) -> str:
    if tip.startswith("<p>"):
        return tip + tooltip(reason)
    return "\n".join(filter(None, (tip, reason)))


def _without(tip: str, reason: str) -> str:
    if tip.startswith("<p>"):
        return tip.removesuffix(tooltip(reason))
    return tip.removesuffix(reason).removesuffix("\n") if reason else tip
