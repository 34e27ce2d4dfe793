"""What a widget is for: to people who point at it, and to those who hear it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from yolocam.ui.widgets.formatting import tooltip


def explain(widget: QWidget, *sentences: str) -> None:
    """Set a widget's tooltip, and its description for screen readers, which would read out markup."""
    described = " ".join(filter(None, sentences))
    if described != widget.accessibleDescription():
        widget.setToolTip(tooltip(*sentences))
        widget.setAccessibleDescription(described)
