"""The heading of a group of controls: a flat button with an arrow that folds the group."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from yolocam.ui.translation import tr
from yolocam.ui.widgets.geometry import placed, scaled
from yolocam.ui.widgets.hover import paint_ground
from yolocam.ui.widgets.icons import paint_icon
from yolocam.ui.widgets.theme import GRID

_ARROW = 2 * GRID


class SectionHeading(QAbstractButton):
    """Checked while the group is open."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setText(title)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("{section} section").format(section=title))
        self.setToolTip(tr("Fold or unfold {section}").format(section=title))
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)

    def sizeHint(self) -> QSize:
        """Return the space of arrow and title."""
        width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(_ARROW + 2 * GRID + width, scaled(4 * GRID))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow, the title, and a ground while pointed at or focused."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = QRectF(self.rect()).adjusted(0.5, 2.5, -0.5, -2.5)
            paint_ground(painter, self, ground, QPalette.ColorRole.AlternateBase)
            text = self.palette().color(QPalette.ColorRole.WindowText)
            arrow = placed(QRectF(GRID / 2, (self.height() - _ARROW) / 2, _ARROW, _ARROW), self)
            paint_icon(painter, arrow, self._arrow(), text)
            painter.setPen(text)
            words = placed(QRectF(self.rect()).adjusted(_ARROW + GRID, 0, 0, 0), self)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())

    def _arrow(self) -> str:
        if self.isChecked():
            return "chevron_down"
        return "chevron_left" if self.isRightToLeft() else "chevron_right"
