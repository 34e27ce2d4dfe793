"""Finds out which choices of the settings this machine does not support, when nobody waits for an image."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from yolocam.pipeline.session import Session
from yolocam.ui.panel.control_panel import ControlPanel
from yolocam.ui.qt.background_jobs import Background
from yolocam.ui.video.video_view import VideoView

_LOG = logging.getLogger("yolocam.ui")

Refused = Mapping[str, Mapping[str, str]]
"""{setting: {value: reason}}."""


class UnavailableChoices(QObject):
    """Asks `refused` once, on a thread, and disables in `controls` what it names.

    The answer takes torch, and other libraries that are slow to load, so the first network and the first
    image come first. For the UI thread.
    """

    def __init__(
        self,
        session: Session,
        refused: Callable[[], Refused] | None,
        controls: ControlPanel,
        view: VideoView,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._refused = refused
        self._controls = controls
        self._view = view
        self._background = Background(self)

    def follow(self) -> None:
        """Ask, if it is time to; called several times a second."""
        refused, model = self._refused, self._session.detector.model
        if refused is None or model is None or model.stored is not None or self._is_image_awaited():
            return
        self._refused = None
        self._background.start(refused, self._show, _LOG.debug)

    def _is_image_awaited(self) -> bool:
        opened = self._session.pipeline is not None or self._session.state.phase == "opening"
        return opened and self._view.current is None

    def _show(self, refused: Refused) -> None:
        for name, reasons in refused.items():
            self._controls.set_unavailable(name, reasons)
