"""Shows the figures of the running source in the status bar, and less often where nothing moves."""

from __future__ import annotations

from yolocam.frame import ModelInfo
from yolocam.pipeline.session import Session
from yolocam.ui.stats.status_bar import StatusBar
from yolocam.ui.video.video_view import VideoView

_EVERY_MS = 500
_EVERY_MS_AT_REST = 10_000
"""Drops of the last minute still grow old there; another model is shown at once."""


class FiguresDisplay:
    """Writes what is measured into the status bar, unless it is hidden."""

    def __init__(self, session: Session, view: VideoView, bar: StatusBar) -> None:
        self._session = session
        self._view = view
        self._bar = bar
        self._age_ms = 0
        self._model: ModelInfo | None = None

    def follow(self, passed_ms: int, *, resting: bool) -> None:
        """Bring the figures up to date if they are due; `passed_ms` is the time since the last call."""
        self._age_ms += passed_ms
        model = self._session.detector.model
        due_ms = _EVERY_MS_AT_REST if resting and model == self._model else _EVERY_MS
        if self._age_ms >= due_ms and not self._bar.isHidden():
            self._age_ms, self._model = 0, model
            self._show(model)

    def _show(self, model: ModelInfo | None) -> None:
        pipeline, state = self._session.pipeline, self._session.state
        current, playback = self._view.current, self._session.playback
        # Of several images and films each has its own size.
        info = current.frame.source if current is not None and state.info is not None else state.info
        still = playback.state if playback is not None else None
        paused = still is not None and (still.paused or still.ended)
        snapshot = pipeline.stats.snapshot() if pipeline is not None else None
        # While a source opens, the spinner shows what is prepared.
        preparing = state.preparing if state.phase != "opening" else None
        self._bar.update_figures(snapshot, info, model, preparing, paused=paused)
