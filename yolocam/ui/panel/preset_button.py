"""A button in the heading of the detection controls that sets the thresholds as other programs have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from yolocam.settings import PRESETS, control_of
from yolocam.ui.translation import tr
from yolocam.ui.widgets.explained import explain
from yolocam.ui.widgets.formatting import choice_text, tooltip
from yolocam.ui.widgets.geometry import scaled
from yolocam.ui.widgets.theme import GRID
from yolocam.ui.window.menus import DOWN, NO_INDICATOR


class PresetButton(QToolButton):
    """Opens a list of presets; emits `chosen` with the settings of one, {field: value}."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setText(f"{tr('Presets')} {DOWN}")
        self.setStyleSheet(NO_INDICATOR)
        self.setAccessibleName(tr("Presets"))
        self.setAutoRaise(True)
        self.setFixedHeight(scaled(3 * GRID))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        explain(self, tr("Use the thresholds of other programs, to compare results."))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        titles = {"darknet": tr("As in Darknet"), "tutorial": tr("As in the tutorials")}
        for name, values in PRESETS.items():
            action = menu.addAction(titles[name])
            action.setToolTip(tooltip(_values_text(values)))
            action.triggered.connect(lambda _=False, values=values: self.chosen.emit(dict(values)))
        self.setMenu(menu)


def _values_text(values: Mapping[str, Any]) -> str:
    parts = (f"{tr(control_of(name).label)} {_value_text(value)}" for name, value in values.items())
    return ", ".join(parts)


def _value_text(value: Any) -> str:
    return choice_text(value) if isinstance(value, str) else f"{value:g}"
