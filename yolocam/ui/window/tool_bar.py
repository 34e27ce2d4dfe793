"""The one tool bar: open, camera, view, what is open, snapshot, record."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton, QWidget

from yolocam.ui.actions import Actions
from yolocam.ui.recording.record_button import RecordButton
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.elided_label import ElidedLabel
from yolocam.ui.window.menus import DOWN, NO_INDICATOR


class ToolBar(QToolBar):
    """Lays out the buttons; `title` names what is open."""

    def __init__(
        self,
        actions: Actions,
        menus: tuple[QMenu, QMenu, QMenu, QMenu],
        record: RecordButton,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Tools", parent)
        self.setObjectName("tools")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(20, 20))
        open_menu, camera_menu, view_menu, results_menu = menus
        self.addWidget(
            _menu_button("Open", theme.icon("open"), "Open a file, a folder or the test card", open_menu)
        )
        self.addWidget(_menu_button("Camera", theme.icon("camera"), "Use a camera", camera_menu))
        self.addWidget(_menu_button("View", theme.icon("panel"), "What the window shows", view_menu))
        self.addWidget(_menu_button("Results", theme.icon("classes"), "What was found", results_menu))
        self.title = ElidedLabel(inset=8)
        self.addWidget(self.title)
        snapshot = QToolButton()
        snapshot.setDefaultAction(actions["snapshot"])
        snapshot.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.addWidget(snapshot)
        self.addWidget(record)
        for child in self.findChildren(QToolButton):
            child.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setStyleSheet("QToolBar { spacing: 4px; padding: 4px 8px; border: 0; }")


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
