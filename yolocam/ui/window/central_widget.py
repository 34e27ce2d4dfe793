"""Lays out the image, the controls beside it, and the transport below."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yolocam.ui.panel.control_panel import ControlPanel
from yolocam.ui.video.transport.transport import Transport
from yolocam.ui.video.viewer import Viewer


class CentralWidget(QWidget):
    """Full screen takes the transport out of `column` and puts it back."""

    def __init__(self, viewer: Viewer, controls: ControlPanel, transport: Transport) -> None:
        super().__init__()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(viewer, 1)
        row.addWidget(controls)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addLayout(row, 1)
        self.column.addWidget(transport)
