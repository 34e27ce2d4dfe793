"""The button that saves the last seconds, and its menu."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from yolocam.ui.actions import Actions
from yolocam.ui.qt.override_guard import guard_overrides
from yolocam.ui.recording.replay import REPLAY, Replay
from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.dialog_parts import to_front
from yolocam.ui.widgets.explained import allow
from yolocam.ui.widgets.formatting import bytes_text
from yolocam.ui.widgets.geometry import square
from yolocam.ui.widgets.message_bar import Message, MessageBar


class ReplayButton(QToolButton):
    """Shows the action `save_replay` in the words of the choices. The first press begins to keep."""

    def __init__(
        self, replay: Replay, actions: Actions, message_bar: MessageBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._replay = replay
        self._action = actions["save_replay"]
        self._message_bar = message_bar
        self.setDefaultAction(self._action)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(square(20))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        menu = QMenu(tr("Replay"), self)
        menu.setToolTipsVisible(True)
        self.switch = menu.addAction("")
        self.switch.setCheckable(True)
        self.switch.toggled.connect(self._keep)
        self.held = menu.addAction("")
        allow(self.held, False, tr("What a press of the button would save now"))
        menu.addSeparator()
        self.settings = menu.addAction(tr("Replay settings…"))
        self.settings.triggered.connect(self._ask)
        menu.aboutToShow.connect(self._show_held)
        self.setMenu(menu)
        replay.changed.connect(self._follow)
        self._follow()

    def press(self) -> None:
        """Save what is kept, or begin to keep."""
        choices = self._replay.choices
        if not choices.on:
            self._keep(True)
            words = tr("From now on the last {seconds} seconds are kept: press again to save them")
            text = words.format(seconds=choices.seconds)
        elif self._replay.save():
            return
        else:
            text = tr("Nothing is kept yet: no new image came")
        self._message_bar.show_message(Message(text, matter=REPLAY))

    def _keep(self, on: bool) -> None:
        self._replay.choose(replace(self._replay.choices, on=on))

    def _ask(self) -> None:
        from yolocam.ui.recording.replay_dialog import ReplayDialog

        guard_overrides()
        dialog = self.window().findChild(ReplayDialog)
        if dialog is None:
            dialog = ReplayDialog(self.window(), self._replay.choices, self._replay.choose)
        to_front(dialog)

    def _show_held(self) -> None:
        held = self._replay.held
        size = bytes_text(held.bytes)
        self.held.setText(tr("Kept now: {seconds} s, {size}").format(seconds=round(held.seconds), size=size))
        self.held.setVisible(self._replay.choices.on)

    def _follow(self) -> None:
        choices = self._replay.choices
        keep = tr("Keep the last {seconds} seconds").format(seconds=choices.seconds)
        save = tr("Save the last {seconds} seconds").format(seconds=choices.seconds)
        short = tr("Save {seconds} s") if choices.on else tr("Keep {seconds} s")
        self._action.setText(save if choices.on else keep)
        self._action.setIconText(short.format(seconds=choices.seconds))
        self._action.setIcon(theme.icon("replay", theme.accent() if choices.on else None))
        self.switch.setText(keep)
        self.switch.setChecked(choices.on)
