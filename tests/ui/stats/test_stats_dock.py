"""The curves: what they show, and that they cost nothing while nobody looks."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow, QWidget

from yolocam.pipeline.stats import Snapshot, Spread
from yolocam.ui.stats.chart import Chart
from yolocam.ui.stats.history import CHARTS, History
from yolocam.ui.stats.stats_dock import StatsDock
from yolocam.ui.widgets import theme


def snapshot(fps: float = 25.0, network: float | None = 6.0, drops: int = 0) -> Snapshot:
    stages = {"latency": Spread(9, 90, 20.0, 30.0, 40.0, 21.0)}
    if network is not None:
        stages["network"] = Spread(9, 90, 5.0, 7.0, 9.0, network)
    return Snapshot(
        elapsed_s=1, captured=9, inferred=9, displayed=9, recorded=0,
        dropped={"capture": drops, "display": 0, "record": 0},
        rates={"capture": fps, "inference": fps, "display": fps}, means={}, stages=stages,
    )  # fmt: skip


@pytest.fixture
def dock(qtbot) -> Iterator[StatsDock]:
    window = QMainWindow()
    dock = StatsDock(window)
    window.setCentralWidget(QWidget())
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    dock.hide()
    window.resize(900, 500)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    yield dock


def charts(dock: StatsDock) -> dict[str, Chart]:
    return dock._charts


def drawn(chart: Chart, curve: int = 0) -> np.ndarray:
    _, values = chart._curves[curve].getData()
    return values


def test_a_hidden_dock_keeps_samples_and_draws_nothing(qtbot, dock) -> None:
    for fps in (10.0, 20.0):
        dock.add_sample(snapshot(fps))
    assert charts(dock) == {}
    dock.show_curve("fps")
    qtbot.waitUntil(lambda: bool(charts(dock)))
    assert drawn(charts(dock)["fps"]).tolist() == [10.0, 20.0]
    dock.hide()
    dock.add_sample(snapshot(30.0))
    assert len(drawn(charts(dock)["fps"])) == 2
    dock.show()
    qtbot.waitUntil(lambda: drawn(charts(dock)["fps"]).tolist() == [10.0, 20.0, 30.0])


@pytest.mark.slow
def test_a_curve_is_shown_alone_or_among_all(qtbot, dock) -> None:
    dock.add_sample(snapshot())
    for name in CHARTS:
        dock.show_curve(name)
        qtbot.waitUntil(lambda: bool(charts(dock)))
        assert dock.curve == name
        assert [n for n, chart in charts(dock).items() if chart.isVisible()] == [name]
    dock.show_curve("all")
    assert all(chart.isVisible() for chart in charts(dock).values())
    dock.show_curve("no such curve")
    assert dock.curve == "all"


def test_curves_without_samples_and_with_gaps(qtbot, dock) -> None:
    dock.show_curve("all")
    qtbot.waitUntil(lambda: bool(charts(dock)))
    dock.add_sample(snapshot(network=None))
    dock.add_sample(snapshot(network=6.0))
    network = drawn(charts(dock)["stages"], CHARTS["stages"].index("network"))
    assert math.isnan(network[0])
    assert network[1] == 6.0


def test_the_curves_follow_the_scheme(qtbot, qapp, dock) -> None:
    dock.add_sample(snapshot())
    dock.show_curve("fps")
    qtbot.waitUntil(lambda: bool(charts(dock)))
    theme.apply_theme(qapp, "dark")
    try:
        ground = charts(dock)["fps"]._plot.backgroundBrush().color()
        assert ground.lightness() < 128
    finally:
        theme.apply_theme(qapp, "light")
    assert charts(dock)["fps"]._plot.backgroundBrush().color().lightness() > 128


def test_history_holds_the_last_minute() -> None:
    history = History()
    for second in range(200):
        history.add(snapshot(fps=second), at_s=float(second))
    times, values = history.curves("fps")
    assert (times[0], times[-1], len(times)) == (-60, 0, 61)
    assert values[-1].tolist() == [199.0] * 3
    for _ in range(5000):
        history.add(snapshot(), at_s=200.0)
    assert len(history) <= 512


def test_drops_are_counted_by_the_second_and_start_over_with_a_new_source() -> None:
    history = History()
    for at_s, drops in ((0.0, 5), (0.5, 15), (1.0, 15), (1.5, 0)):
        history.add(snapshot(drops=drops), at_s=at_s)
    _, values = history.curves("drops")
    assert values[:, 0].tolist() == [0.0, 20.0, 0.0, 0.0]


@pytest.mark.slow
def test_history_is_empty_at_first() -> None:
    times, values = History().curves("latency")
    assert (times.shape, values.shape) == ((0,), (0, 3))


@pytest.mark.slow
def test_starting_the_window_does_not_import_pyqtgraph() -> None:
    code = "import sys, yolocam.ui.window.main_window; sys.exit('pyqtgraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=240).returncode == 0


def test_large_letters_cut_no_legend(qtbot, set_points) -> None:
    set_points(18)
    chart = Chart("Stage times", "ms", ["decode", "prepare", "network", "postprocess", "draw"])
    qtbot.addWidget(chart)
    chart.resize(400, 300)
    chart.show()
    qtbot.waitExposed(chart)
    legend = chart.findChild(QLabel)
    assert legend.height() >= legend.heightForWidth(legend.width()) > 2 * legend.fontMetrics().height()
