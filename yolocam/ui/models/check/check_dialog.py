"""The check report of a model: findings first, then the layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QWidget,
)

from yolocam.ui.models.check.check_table import LayerTable
from yolocam.ui.models.check.check_text import head_text, report_text, severity_text, totals_text, verdict
from yolocam.ui.translation import tr
from yolocam.ui.widgets.dialog_parts import stack
from yolocam.ui.widgets.geometry import square
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.scroll_column import ScrollColumn
from yolocam.ui.widgets.status_icon import StatusIcon
from yolocam.ui.widgets.theme import GRID, icon

if TYPE_CHECKING:
    from yolocam.model.doctor import Diagnosis, Finding

_COPIED_MS = 2000
_WIDTH = 112 * GRID


class CheckDialog(QDialog):
    """Shows the report in its own window; the video goes on. Esc closes it."""

    def __init__(self, title: str, diagnosis: Diagnosis, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Check of {model}").format(model=title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self._text = report_text(title, diagnosis)
        self._copy = _button(tr("Copy report"), "copy", tr("Copy the whole report as plain text"))
        self._copy.clicked.connect(self._copy_text)
        self._copied = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._copied.timeout.connect(lambda: self._copy.setText(tr("Copy report")))
        close = QPushButton(tr("Close"))
        close.setToolTip(tr("Close this report (Esc)"))
        close.clicked.connect(self.close)
        self._lay_out(title, diagnosis, close)
        close.setDefault(True)
        close.setFocus()
        self.resize(_WIDTH, 75 * GRID)
        self.setMinimumSize(360, 320)

    def _lay_out(self, title: str, diagnosis: Diagnosis, close: QPushButton) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        parts = _parts(diagnosis)
        column = stack(self, _verdict_line(title, diagnosis), parts, buttons)
        column.setStretchFactor(parts, 1)

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self._copy.setText(tr("Copied"))
        self._copied.start()


def _parts(diagnosis: Diagnosis) -> QWidget:
    """Return findings and totals above, layers below, with a splitter between them."""
    above = ScrollColumn()
    above.setAccessibleName(tr("Findings"))
    above.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    findings = _findings(diagnosis)
    above.setWidget(findings)
    if not diagnosis.layers:
        return above
    split = QSplitter(Qt.Orientation.Vertical)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(GRID)
    split.addWidget(above)
    split.addWidget(LayerTable(diagnosis))
    above.setMinimumHeight(8 * GRID)
    wanted = findings.heightForWidth(_WIDTH - 5 * GRID) + GRID
    split.setSizes([min(max(wanted, 8 * GRID), 32 * GRID), 60 * GRID])
    split.setStretchFactor(1, 1)
    return split


def _findings(diagnosis: Diagnosis) -> QWidget:
    inside = QWidget()
    grid = QGridLayout(inside)
    grid.setContentsMargins(0, 0, GRID, 0)
    grid.setHorizontalSpacing(GRID)
    grid.setVerticalSpacing(GRID)
    grid.setColumnStretch(2, 1)
    for row, finding in enumerate(diagnosis.findings):
        _add_finding(grid, row, finding)
    row = len(diagnosis.findings)
    if not row:
        grid.addWidget(_text_label(tr("No problems found in these files.")), 0, 0, 1, 3)
        row = 1
    totals = diagnosis.totals
    if totals is not None:
        for text in (*totals_text(totals), *map(head_text, totals.heads)):
            grid.addWidget(_text_label(text, quiet=True), row, 0, 1, 3)
            row += 1
    grid.setRowStretch(row, 1)
    return inside


def _add_finding(grid: QGridLayout, row: int, finding: Finding) -> None:
    status_icon = StatusIcon(finding.severity)
    severity = PlainLabel(severity_text(finding.severity))
    severity.setFont(_bold(severity.font()))
    text = _text_label(finding.text)
    grid.addWidget(status_icon, row, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(severity, row, 1, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(text, row, 2)


def _verdict_line(title: str, diagnosis: Diagnosis) -> QHBoxLayout:
    worst = diagnosis.findings[0].severity if diagnosis.findings else "note"
    status_icon = StatusIcon("ok" if worst == "note" else worst)
    label = _text_label(verdict(title, diagnosis))
    label.setFont(_bold(label.font()))
    line = QHBoxLayout()
    line.setSpacing(GRID)
    line.addWidget(status_icon, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(label, 1)
    return line


def _text_label(text: str, *, quiet: bool = False) -> QLabel:
    label = PlainLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if quiet:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold


def _button(text: str, icon_name: str, tip: str) -> QPushButton:
    button = QPushButton(icon(icon_name), text)
    button.setIconSize(square(16))
    button.setToolTip(tip)
    return button
