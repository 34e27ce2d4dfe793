"""A panel of controls and the settings it shows."""

from __future__ import annotations

import pytest

from support.pipeline.watched_store import WatchedStore
from support.window.panel_driver import MODELS, SERVED
from yolocam.ui.panel.control_panel import ControlPanel


@pytest.fixture
def store() -> WatchedStore:
    return WatchedStore()


@pytest.fixture
def panel(qtbot, store: WatchedStore) -> ControlPanel:
    panel = ControlPanel(store, MODELS)
    qtbot.addWidget(panel)
    panel.resize(panel.width(), 1100)
    panel.show()
    panel.set_served(SERVED)
    qtbot.waitExposed(panel)
    return panel
