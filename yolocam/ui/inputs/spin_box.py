"""Fields for numbers with arrows, with an edge that can be seen in light and dark."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent

from yolocam.ui.inputs.typed_box import TypedBox, paint_edge


class DoubleSpinBox(TypedBox):
    """A QDoubleSpinBox with the edge of a line edit."""

    def value(self) -> float:
        """Return what stands in the field, also where nobody has confirmed it yet."""
        typed = self.read(self.lineEdit().text()) if self.lineEdit().isModified() else None
        return super().value() if typed is None else round(typed, self.decimals())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:  # over the style's own edge, which is darker than a dark window
            paint_edge(self, painter)


class SpinBox(DoubleSpinBox):
    """The same for whole numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.setDecimals(0)

    def value(self) -> int:
        """Return what stands in the field, also where nobody has confirmed it yet."""
        return round(super().value())
