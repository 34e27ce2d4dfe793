"""Whether the window shows a mirror of the image; remembered for the next start."""

from __future__ import annotations

from PySide6.QtGui import QAction

from yolocam.pipeline.session import Session
from yolocam.ui.preferences import Preferences
from yolocam.ui.video.window_sink import WindowSink

_NAME = "mirror"


class Mirroring:
    """Puts the choice of the action "mirror" into effect, also on an image that is held."""

    def __init__(self, action: QAction, sink: WindowSink, session: Session, preferences: Preferences) -> None:
        self._action = action
        self._sink = sink
        self._session = session
        self._preferences = preferences
        sink.mirror = preferences.flag(_NAME)
        action.setChecked(sink.mirror)

    def follow(self) -> None:
        """Do what the action says now."""
        self._sink.mirror = self._action.isChecked()
        self._preferences.keep(_NAME, self._sink.mirror)
        playback = self._session.playback  # read once: the source may end at any moment
        if playback is not None:
            playback.repeat()
