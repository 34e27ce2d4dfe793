"""The controls that the dialogs about recording and going live have in common."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QComboBox, QSpinBox

from yolocam.ui.translation import tr

_SIZES = ((3840, 2160), (1920, 1080), (1280, 720), (854, 480))


def combo(*choices: tuple[str, Any]) -> QComboBox:
    """Return a list of `choices`: text and data."""
    box = QComboBox()
    for text, data in choices:
        box.addItem(text, data)
    return box


def encoder_combo() -> QComboBox:
    """Return the choice of hardware (True) or software."""
    return combo((tr("Graphics card, if it can"), True), (tr("Processor"), False))


def size_combo() -> QComboBox:
    """Return the choice of a (width, height) in pixels, None for that of the source."""
    named = (("{} × {}".format(*size), size) for size in _SIZES)
    return combo((tr("As the source"), None), *named)


def bitrate_box(low: int, high: int, value: int) -> QSpinBox:
    """Return a field of kbit/s."""
    box = QSpinBox()
    box.setRange(low, high)
    box.setSingleStep(500)
    box.setValue(value)
    box.setSuffix(tr(" kbit/s"))
    return box
