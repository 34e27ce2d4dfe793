"""Makes the control of a setting, and says in which section of the panel it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yolocam.model.engines.types import engine_names, engine_types
from yolocam.settings import Control
from yolocam.ui.panel.choice_row import CheckRow, ChoiceRow
from yolocam.ui.panel.class_list import ClassList
from yolocam.ui.panel.model_picker import ModelPicker
from yolocam.ui.panel.palette_picker import PalettePicker
from yolocam.ui.panel.slider_row import SliderRow

_REST_MS = 150
"""A drag of the resolution counts once the slider has rested this long: preparing one is slow."""

CLASSES = "Classes"
DETECTION = "Detection"
TRACKING = "Tracking"
ADVANCED = "Advanced"
SECTIONS = (DETECTION, "Model", CLASSES, TRACKING, "Look", "Playback", ADVANCED)
"""From top to bottom."""

Row = SliderRow | ChoiceRow | CheckRow | ClassList
"""The control of one field."""


def section_of(control: Control) -> str:
    """Return in which section a control is."""
    if control.kind == "classes":
        return CLASSES
    return ADVANCED if control.advanced else control.section


def make_row(name: str, control: Control, default: Any, models: Sequence[str]) -> Row:
    """Return the control of a field of `Settings`; `models` can be chosen at once."""
    match control.kind:
        case "slider":
            return SliderRow(control, default, rest_ms=_REST_MS if name == "imgsz" else 0)
        case "check":
            return CheckRow(control, default)
        case "classes":
            return ClassList(control)
        case "model":
            return ModelPicker(control, default, models)
        case "choice":
            if name == "palette":
                return PalettePicker(control, default)
            if name == "engine":
                return _engine_row(control, default)
            return ChoiceRow(control, default, control.choices)


def _engine_row(control: Control, default: str) -> ChoiceRow:
    row = ChoiceRow(control, default, engine_names())
    for kind in engine_types().types:
        row.set_text(kind.name, kind.title)
    return row
