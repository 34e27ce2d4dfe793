"""Remembers which video saved results are of, so that they can be opened again."""

from __future__ import annotations

from pathlib import Path

from yolocam.address import is_network
from yolocam.files.input_file import is_there
from yolocam.pipeline.session import Session
from yolocam.ui.preferences import Preferences

_NAME = "results_of"
_MOST = 100


class VideoMemory:
    """Pairs of results and their video, in the preferences; the newest are kept."""

    def __init__(self, session: Session, preferences: Preferences) -> None:
        self._session = session
        self._preferences = preferences

    def remember(self, results: Path, video: str) -> None:
        """Keep what results are of; a network address is not kept."""
        if is_network(video) or not is_there(Path(video)):
            return
        pairs = {str(results.absolute()): str(Path(video).absolute())}
        before = self._preferences.texts(_NAME)
        pairs |= {key: value for key, value in before.items() if key not in pairs}
        self._preferences.keep_object(_NAME, dict(list(pairs.items())[:_MOST]))

    def video_of(self, results: Path) -> Path | None:
        """Return the video that was kept for results, whatever its name; None if it is gone."""
        video = self._preferences.texts(_NAME).get(str(results.absolute()))
        return Path(video) if video is not None and is_there(Path(video)) else None

    def places(self) -> list[Path]:
        """Return what results may be of by its name: the open video, then recent ones."""
        addresses = (self._session.state.address, *self._preferences.recents)
        return [Path(address) for address in addresses if address is not None and not is_network(address)]
