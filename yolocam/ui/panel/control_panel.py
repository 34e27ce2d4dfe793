"""The panel of live controls, made from the fields of `Settings`: one field is one control."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yolocam.errors import SettingsError
from yolocam.frame import Detected, ModelInfo, StoredInfo
from yolocam.settings import Control, Settings, SettingsStore, control_of, controls
from yolocam.ui.panel.choice_row import ChoiceRow
from yolocam.ui.panel.class_list import ClassList
from yolocam.ui.panel.control_row import ControlRow
from yolocam.ui.panel.icon_strip import STRIP_WIDTH, IconStrip
from yolocam.ui.panel.model_picker import ModelPicker
from yolocam.ui.panel.preset_button import PresetButton
from yolocam.ui.panel.setting_rows import (
    ADVANCED,
    DETECTION,
    SECTIONS,
    TRACKING,
    Row,
    make_row,
    section_of,
)
from yolocam.ui.panel.slider_row import SliderRow
from yolocam.ui.panel.stored_rows import fit_to_stored
from yolocam.ui.panel.tracking_rows import TrackingRows
from yolocam.ui.qt.store_signal import StoreSignal
from yolocam.ui.regions.tracking_choice import TrackingChoice
from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import choice_text, device_text
from yolocam.ui.widgets.geometry import scaled
from yolocam.ui.widgets.panel_section import PanelSection
from yolocam.ui.widgets.scroll_column import ScrollColumn
from yolocam.ui.widgets.theme import GRID
from yolocam.zoo.better_model import Better

PANEL_WIDTH = 42 * GRID
"""Width of the unfolded panel in pixels, for the usual font."""

_Kind = TypeVar("_Kind")


class ControlPanel(QWidget):
    """All settings as controls, in sections; writes to the store, and follows it when others write.

    `row(name)` is the control of a field, `tracking` holds those of tracking. `collapsed_changed` tells that
    the panel was folded into its strip of icons (True) or unfolded (False), `more_models_asked` that the list
    of models was not enough, `better_model_asked(name)` that the offer of a better one was taken.
    """

    collapsed_changed = Signal(bool)
    more_models_asked = Signal()
    better_model_asked = Signal(str)

    def __init__(
        self,
        store: SettingsStore,
        models: Sequence[str],
        parent: QWidget | None = None,
        *,
        tracking: TrackingChoice | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._defaults = Settings()
        self._served: ModelInfo | None = None
        self._sections: dict[str, PanelSection] = {}
        self._rows: dict[str, Row] = {}
        self._strip = IconStrip()
        self._strip.chosen.connect(self.open_section)
        self._column = ScrollColumn()
        self._inside = _fill(self._column)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._column)
        line.addWidget(self._strip)
        for name, control in sorted(controls().items(), key=lambda pair: SECTIONS.index(section_of(pair[1]))):
            self._add(name, control, models)
        self.tracking = None if tracking is None else self._add_tracking(tracking)
        self._inside.addStretch(1)
        self._sections[ADVANCED].set_open(False)
        signal = StoreSignal(store, self)
        signal.changed.connect(self._follow)
        self._follow()
        self._fold(False)

    def row(self, name: str) -> Row:
        """Return the control of a field of `Settings`; KeyError if there is no such field."""
        return self._rows[name]

    def show_result(self, detected: Detected, *, held: bool = False) -> None:
        """Show how many of each class are in the image, which is `held` while nothing plays."""
        if self.isVisible() and not self.is_collapsed:
            for row in self._all(ClassList):
                row.show_result(detected, held=held)

    def set_preparing(self, text: str | None) -> None:
        """Say quietly what is being prepared; None when nothing is."""
        for row in self._all(ModelPicker):
            row.set_preparing(text)

    def set_served(self, model: ModelInfo | None) -> None:
        """Show which network answers now, and what "auto" stands for in it."""
        before = self._served
        if model == before:
            return
        self._served = model
        if model is not None and before is not None and model.class_names != before.class_names:
            self._write(classes=None)  # the filter was meant for other things
        for picker in self._all(ModelPicker):
            picker.set_served(model)
        if model is not None:
            for classes in self._all(ClassList):
                classes.set_class_names(model.class_names)
            fit_to_stored(self._rows, model.stored)
            self._keep_above(model.stored)
        self._resolve_auto(model)

    def set_advice(self, words: str, better: Better | None) -> None:
        """Say how good the network is that answers now, and offer a better one."""
        for picker in self._all(ModelPicker):
            picker.advice.show_advice(words, better)

    def set_models(self, names: Sequence[str]) -> None:
        """List the models that can be used at once."""
        for picker in self._all(ModelPicker):
            picker.set_models(names)

    def set_unavailable(self, name: str, reasons: Mapping[str, str]) -> None:
        """Disable values of a choice that cannot be had on this machine: {value: why}."""
        row = self._rows[name]
        if isinstance(row, ChoiceRow):
            row.set_unavailable(reasons)

    @property
    def is_collapsed(self) -> bool:
        """Whether only the strip of icons is there."""
        return self._column.isHidden()

    def set_collapsed(self, collapsed: bool) -> None:
        """Fold the panel into a narrow strip of icons, or unfold it."""
        if collapsed != self.is_collapsed:
            self._fold(collapsed)
            self.collapsed_changed.emit(collapsed)

    @property
    def folded(self) -> frozenset[str]:
        """The titles of the sections that are folded."""
        return frozenset(
            title for title, section in self._sections.items() if not section.heading.isChecked()
        )

    def fold_sections(self, titles: Collection[str]) -> None:
        """Fold these sections, and unfold the others."""
        for title, section in self._sections.items():
            section.set_open(title not in titles)

    def open_section(self, title: str) -> None:
        """Unfold the panel at one of its sections, and put the keyboard there."""
        section = self._sections[title]
        self.set_collapsed(False)
        section.set_open(True)
        self._inside.activate()
        self._column.ensureWidgetVisible(section, 0, 0)
        section.heading.setFocus()

    def _add(self, name: str, control: Control, models: Sequence[str]) -> None:
        default = getattr(self._defaults, name)
        row = make_row(name, control, default, models)
        section = self._section(section_of(control))
        section.add(name, row)
        if isinstance(row, ModelPicker):
            section.add_line(row.status)
            section.add_line(row.advice)
            row.advice.better_asked.connect(self.better_model_asked)
            row.more_asked.connect(self.more_models_asked)
        row.changed.connect(self._writer(name))
        self._rows[name] = row

    def _add_tracking(self, tracking: TrackingChoice) -> TrackingRows:
        section = self._sections[TRACKING]
        looks = [self._rows[name] for name in section.names]
        rows = TrackingRows(section, tracking, [row for row in looks if isinstance(row, ControlRow)])
        tracking.changed.connect(self._follow)
        return rows

    def _section(self, title: str) -> PanelSection:
        if title not in self._sections:
            shown = tr("Advanced") if title == ADVANCED else tr(title)
            section = PanelSection(shown)
            section.reset_asked.connect(lambda: self._reset(section))
            if title == DETECTION:
                presets = PresetButton()
                presets.chosen.connect(lambda values: self._write(**values))
                section.add_to_heading(presets)
            self._sections[title] = section
            self._strip.add(title, shown)
            self._inside.addWidget(section)
        return self._sections[title]

    def _writer(self, name: str) -> Callable[[Any], None]:
        return lambda value: self._write(**{name: value})

    def _write(self, **changes: Any) -> None:
        try:
            self._store.update(**changes)
        except SettingsError:  # the controls keep to the ranges; whatever slips through is taken back
            self._follow()

    def _reset(self, section: PanelSection) -> None:
        self._write(**{name: getattr(self._defaults, name) for name in section.names})

    def _follow(self) -> None:
        settings = self._store.current
        for name, row in self._rows.items():
            row.show_value(getattr(settings, name))
        for classes in self._all(ClassList):
            classes.set_palette_name(settings.palette)
        for section in self._sections.values():
            section.set_changed(
                any(getattr(settings, name) != getattr(self._defaults, name) for name in section.names)
            )
        self._explain(settings)
        self._resolve_auto(self._served)

    def _keep_above(self, stored: StoredInfo | None) -> None:
        if stored is not None and self._store.current.confidence < stored.floor:
            self._write(confidence=stored.floor)

    def _explain(self, settings: Settings) -> None:
        """Disable what does nothing now."""
        scores = self._rows["scores"]
        if isinstance(scores, ControlRow):
            scores.set_reason(
                None if settings.labels else tr("The score is part of the label, and labels are off.")
            )

    def _resolve_auto(self, model: ModelInfo | None) -> None:
        device = device_text(model.device) if model else ""
        for name, value in (("device", device), ("precision", model.precision if model else "")):
            row = self._rows[name]
            if isinstance(row, ChoiceRow):
                row.set_text("auto", f"{choice_text('auto')} ({value})" if value else choice_text("auto"))
                self._show_difference(name, row, value)
        size = self._rows["imgsz"]
        if isinstance(size, SliderRow):
            size.show_auto(model.size_wh[0] if model else None)

    def _show_difference(self, name: str, row: ChoiceRow, served: str) -> None:
        """Say in the list what runs where it is not what was chosen."""
        for value in control_of(name).choices[1:]:
            text = choice_text(value)
            differs = value == getattr(self._store.current, name) and served
            if differs and not served.lower().startswith(value):
                text = tr("{chosen}, now {served}").format(chosen=text, served=served)
            row.set_text(value, text)

    def _all(self, kind: type[_Kind]) -> list[_Kind]:
        return [row for row in self._rows.values() if isinstance(row, kind)]

    def _fold(self, collapsed: bool) -> None:
        self._column.setVisible(not collapsed)
        self._strip.setVisible(collapsed)
        self.setFixedWidth(scaled(STRIP_WIDTH if collapsed else PANEL_WIDTH))


def _fill(column: ScrollColumn) -> QVBoxLayout:
    inside = QWidget()
    layout = QVBoxLayout(inside)
    layout.setContentsMargins(GRID, GRID, GRID, GRID)
    layout.setSpacing(GRID)
    column.setWidget(inside)
    return layout
