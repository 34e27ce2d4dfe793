"""The menu of cameras, updated when cameras are plugged in or out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from yolocam.pipeline.sources.live.devices import CameraDevice, can_list_cameras, list_cameras
from yolocam.ui.translation import tr
from yolocam.ui.widgets.explained import allow
from yolocam.ui.widgets.formatting import plain, tooltip
from yolocam.ui.widgets.theme import icon

_DEVICES = Path("/dev")
_SETTLE_MS = 300
"""A new camera creates several device files, one after the other."""

_NUMBERED = 3
"""How many cameras are offered by number if the system cannot list them."""


class CameraMenu(QMenu):
    """Lists the cameras of this machine and calls `open_camera` with the address of the chosen one.

    Looks for cameras when a device comes or goes and when the menu opens, on a thread, because a driver may
    answer slowly.
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
        super().__init__(tr("Camera"), parent)
        self.setIcon(icon("camera"))
        self.setToolTipsVisible(True)
        self._open_camera = open_camera
        self._find = find or _find
        self._looking = False
        self._again = False
        self._cameras: tuple[CameraDevice, ...] | None = None
        self._names: dict[str, str] = {}  # by id, also of those that were unplugged
        self._found.connect(self._show)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        self._watcher = QFileSystemWatcher(self)
        if watched.is_dir():
            self._watcher.addPath(str(watched))
        self._watcher.directoryChanged.connect(lambda _: self._settle.start())
        self.aboutToShow.connect(self.refresh)
        # Fixed entries whose texts change: one that Qt still shows must not be destroyed.
        self._entries: list[QAction] = []
        self._note = self.addAction("")
        self._say(tr("Looking for cameras…"), tr("The list appears in a moment."))
        self.refresh()

    def name_of(self, address: str) -> str | None:
        """Return what its maker calls the camera of an address, also of one that was unplugged, or None."""
        scheme, _, rest = address.partition(":")
        return self._names.get(rest.partition("?")[0]) if scheme == "camera" else None

    def refresh(self) -> None:
        """Look for cameras again, and update the menu when they are found."""
        if self._looking:
            self._again = True
            return
        self._looking = True
        threading.Thread(target=self._look, name="cameras", daemon=True).start()

    def _look(self) -> None:
        try:
            cameras = tuple(self._find())
        except OSError:  # the device was unplugged meanwhile
            cameras = ()
        with suppress(RuntimeError):  # the window is gone
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
        self._say(tr("No camera found"), tr("Plug one in and it appears here."))
        self._note.setVisible(not cameras)
        while len(self._entries) < len(cameras):
            self._entries.append(self._entry(len(self._entries)))
        names = [camera.name for camera in cameras]
        self._names |= {camera.id: camera.name for camera in cameras}
        for place, action in enumerate(self._entries):
            action.setVisible(place < len(cameras))
            if place < len(cameras):
                camera = cameras[place]
                twin = names.count(camera.name) > 1
                action.setText(plain(f"{camera.name} ({camera.index})" if twin else camera.name))
                action.setToolTip(tooltip(tr("Open {camera}").format(camera=camera.id)))

    def _entry(self, place: int) -> QAction:
        action = self.addAction(icon("camera"), "")
        action.triggered.connect(lambda _checked: self._open_place(place))
        return action

    def _open_place(self, place: int) -> None:
        if self._cameras is not None and place < len(self._cameras):
            self._open_camera(f"camera:{self._cameras[place].id}")

    def _say(self, text: str, tip: str) -> None:
        self._note.setText(text)
        allow(self._note, False, tip)


def _find() -> Sequence[CameraDevice]:
    cameras = list_cameras()
    if cameras or can_list_cameras():
        return cameras
    # Trying which numbers open would turn on every camera, so the first few are offered unseen.
    return [
        CameraDevice(tr("Camera {number}").format(number=index), str(index), index)
        for index in range(_NUMBERED)
    ]
