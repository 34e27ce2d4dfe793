"""The line of figures under the picture."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStatusBar, QWidget

from yolocam.frame import ModelInfo, SourceInfo
from yolocam.pipeline.stats import Snapshot


class StatusBar(QStatusBar):
    """Figures as flat buttons; a click asks for the curve of that figure."""

    figure_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def update_figures(
        self,
        snapshot: Snapshot | None,
        info: SourceInfo | None,
        model: ModelInfo | None,
        preparing: str | None,
    ) -> None:
        """Show the figures of this moment; None where nothing is known."""
