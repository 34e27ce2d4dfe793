"""The context menu of the image, and of the box that lies under the pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from yolocam.frame import Rendered
from yolocam.settings import SettingsStore
from yolocam.ui.translation import tr
from yolocam.ui.video.pointed_box import PointedBox
from yolocam.ui.video.video_view import VideoView
from yolocam.ui.widgets.explained import allow
from yolocam.ui.widgets.formatting import plain


class PictureMenu(QMenu):
    """Its entries are fixed; those of a box have its texts while it is open.

    `cut_out_asked(frame, box)` asks to save a part of the image as it was when the menu opened.
    """

    cut_out_asked = Signal(object, object)

    def __init__(self, view: VideoView, store: SettingsStore, actions: Sequence[QAction]) -> None:
        super().__init__(view)
        self._view = view
        self._store = store
        self._box: PointedBox | None = None
        self._opened_on: Rendered | None = None  # a film plays on beneath the menu
        self.setToolTipsVisible(True)
        self._classes = 0
        self._title = self.addAction("")
        allow(self._title, False, tr("What lies under the pointer"))
        self._copy = self.addAction(tr("Copy"))
        self._cut_out = self.addAction(tr("Save cut-out"))
        self._cut_out.setToolTip(tr("Save this part of the image, without boxes, in the Pictures folder"))
        self._follow = self.addAction(tr("Follow"))
        self._follow.setToolTip(tr("Zoom in, and keep this object in the middle"))
        self._only, self._hide = self.addAction(""), self.addAction("")
        self.addSeparator()
        self._of_box = self.actions()
        self._stop = self.addAction(tr("Stop following"))
        self._every = self.addAction(tr("Show every class"))
        self.addActions(list(actions))
        self._copy.triggered.connect(self._copy_text)
        self._cut_out.triggered.connect(self._save_cut_out)
        self._follow.triggered.connect(self._follow_box)
        self._stop.triggered.connect(view.follow_nothing)
        self._only.triggered.connect(self._show_only)
        self._hide.triggered.connect(self._hide_class)
        self._every.triggered.connect(lambda: store.update(classes=None))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self.open_at)

    def open_at(self, place: QPoint) -> None:
        """Open at a place of the image."""
        box = self._box = self._view.box_under(QPointF(place))
        current = self._opened_on = self._view.current
        self._classes = len(current.detected.model.class_names) if current is not None else 0
        for action in self._of_box:
            action.setVisible(box is not None)
        if box is not None:
            self._title.setText(plain(box.title))
            self._only.setText(tr("Only {name}").format(name=plain(box.name)))
            self._hide.setText(tr("Hide {name}").format(name=plain(box.name)))
        self._stop.setVisible(self._view.followed is not None)
        self._every.setVisible(self._store.current.classes is not None)
        self.popup(self._view.mapToGlobal(place))

    def _save_cut_out(self) -> None:
        if self._box is not None and self._opened_on is not None:
            self.cut_out_asked.emit(self._opened_on.frame, self._box)

    def _follow_box(self) -> None:
        if self._box is not None:
            self._view.follow(self._box)

    def _copy_text(self) -> None:
        if self._box is not None:
            QGuiApplication.clipboard().setText(self._box.description())

    def _show_only(self) -> None:
        if self._box is not None:
            self._store.update(classes=frozenset({self._box.class_id}))

    def _hide_class(self) -> None:
        if self._box is not None:
            shown = self._store.current.classes
            every = frozenset(range(self._classes)) if shown is None else shown
            self._store.update(classes=every - {self._box.class_id})
