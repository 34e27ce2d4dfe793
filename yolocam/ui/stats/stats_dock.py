"""Curves of the last minute: frame rates, stage times, latency, drops."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDockWidget, QGridLayout, QTabBar, QVBoxLayout, QWidget

from yolocam.pipeline.stats import Snapshot
from yolocam.ui.qt.override_guard import guard_overrides
from yolocam.ui.stats.history import CHARTS, History
from yolocam.ui.widgets.theme import GRID

if TYPE_CHECKING:  # importing it imports pyqtgraph, which the start of the program need not wait for
    from yolocam.ui.stats.chart import Chart

_ALL = "all"
_TABS = {
    _ALL: "All",
    "fps": "Frame rate",
    "stages": "Stage times",
    "latency": "Latency",
    "drops": "Dropped",
}
_UNITS = {"fps": "fps", "stages": "ms", "latency": "ms", "drops": "in a second"}


class StatsDock(QDockWidget):
    """A dock of live curves. While it is hidden it keeps samples and draws nothing."""

    _loaded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Statistics", parent)
        self.setObjectName("stats_dock")  # by which a window remembers where it was
        self._history = History()
        self._charts: dict[str, Chart] = {}
        self._loading = False
        self._loaded.connect(self._make_charts)
        self._tabs = QTabBar()
        self._tabs.setDrawBase(False)
        self._tabs.setAccessibleName("Curves")
        for text in _TABS.values():
            self._tabs.addTab(text)
        self._tabs.currentChanged.connect(self._choose)
        charts = _Ground()
        self._grid = QGridLayout(charts)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(GRID, 0, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self._tabs, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(charts, 1)
        self.setWidget(inside)

    @property
    def curve(self) -> str:
        """The curve that is shown: "fps", "stages", "latency", "drops", or "all"."""
        return tuple(_TABS)[self._tabs.currentIndex()]

    def add_sample(self, snapshot: Snapshot) -> None:
        """Add the figures of this moment to the curves."""
        self._history.add(snapshot)
        self._draw()

    def show_curve(self, name: str) -> None:
        """Open the dock at one curve: "fps", "stages", "latency" or "drops"."""
        if name in _TABS:
            self._tabs.setCurrentIndex(tuple(_TABS).index(name))
        self.show()
        self.raise_()

    def showEvent(self, event: QShowEvent) -> None:
        """Make the charts the first time, and draw what was sampled meanwhile."""
        super().showEvent(event)
        if self._charts:
            self._draw()
        elif not self._loading:
            self._loading = True
            threading.Thread(target=self._load, name="charts", daemon=True).start()

    def _load(self) -> None:
        """Import pyqtgraph, on a thread: it takes long enough for the picture to stop."""
        import yolocam.ui.stats.chart  # noqa: F401  # its import is what is wanted

        with suppress(RuntimeError):  # the window has closed meanwhile
            self._loaded.emit()

    def _make_charts(self) -> None:
        from yolocam.ui.stats.chart import Chart

        guard_overrides()
        for place, (name, curves) in enumerate(CHARTS.items()):
            chart = Chart(_TABS[name], _UNITS[name], curves)
            self._charts[name] = chart
            self._grid.addWidget(chart, place // 2, place % 2)
        self._choose()

    def _choose(self) -> None:
        for name, chart in self._charts.items():
            chart.setVisible(self.curve in (_ALL, name))
        self._draw()

    def _draw(self) -> None:
        for name, chart in self._charts.items():
            if chart.isVisible():  # false for all of them while the dock is hidden
                chart.show_values(*self._history.curves(name))


class _Ground(QWidget):
    """Where the charts lie: as high at first as they need, however high pyqtgraph would like to be."""

    def sizeHint(self) -> QSize:
        return QSize(80 * GRID, 24 * GRID)
