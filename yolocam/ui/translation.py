"""Every text that the window shows goes through `tr`, so that it can be shown in another language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str, number: int = -1) -> str:
    """Return a text in the language of the window, the text itself where there is no translation.

    `text` is a literal, or lupdate does not find it; values are put in afterwards, by name:
    `tr("{name} is missing").format(name=name)`. With a `number`, "%n" in the text becomes it, and a
    language may have several forms.
    """
    return QCoreApplication.translate("", text, None, number)
