"""The menu of cameras, kept up to date while cameras come and go."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from yolocam.pipeline.sources.live.devices import CameraDevice, can_list_cameras, list_cameras
from yolocam.ui.widgets.formatting import tooltip
from yolocam.ui.widgets.theme import icon

_DEVICES = Path("/dev")
_SETTLE_MS = 300
"""A camera that is plugged in makes several device files, one after the other."""

_NUMBERED = 3


class CameraMenu(QMenu):
    """Lists the cameras of this machine; choosing one calls `open_camera` with its address.

    Looks again when a device comes or goes and whenever the menu is opened, on a thread: a driver may
    be slow to answer.
    """

    _found = Signal(object)

    def __init__(
        self,
        open_camera: Callable[[str], None],
        parent: QWidget | None = None,
        *,
        find: Callable[[], Sequence[CameraDevice]] | None = None,
        watched: Path = _DEVICES,
    ) -> None:
        super().__init__("Camera", parent)
        self.setIcon(icon("camera"))
        self.setToolTipsVisible(True)
        self._open_camera = open_camera
        self._find = find or _find
        self._looking = False
        self._again = False
        self._cameras: tuple[CameraDevice, ...] | None = None
        self._found.connect(self._show)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        self._watcher = QFileSystemWatcher(self)
        if watched.is_dir():
            self._watcher.addPath(str(watched))
        self._watcher.directoryChanged.connect(lambda _: self._settle.start())
        self.aboutToShow.connect(self.refresh)
        self._note("Looking for cameras…", "The list will be here in a moment.")
        self.refresh()

    def refresh(self) -> None:
        """Look for cameras again; the menu changes when they are known."""
        if self._looking:
            self._again = True
            return
        self._looking = True
        threading.Thread(target=self._look, name="cameras", daemon=True).start()

    def _look(self) -> None:
        try:
            cameras = tuple(self._find())
        except OSError:  # a device that goes away while it is asked
            cameras = ()
        with suppress(RuntimeError):  # the window has closed meanwhile
            self._found.emit(cameras)

    def _show(self, cameras: tuple[CameraDevice, ...]) -> None:
        self._looking = False
        if cameras != self._cameras:
            self._cameras = cameras
            self._fill(cameras)
        if self._again:
            self._again = False
            self.refresh()

    def _fill(self, cameras: tuple[CameraDevice, ...]) -> None:
        self.clear()
        if not cameras:
            self._note("No camera found", "Plug one in: it appears here by itself.")
        names = [camera.name for camera in cameras]
        for camera in cameras:
            twin = names.count(camera.name) > 1
            text = f"{camera.name} ({camera.index})" if twin else camera.name
            action = self.addAction(icon("camera"), text.replace("&", "&&"))
            action.setToolTip(tooltip(f"Open {camera.id}"))
            address = f"camera:{camera.id}"
            action.triggered.connect(lambda _=False, address=address: self._open_camera(address))

    def _note(self, text: str, tip: str) -> None:
        note = self.addAction(text)
        note.setEnabled(False)
        note.setToolTip(tooltip(tip))


def _find() -> Sequence[CameraDevice]:
    cameras = list_cameras()
    if cameras or can_list_cameras():
        return cameras
    # Without asking the system, cameras cannot be listed unless each is opened: they are offered by number.
    return [CameraDevice(f"Camera {index}", str(index), index) for index in range(_NUMBERED)]
