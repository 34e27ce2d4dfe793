"""Decides when the screen is kept on."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtGui import QGuiApplication

from yolocam.pipeline.session import Session
from yolocam.ui.awake.inhibitor import Inhibitor, platform_inhibitor
from yolocam.ui.translation import tr

_WITHOUT_SCREEN = frozenset(("offscreen", "minimal", "vnc"))
"""Qt's platforms whose screen cannot go dark."""


class ScreenAwake:
    """Keeps the screen on while a camera is open or a film plays, and while any of `is_saving` says so.

    That means recordings, streams and files of results. A film that is held or at its end lets it go dark,
    and so does an image. For the UI thread.
    """

    def __init__(self, session: Session, *is_saving: Callable[[], bool]) -> None:
        self._session = session
        self._is_saving = is_saving
        self._held = False

    def follow(self) -> None:
        """Ask for it, or let go, where that has changed; called several times a second."""
        self._hold(any(asked() for asked in self._is_saving) or self._is_playing())

    def end(self) -> None:
        """Let go: the window closes."""
        self._hold(False)

    def _is_playing(self) -> bool:
        pipeline = self._session.pipeline
        if pipeline is None or pipeline.ended:
            return False
        info, state = pipeline.source.info, pipeline.playback.state
        return info.live or (info.kind != "image" and not state.paused and not state.ended)

    def _hold(self, wanted: bool) -> None:
        if wanted == self._held:
            return
        self._held = wanted
        if QGuiApplication.platformName() in _WITHOUT_SCREEN:
            return
        if wanted:
            self._inhibitor.hold(tr("Video is running"))
        else:
            self._inhibitor.release()

    @cached_property
    def _inhibitor(self) -> Inhibitor:
        """Made at first use: it loads D-Bus."""
        return platform_inhibitor()
