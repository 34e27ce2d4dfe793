"""Lays out the image, the controls beside it, and below it the strip of a run and the transport."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yolocam.ui.panel.control_panel import ControlPanel
from yolocam.ui.video.transport.transport import Transport
from yolocam.ui.video.viewer import Viewer
from yolocam.ui.whole_file.run_strip import RunStrip
from yolocam.ui.whole_file.whole_file import WholeFile


class CentralWidget(QWidget):
    """Full screen takes the transport out of `column` and puts it back."""

    def __init__(
        self, viewer: Viewer, controls: ControlPanel, transport: Transport, whole_file: WholeFile
    ) -> None:
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
        self.strip = RunStrip(whole_file)
        self.column.addWidget(self.strip)
