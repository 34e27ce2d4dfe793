"""One chart of live curves. Importing this file imports pyqtgraph: do it when a chart is first shown."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from yolocam.ui.stats.history import SPAN_S
from yolocam.ui.translation import tr
from yolocam.ui.widgets.geometry import scaled
from yolocam.ui.widgets.theme import GRID, is_dark, tabular

_ON_LIGHT = ("#0b62d0", "#b34700", "#00785a", "#8a3d9e", "#5c6470")
_ON_DARK = ("#62a8ff", "#ffab5e", "#4fd1a5", "#d79bea", "#b3bac5")
_MARKS = (("o", "●"), ("s", "■"), ("t1", "▲"), ("d", "◆"), ("+", "✚"))
"""Each curve ends in a shape of its own, also in the legend: not only the colour tells them apart."""

_FIGURE_SPACE = "\u2007"

_USUAL_LINE = 16
"""Height of a line, in pixels, up to which pyqtgraph's ticks keep clear of one another."""


def curve_colours(dark: bool) -> tuple[str, ...]:
    """Return the colours of the curves, each readable as text on the chart's ground."""
    return _ON_DARK if dark else _ON_LIGHT


def axis_top(highest: float) -> float:
    """Return a round number not under `highest`, so that the axis rarely moves."""
    if not math.isfinite(highest) or highest <= 1:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest))
    return next(step * power for step in (1, 1.5, 2, 3, 4, 6, 8, 10) if highest <= step * power)


class Chart(QWidget):
    """A title, a legend with the latest values, and the curves below; the time axis ends now."""

    def __init__(self, title: str, unit: str, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._unit, self._names = title, unit, tuple(names)
        self._latest = [math.nan] * len(names)
        self.setAccessibleName(tr("{title}, curves of the last minute").format(title=title))
        self._legend = QLabel()
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self._legend.setFont(tabular(self.font()))
        self._legend.setMinimumWidth(1)
        self._legend.setWordWrap(True)
        self._plot = pg.PlotWidget()
        self._curves = [self._plot.plot(connect="finite", antialias=True) for _ in names]
        self._ends = [
            self._plot.plot(symbol=mark, symbolSize=7, pen=None) for mark, _ in _MARKS[: len(names)]
        ]
        self._prepare_plot()
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, 0, GRID, 0)
        column.setSpacing(0)
        column.addWidget(self._legend)
        column.addWidget(self._plot, 1)
        self._restyle()

    def show_values(self, times: NDArray[np.float64], values: NDArray[np.float64]) -> None:
        """Draw float64 (T,) seconds up to 0 and (T, curves) values; nan is a gap."""
        for curve, end, column in zip(self._curves, self._ends, values.T, strict=True):
            curve.setData(times, column)
            known = np.isfinite(column[-1:])
            end.setData(times[-1:][known], column[-1:][known])
        highest = float(np.nanmax(values)) if np.isfinite(values).any() else 0.0
        self._plot.setYRange(0, axis_top(highest), padding=0.06)
        self._latest = values[-1].tolist() if len(values) else [math.nan] * len(self._names)
        self._write_legend()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._restyle()

    def _prepare_plot(self) -> None:
        item = self._plot.getPlotItem()
        item.setMouseEnabled(x=False, y=False)
        item.setMenuEnabled(False)
        item.hideButtons()
        item.showGrid(x=False, y=True, alpha=0.2)
        item.getAxis("left").setWidth(scaled(5 * GRID))
        now = tr("now")
        item.getAxis("bottom").setTicks([[(-s, f"{-s} s" if s else now) for s in (60, 45, 30, 15, 0)]])
        self._plot.setXRange(-SPAN_S, 0, padding=0.03)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMinimumSize(20 * GRID, 9 * GRID)

    def _restyle(self) -> None:
        palette = self.palette()
        self._plot.setBackground(palette.color(QPalette.ColorRole.Base))
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        small = QFont(self.font())
        small.setPointSizeF(max(self.font().pointSizeF() - 1, 7))
        for side in ("left", "bottom"):
            axis = self._plot.getPlotItem().getAxis(side)
            axis.setPen(palette.color(QPalette.ColorRole.Mid))
            axis.setTextPen(quiet)
            axis.setStyle(tickFont=small, tickLength=0)
            axis.setTickDensity(min(_USUAL_LINE / QFontMetrics(small).height(), 1))
        colours = curve_colours(is_dark())
        for curve, end, colour in zip(self._curves, self._ends, colours, strict=False):
            curve.setPen(pg.mkPen(QColor(colour), width=1))  # a wider pen costs Qt twenty times as much
            end.setSymbolPen(QColor(colour))
            end.setSymbolBrush(QColor(colour))
        self._write_legend()

    def _write_legend(self) -> None:
        entries = [f"<b>{self._title}</b>&nbsp; <span>{self._unit}</span>"]
        colours = curve_colours(is_dark())
        for name, value, colour, (_, mark) in zip(self._names, self._latest, colours, _MARKS, strict=False):
            number = _four_wide(value).replace(" ", _FIGURE_SPACE)
            words = f"{name} {number}".replace(" ", "&nbsp;")  # a curve's words stay on one line
            entries.append(f'<span style="color:{colour}">{mark}</span>&nbsp;{words}')
        self._legend.setText("&nbsp;&nbsp; ".join(entries))


def _four_wide(value: float) -> str:
    """Write a value in four characters up to 9999, so that the legend stays where it is."""
    if not math.isfinite(value):
        return "   –"
    return f"{value:4.1f}" if value < 99.95 else f"{value:4.0f}"
