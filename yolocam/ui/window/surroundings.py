"""What lies around the image: put away on the start page, where it would be empty, and in full screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDockWidget, QWidget

from yolocam.pipeline.session import Session
from yolocam.ui.video.full_screen import FullScreen
from yolocam.ui.video.viewer import Viewer
from yolocam.ui.window.reading_order import fit_dock_tabs


class Surroundings:
    """Shows `parts` and `docks` with an image; `parts` also where the user has to choose another model.

    Whoever opens a dock on the start page all the same keeps it.
    """

    def __init__(
        self,
        session: Session,
        viewer: Viewer,
        full_screen: FullScreen,
        parts: Sequence[QWidget],
        docks: Sequence[QDockWidget],
    ) -> None:
        self._session = session
        self._viewer = viewer
        self._full_screen = full_screen
        self._parts = parts
        self._docks = docks
        self._put_away: list[QDockWidget] = []
        self._with_image = True

    def follow(self) -> None:
        """Put away what does not belong to the page that is shown, and bring back what does."""
        shown, full = self._viewer.shows_picture, self._full_screen.active
        fit_dock_tabs(self._docks)
        needed = shown or self._session.detector.failure is not None
        for part in self._parts:
            part.setVisible(needed and not full)
        if full or shown == self._with_image:
            return
        self._with_image = shown
        if shown:
            self.bring_back()
            return
        self._put_away = [dock for dock in self._docks if not dock.isHidden()]
        for dock in self._put_away:
            dock.hide()

    def bring_back(self) -> None:
        """Show the docks that were put away, also before the layout is remembered."""
        for dock in self._put_away:
            dock.show()
        self._put_away = []
