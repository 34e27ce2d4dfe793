"""The loudspeaker and the slider of the volume, in the row under a film."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from yolocam.ui.inputs.slider import Slider
from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.geometry import scaled, square

_STEP = 10
_SLIDER_WIDTH = 72


class VolumeControl(QWidget):
    """`changed` is emitted when the user wants another volume, 0 to 100 percent, or silence."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QToolButton()
        self.button.setIconSize(square(20))
        self.button.setAutoRaise(True)
        self.button.setCheckable(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider = Slider(range(101))
        self.slider.setFixedWidth(scaled(_SLIDER_WIDTH))
        self.slider.setAccessibleName(tr("Volume"))
        self.slider.setToolTip(tr("Volume (Up, Down)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.button)
        row.addWidget(self.slider)
        self.set_volume(100, muted=False)
        self.button.clicked.connect(self._tell)
        self.slider.valueChanged.connect(self._slid)
        self.slider.reset_asked.connect(lambda: self.slider.setValue(100))

    @property
    def percent(self) -> int:
        """The volume, 0 to 100."""
        return self.slider.value()

    @property
    def muted(self) -> bool:
        """Whether nothing is to be heard."""
        return self.button.isChecked()

    def set_volume(self, percent: int, *, muted: bool) -> None:
        """Show a volume."""
        self.slider.blockSignals(True)
        self.slider.setValue(percent)
        self.slider.blockSignals(False)
        self.button.setChecked(muted)
        self._show()

    def toggle_mute(self) -> None:
        """Be silent, or heard again."""
        self.button.click()

    def louder(self) -> None:
        """Raise the volume by a step."""
        self.slider.setValue(min(self.percent + _STEP, 100))

    def softer(self) -> None:
        """Lower the volume by a step."""
        self.slider.setValue(max(self.percent - _STEP, 0))

    def fit(self, room: int) -> None:
        """Show the slider where there is room for it."""
        self.slider.setVisible(room >= scaled(640))

    def _slid(self) -> None:
        """Whoever moves the slider wants to hear something."""
        self.button.setChecked(False)
        self._tell()

    def _tell(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        silent = self.muted or self.percent == 0
        self.button.setIcon(theme.icon("muted" if silent else "sound"))
        self.button.setAccessibleName(tr("Mute"))
        self.button.setToolTip(tr("Let the sound be heard (Shift+M)") if self.muted else tr("Mute (Shift+M)"))
