"""The button that finds out what this machine can encode, for recordings and streams."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.media.encoding.speed_test import Measured
from yolocam.ui.recording.encoder_probe import EncoderProbe
from yolocam.ui.translation import tr
from yolocam.ui.widgets.explained import allow

_USUAL_WH = (1280, 720)


class MachineTest(QPushButton):
    """Encodes images of the source's size as `settings` say; `take` is called with those that keep up.

    `tell` is called with what happens, in words.
    """

    def __init__(
        self,
        probe: EncoderProbe,
        settings: EncoderSettings,
        source_wh: tuple[int, int] | None,
        take: Callable[[EncoderSettings], None],
        tell: Callable[[str], None],
    ) -> None:
        super().__init__(tr("What this machine can do"))
        self.setToolTip(tr("Encodes for two seconds, and chooses what leaves room for the detector"))
        self.setAutoDefault(False)  # Enter is for the dialog
        self._probe = probe
        self._settings = settings
        self._size_wh = source_wh or _USUAL_WH
        self._take = take
        self._tell = tell
        self.clicked.connect(self._measure)
        probe.measured.connect(self._end)
        probe.failed.connect(self._fail)

    def _measure(self) -> None:
        allow(self, False, tr("The encoders are being tried."))
        self._probe.measure(self._settings, self._size_wh)
        self._tell(tr("Trying the encoders…"))

    def _end(self, found: Measured) -> None:
        allow(self, True, "")
        self._take(found.settings)
        told = tr("{encoder} encodes {fps} images per second here")
        self._tell(told.format(encoder=found.encoder, fps=round(found.fps)))

    def _fail(self, words: str) -> None:
        allow(self, True, "")
        self._tell(words)
