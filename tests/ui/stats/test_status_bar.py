"""The figures under the picture: right, still, and a way to their curves."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow

from yolocam.frame import ModelInfo, SourceInfo
from yolocam.pipeline.stats import Snapshot, Spread
from yolocam.ui.stats.figures import figure_kinds
from yolocam.ui.stats.status_bar import StatusBar

SOURCE = SourceInfo("street.mp4", "video", (768, 576), fps=Fraction(25))
MODEL = ModelInfo("yolov3-tiny", ("person",) * 80, (416, 416), "cpu", "bf16")


def snapshot(
    infer: float = 8.14, latency: float = 21.4, fps: float = 24.96, capture_drops: int = 0
) -> Snapshot:
    return Snapshot(
        elapsed_s=10, captured=100, inferred=90, displayed=80, recorded=0,
        dropped={"capture": capture_drops, "display": 2, "record": 1},
        rates={"capture": 25.0, "inference": 24.0, "display": fps}, means={},
        stages={
            "infer": Spread(90, 900, 9.0, 12.0, 20.0, infer),
            "latency": Spread(80, 900, 22.0, 33.0, 50.0, latency),
        },
        dropped_last_minute=6,
    )  # fmt: skip


@pytest.fixture
def bar(qtbot) -> StatusBar:
    window = QMainWindow()
    bar = StatusBar()
    window.setStatusBar(bar)
    window.resize(1200, 200)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    bar.window_of_test = window
    return bar


def test_what_would_be_quicker_is_told(bar) -> None:
    bar.update_figures(None, SOURCE, MODEL, None)
    assert "Note" not in bar.figure("device").toolTip()
    told = "fp16, which is quicker here, is left out: llvmlite is not installed"
    bar.update_figures(None, SOURCE, replace(MODEL, left_out=told), None)
    assert f"Note: {told}." in bar.figure("device").toolTip()


def text(bar: StatusBar, name: str) -> str:
    return bar.figure(name).text().replace("\u2007", " ")


def test_figures_tell_what_is_measured(bar) -> None:
    bar.update_figures(snapshot(capture_drops=7), SOURCE, MODEL, None)
    assert [text(bar, name) for name in figure_kinds()] == [
        "768×576 · 25 fps", "yolov3-tiny · 416", "CPU bf16", "screen 25.0 fps", "network 8.1 ms",
        "latency  21 ms", "6 dropped/min",
    ]  # fmt: skip
    tip = bar.figure("drops").toolTip()
    assert "10 frames dropped so far" in tip
    for cause in ("7 because the model", "2 because the window", "1 because the recording"):
        assert cause in tip
    assert "95 % less than 12.0 ms" in bar.figure("inference").toolTip()


def test_odd_sources_are_written_as_they_are(bar) -> None:
    ntsc = SourceInfo("a", "video", (720, 480), fps=Fraction(30000, 1001))
    bar.update_figures(None, ntsc, None, None)
    assert text(bar, "source") == "720×480 · 29.97 fps"
    assert text(bar, "inference") == "–"
    bar.update_figures(None, SourceInfo("b", "image", (10, 20)), None, None)
    assert text(bar, "source") == "10×20"


def test_of_an_image_nothing_is_said_to_be_dropped(bar) -> None:
    bar.update_figures(snapshot(), SourceInfo("b", "image", (10, 20)), MODEL, None)
    assert text(bar, "drops") == "–" and "dropped so far" not in bar.figure("drops").toolTip()


def test_nothing_is_shown_while_nothing_is_known(bar) -> None:
    bar.update_figures(None, None, None, None)
    assert not bar.figure("rate").isVisible()
    bar.update_figures(None, SOURCE, None, None)
    assert bar.figure("rate").isVisible() and text(bar, "rate") == "–"


def test_nothing_moves_while_numbers_change(qtbot, bar) -> None:
    bar.update_figures(snapshot(), SOURCE, MODEL, None)
    before = [bar.figure(name).geometry() for name in figure_kinds()]
    for infer, latency, fps, drops in ((0.4, 3, 0, 0), (999.9, 4000, 240.5, 9000), (55, 180, 9.9, 12)):
        bar.update_figures(snapshot(infer, latency, fps, drops), SOURCE, MODEL, None)
        assert [bar.figure(name).geometry() for name in figure_kinds()] == before
    bar.update_figures(None, None, None, None)
    assert [bar.figure(name).geometry() for name in figure_kinds()] == before


@pytest.mark.parametrize(
    ("name", "curve"), [("rate", "fps"), ("inference", "stages"), ("latency", "latency"), ("drops", "drops")]
)
def test_a_figure_leads_to_its_curve_by_mouse_and_keyboard(qtbot, bar, name, curve) -> None:
    told = []
    bar.figure_clicked.connect(told.append)
    qtbot.mouseClick(bar.figure(name), Qt.MouseButton.LeftButton)
    qtbot.keyClick(bar.figure(name), Qt.Key.Key_Space)
    assert told == [curve, curve]


def test_a_narrow_window_keeps_the_measured_figures(qtbot, bar) -> None:
    bar.update_figures(snapshot(), SOURCE, MODEL, None)
    bar.window_of_test.resize(420, 200)
    qtbot.waitUntil(lambda: not bar.figure("source").isVisible())
    assert bar.window_of_test.width() == 420
    assert bar.figure("rate").isVisible()
    right = [b.geometry().right() for b in map(bar.figure, figure_kinds()) if b.isVisible()]
    assert max(right) <= bar.width()
    bar.window_of_test.resize(1200, 200)
    qtbot.waitUntil(bar.figure("source").isVisible)


def test_preparing_is_a_quiet_line(bar) -> None:
    note = bar.findChild(QLabel)
    bar.update_figures(snapshot(), SOURCE, MODEL, "preparing 608x608")
    assert (note.text(), note.isVisible()) == ("Preparing 608×608…", True)
    bar.update_figures(snapshot(), SOURCE, MODEL, None)
    assert not note.isVisible()


def test_figures_are_named_for_screen_readers(bar) -> None:
    bar.update_figures(snapshot(), SOURCE, MODEL, None)
    assert bar.figure("device").accessibleName() == "Device: CPU bf16"
    assert bar.figure("drops").focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.slow
def test_a_held_image_has_no_rate_and_an_image_file_has_none_at_all(bar) -> None:
    bar.update_figures(snapshot(), SOURCE, MODEL, None, paused=True)
    assert text(bar, "rate") == "Paused"
    bar.update_figures(snapshot(), SOURCE, MODEL, None)
    assert text(bar, "rate") == "screen 25.0 fps"
    photo = SourceInfo("eagle.jpg", "image", (773, 512), fps=Fraction(1, 3))
    bar.update_figures(snapshot(), photo, MODEL, None)
    assert (text(bar, "source"), text(bar, "rate")) == ("773×512", "–")
