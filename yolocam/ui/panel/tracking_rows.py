"""The switch of tracking in the panel, and the fold below it: which tracker, and how tracks are shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yolocam.settings import Control
from yolocam.ui.panel.choice_row import CheckRow, ChoiceRow
from yolocam.ui.panel.control_row import ControlRow
from yolocam.ui.regions.tracking_choice import TrackingChoice
from yolocam.ui.translation import tr
from yolocam.ui.widgets.panel_section import PanelSection
from yolocam.ui.widgets.section_heading import SectionHeading


class TrackingRows:
    """Fills the section of tracking. `looks` are rows that do nothing while nothing is tracked."""

    def __init__(self, section: PanelSection, tracking: TrackingChoice, looks: Sequence[ControlRow]) -> None:
        self._section = section
        self._tracking = tracking
        self._looks = looks
        self.switch = CheckRow(_switch(), False)
        self.switch.changed.connect(tracking.switch)
        self.method = ChoiceRow(_method(), tracking.methods[0], tracking.methods)
        self.method.changed.connect(tracking.prefer)
        self.more = SectionHeading(tr("More"))
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in (self.method, *looks):
            column.addWidget(row)
        for widget in (self.switch, self.more, self._body):
            section.add_line(widget)
        self.more.toggled.connect(self._body.setVisible)
        self.more.setChecked(False)
        section.reset_asked.connect(lambda: tracking.choose(""))
        section.differs = lambda: bool(tracking.method)
        tracking.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show what is chosen."""
        tracking = self._tracking
        self.switch.show_value(bool(tracking.method))
        self.method.show_value(tracking.last)
        self.switch.set_reason(tracking.reason or None)
        self.method.set_reason(tracking.reason or None)
        for row in self._looks:
            row.set_reason(None if tracking.method else tr("Nothing is tracked: switch tracking on first."))


def _switch() -> Control:
    return Control(
        "check",
        tr("Track objects"),
        tr("Give each object a number that it keeps from frame to frame."),
        "--track",
    )


def _method() -> Control:
    words = tr(
        "ByteTrack also follows an object while it is found with little confidence; OC-SORT takes one that "
        "comes back to have gone straight."
    )
    return Control("choice", tr("Tracker"), words, "--track")
