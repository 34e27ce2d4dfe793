"""Translates the texts of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str, one: str | None = None, number: int = -1) -> str:
    """Return a text in the language of the window, or the text itself if it has no translation.

    `text` must be a literal: lupdate reads the source. Put values in afterwards, by name:
    `tr("{name} is missing").format(name=name)`. Nothing is translated while modules are imported, so a
    table of texts belongs in a function.

    For a count, give the English plural with "%n", the English singular, and the number:
    `tr("%n models", "1 model", number=count)`. A translation has as many forms as its language needs.
    """
    # lupdate takes a third argument for a count, and hands the second to the translator as a comment.
    shown = QCoreApplication.translate("", text, one, number)
    untranslated = shown == text.replace("%n", str(number))
    return one if number == 1 and one is not None and untranslated else shown
