"""Which tracker runs: chosen in the panel or in the dock, and kept for the next start."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from yolocam.pipeline.processors import Chosen, processor_types
from yolocam.pipeline.session import Session
from yolocam.ui.preferences import Preferences
from yolocam.ui.widgets.formatting import needs_text

_LAST = "tracker"
"""The preference that says which tracker is taken when tracking is switched on."""


class TrackingChoice(QObject):
    """Holds `method`, empty where nothing is tracked; `changed` tells of another one. For the UI thread.

    `reason` says why nothing can be tracked on this machine, else it is empty.
    """

    changed = Signal()

    def __init__(self, session: Session, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._preferences = preferences
        self._kind = next(kind for kind in processor_types().types if kind.name == "track")
        self.methods = self._kind.choices
        needs = self._kind.needs
        self.reason = "" if needs is None or needs.met else needs_text(needs)
        self.method = ""
        self._begin()

    @property
    def last(self) -> str:
        """The tracker that runs, or that is taken when tracking is switched on."""
        return self.method or self._preferences.word(_LAST, self.methods, self.methods[0])

    def switch(self, on: bool) -> None:
        """Track with the tracker that was chosen last, or do not track."""
        self.choose(self.last if on else "")

    def prefer(self, method: str) -> None:
        """Track with this one from now on or, where nothing is tracked, when tracking is switched on."""
        self._preferences.keep(_LAST, method)
        if self.method:
            self.choose(method)
        else:
            self.changed.emit()

    def choose(self, method: str) -> None:
        """Track with this one; "" does not track. It takes effect with the next frame, and is kept."""
        self._preferences.keep("tracking", method)
        if method:
            self._preferences.keep(_LAST, method)
        self._apply(method)
        self.changed.emit()

    def _begin(self) -> None:
        """Track as a flag says, or else as the user chose last."""
        if self.reason:
            return
        given = [one for one in self._session.processors.current if one.kind is self._kind]
        if given:
            self.method = given[0].option or self.methods[0]
        else:
            self._apply(self._preferences.word("tracking", ("", *self.methods), ""))

    def _apply(self, method: str) -> None:
        self.method = method
        chosen = Chosen(self._kind, method) if method else None
        if self._session.processors.put("track", chosen):
            show_again(self._session)


def show_again(session: Session) -> None:
    """Show a frame that is held as it is now."""
    playback = session.playback
    if playback is not None:
        playback.repeat()
