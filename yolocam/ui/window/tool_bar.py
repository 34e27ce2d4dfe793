"""The tool bar: menus, the title of the source, snapshot, replay, going live, and record."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton, QWidget

from yolocam.ui.actions import Actions
from yolocam.ui.live.live_button import LiveButton
from yolocam.ui.recording.record_button import RecordButton
from yolocam.ui.recording.replay_button import ReplayButton
from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.elided_label import ElidedLabel
from yolocam.ui.widgets.geometry import square
from yolocam.ui.window.menus import DOWN, NO_INDICATOR

_GAP, _EDGE = 4, 8


class ToolBar(QToolBar):
    """Buttons of the window; `title` shows the name of the source."""

    def __init__(
        self,
        actions: Actions,
        menus: tuple[QMenu, QMenu, QMenu, QMenu],
        live: LiveButton,
        record: RecordButton,
        replay: ReplayButton,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Tools"), parent)
        self.setObjectName("tools")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(square(20))
        open_menu, camera_menu, view_menu, results_menu = menus
        self._with_words: list[QToolButton] = []
        for text, icon_name, tip, menu in (
            (tr("Open"), "open", tr("Open a file, a folder, an address or the test card"), open_menu),
            (tr("Camera"), "camera", tr("Use a camera"), camera_menu),
            (tr("View"), "panel", tr("Choose what the window shows"), view_menu),
            (tr("Results"), "classes", tr("Show or save the detections"), results_menu),
        ):
            self._with_words.append(_menu_button(text, theme.icon(icon_name), tip, menu))
            self.addWidget(self._with_words[-1])
        self.title = ElidedLabel(inset=8)
        self.addWidget(self.title)
        snapshot = QToolButton()
        snapshot.setDefaultAction(actions["snapshot"])
        snapshot.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.addWidget(snapshot)
        self._with_words += (snapshot, replay, live)
        self._record = record
        self.addWidget(record)
        self.addWidget(replay)
        self.addWidget(live)  # where there is little room, the last one goes first
        for child in self.findChildren(QToolButton):
            child.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setStyleSheet(f"QToolBar {{ spacing: {_GAP}px; padding: 4px {_EDGE}px; border: 0; }}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the words from the menus where there is no room for them: Record stays to the last."""
        super().resizeEvent(event)
        self._style(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        needed = sum(button.sizeHint().width() + _GAP for button in (*self._with_words, self._record))
        if needed + 2 * _EDGE + _GAP > event.size().width():
            self._style(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def _style(self, style: Qt.ToolButtonStyle) -> None:
        for button in self._with_words:
            button.setToolButtonStyle(style)


def _menu_button(text: str, icon: QIcon, tip: str, menu: QMenu) -> QToolButton:
    button = QToolButton()
    button.setText(f"{text} {DOWN}")
    button.setStyleSheet(NO_INDICATOR)
    button.setIcon(icon)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    return button
