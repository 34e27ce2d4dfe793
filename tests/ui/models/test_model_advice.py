"""What the window says of the network in use, and the better one it offers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from yolocam.settings import DEFAULT_MODEL, Settings
from yolocam.ui.models import model_advice
from yolocam.ui.models.model_manager import ModelManager
from yolocam.zoo.catalog import CATALOG

FAST = 400.0
"""GFLOPs a second at which yolov4-tiny runs live and yolov4 does not."""


@pytest.fixture
def measured():
    """How often the machine was measured."""
    return []


@pytest.fixture
def advised(make_window, qtbot, monkeypatch, measured):
    """Make a window whose machine is measured at once, and is as quick as `rate` says."""
    monkeypatch.setattr(model_advice, "_IDLE_MS", 0)
    monkeypatch.setattr(model_advice, "_PLAYING_MS", 0)

    def make(rate=FAST, **choices):
        def measure():
            measured.append(rate)
            return rate

        window = make_window(settings=Settings(model=DEFAULT_MODEL), rate=measure, **choices)
        qtbot.waitUntil(lambda: bool(measured))
        return window

    return make


@pytest.mark.slow
def test_the_start_page_says_how_good_the_network_is_and_offers_a_better_one(advised, qtbot):
    window = advised()
    line = window.viewer.start_page.advice
    qtbot.waitUntil(line.button.isVisible)
    assert line.label.text() == "Accuracy 34.3 on COCO"
    assert line.button.text().startswith("Better: ") and line.button.text().endswith("…")
    assert "frames per second on this computer" in line.button.toolTip()
    assert "has to be downloaded first" in line.button.toolTip()


@pytest.mark.slow
def test_the_panel_says_it_too(advised, qtbot):
    window = advised(address="film.avi")
    line = window.controls.row("model").advice
    qtbot.waitUntil(lambda: line.button.isVisibleTo(window))
    first, second = line.label.text().splitlines()
    assert first.endswith(" classes")
    assert second == "Accuracy 34.3 on COCO"


def test_a_network_to_be_downloaded_is_shown_in_the_list_and_not_fetched_unasked(advised, qtbot):
    window = advised()
    button = window.viewer.start_page.advice.button
    qtbot.waitUntil(button.isVisible)
    offered = window.models.advice.better.entry.name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    manager = window.findChild(ModelManager)
    assert manager.isVisible() and manager.list.current == offered
    assert window.models.downloads.state(offered) is None
    assert window.session.store.current.model == DEFAULT_MODEL


def test_a_network_that_is_here_is_used_at_once(advised, qtbot, tmp_path):
    (tmp_path / "models").mkdir()
    for name in CATALOG:
        (tmp_path / "models" / f"{name}.weights").write_bytes(b"x")
    window = advised()
    button = window.viewer.start_page.advice.button
    qtbot.waitUntil(button.isVisible)
    offered = window.models.advice.better.entry.name
    assert not button.text().endswith("…")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.session.store.current.model == offered != DEFAULT_MODEL


@pytest.mark.slow
@pytest.mark.parametrize("rate", [1.0, None])
def test_a_slow_machine_is_offered_nothing(advised, make_window, qtbot, rate):
    window = advised(rate) if rate else make_window(settings=Settings(model=DEFAULT_MODEL))
    line = window.viewer.start_page.advice
    qtbot.waitUntil(line.label.isVisible)
    assert not line.button.isVisible()


def test_the_machine_is_measured_once(advised, qtbot, measured):
    window = advised()
    window.session.store.update(model="first")
    qtbot.waitUntil(lambda: window.session.detector.model.name == "first")
    qtbot.waitUntil(lambda: window.viewer.start_page.advice.isHidden())
    assert len(measured) == 1


@pytest.mark.slow
def test_a_failing_measurement_only_means_no_offer(make_window, qtbot, monkeypatch):
    monkeypatch.setattr(model_advice, "_IDLE_MS", 0)
    tried = []

    def fail():
        tried.append(1)
        raise RuntimeError("no")

    window = make_window(settings=Settings(model=DEFAULT_MODEL), rate=fail)
    qtbot.waitUntil(lambda: bool(tried))
    qtbot.waitUntil(window.viewer.start_page.advice.label.isVisible)
    assert not window.viewer.message_bar.isVisible()
