"""Curves of the last minute: frame rates, stage times, latency, drops."""

from __future__ import annotations

from PySide6.QtWidgets import QDockWidget, QWidget

from yolocam.pipeline.stats import Snapshot


class StatsDock(QDockWidget):
    """A dock of live curves that costs nothing while it is hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Statistics", parent)
        self.setObjectName("stats_dock")

    def add_sample(self, snapshot: Snapshot) -> None:
        """Add the figures of this moment to the curves."""

    def show_curve(self, name: str) -> None:
        """Open the dock at one curve: "fps", "stages", "latency" or "drops"."""
