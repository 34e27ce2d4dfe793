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
from yolocam.ui.translation import tr
from yolocam.ui.widgets.theme import GRID

if TYPE_CHECKING:  # importing it imports pyqtgraph, which the start of the program need not wait for
    from yolocam.ui.stats.chart import Chart

_ALL = "all"


class StatsDock(QDockWidget):
    """A dock of live curves. While it is hidden it keeps samples and draws nothing."""

    _loaded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Statistics"), parent)
        self.setObjectName("stats_dock")  # by which a window remembers where it was
        self._history = History()
        self._charts: dict[str, Chart] = {}
        self._loading = False
        self._loaded.connect(self._make_charts)
        self._tabs = QTabBar()
        self._tabs.setDrawBase(False)
        self._tabs.setAccessibleName(tr("Curves"))
        self._titles = _titles()
        for title in self._titles.values():
            self._tabs.addTab(title)
        self._tabs.currentChanged.connect(self._choose)
        charts = _Ground()
        charts.setMinimumHeight(20 * GRID)  # or legends that might be narrow would take the image's room
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
        return tuple(self._titles)[self._tabs.currentIndex()]

    def add_sample(self, snapshot: Snapshot) -> None:
        """Add the figures of this moment to the curves."""
        self._history.add(snapshot)
        self._draw()

    def toggle(self) -> None:
        """Show the dock in front of others, or hide it."""
        self.setVisible(self.isHidden())
        self.raise_()

    def show_curve(self, name: str) -> None:
        """Open the dock at one curve: "fps", "stages", "latency" or "drops"."""
        if name in self._titles:
            self._tabs.setCurrentIndex(tuple(self._titles).index(name))
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
        """Import pyqtgraph, on a thread: it takes long enough for the image to stop."""
        import yolocam.ui.stats.chart  # noqa: F401  # its import is what is wanted

        with suppress(RuntimeError):  # the window has closed meanwhile
            self._loaded.emit()

    def _make_charts(self) -> None:
        from yolocam.ui.stats.chart import Chart

        guard_overrides()
        units = {"fps": tr("fps"), "stages": tr("ms"), "latency": tr("ms"), "drops": tr("per second")}
        legends = _legends()
        for place, (name, curves) in enumerate(CHARTS.items()):
            chart = Chart(self._titles[name], units[name], [legends[curve] for curve in curves])
            self._charts[name] = chart
            self._grid.addWidget(chart, place // 2, place % 2)
            self._grid.setColumnStretch(place % 2, 1)
        self._choose()

    def _choose(self) -> None:
        for name, chart in self._charts.items():
            chart.setVisible(self.curve in (_ALL, name))
        self._draw()

    def _draw(self) -> None:
        for name, chart in self._charts.items():
            if chart.isVisible():  # false for all of them while the dock is hidden
                chart.show_values(*self._history.curves(name))


def _titles() -> dict[str, str]:
    return {
        _ALL: tr("All"),
        "fps": tr("Frame rate"),
        "stages": tr("Stage times"),
        "latency": tr("Latency"),
        "drops": tr("Dropped"),
    }


def _legends() -> dict[str, str]:
    return {
        "capture": tr("capture"),
        "inference": tr("inference"),
        "display": tr("display"),
        "decode": tr("decode"),
        "prepare": tr("prepare"),
        "network": tr("network"),
        "postprocess": tr("postprocess"),
        "draw": tr("draw"),
        "now": tr("now"),
        "p50": "p50",
        "p95": "p95",
        "record": tr("record"),
    }


class _Ground(QWidget):
    """Where the charts lie: as high at first as they need, however high pyqtgraph would like to be."""

    def sizeHint(self) -> QSize:
        return QSize(80 * GRID, 24 * GRID)
