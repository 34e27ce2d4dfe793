"""Opens sources: from dialogs, from what is dropped on the window, by address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from yolocam.address import has_login, is_network, shown, with_login
from yolocam.files.input_file import is_there
from yolocam.frame import Image
from yolocam.media.streaming.stored_logins import store_login, stored_login
from yolocam.pipeline.session import Session
from yolocam.ui import file_dialogs
from yolocam.ui.preferences import Preferences
from yolocam.ui.qt.background_jobs import Background
from yolocam.ui.qt.drop_target import dropped_addresses
from yolocam.ui.qt.override_guard import guard_overrides
from yolocam.ui.recents import is_worth_keeping
from yolocam.ui.thumbnails import Thumbnails
from yolocam.ui.translation import tr
from yolocam.ui.video.viewer import Viewer
from yolocam.ui.widgets.message_bar import Message
from yolocam.ui.window.menus import OpenMenu

if TYPE_CHECKING:
    from yolocam.ui.window.address_dialog import AskedAddress

_LOGINS = "logins"
"""The preference that says of which sources the keyring has the login."""


class SourceOpener:
    """Opens sources in a session, and adds those that run to the recent ones.

    The dialogs and drops call `open_any`, which may be given stored results as well.
    """

    def __init__(
        self,
        session: Session,
        preferences: Preferences,
        viewer: Viewer,
        menu: OpenMenu,
        open_any: Callable[[str], None],
        window: QWidget,
    ) -> None:
        self.remembered = True
        """Whether the open source has been added to the recent ones."""
        self._session = session
        self._preferences = preferences
        self._viewer = viewer
        self._menu = menu
        self._open_any = open_any
        self._window = window
        self._background = Background(window)
        self._thumbnails = Thumbnails(preferences.folder / "recents")
        self._thumbnails.keep_only(preferences.recents)
        viewer.start_page.set_thumbnails(self._thumbnails.icon)
        self._show_recents()

    def open(self, address: str) -> None:
        """Open a source in place of the present one."""
        self._viewer.message_bar.forget_errors()
        self.remembered = False
        if shown(address) in self._preferences.words(_LOGINS) and not has_login(address):
            # The keyring may ask the user to unlock it.
            self._background.start(
                lambda: stored_login(address),
                lambda login: self._session.open(with_login(address, *(login or ("", "")))),
                lambda _: self._session.open(address),
            )
        else:
            self._session.open(address)

    def open_first(self, addresses: Sequence[str]) -> None:
        """Open the first of several things that were dropped, and mention it if there are more."""
        if len(addresses) > 1:
            text = tr("Opened the first of {count} files; drop a folder to see all its images")
            self._viewer.message_bar.show_message(Message(text.format(count=len(addresses))))
        self._open_any(addresses[0])

    def browse_file(self) -> None:
        """Ask for a video or image, and open it."""
        file_dialogs.browse_file(self._window, self._last_folder(), self._open_any)

    def browse_folder(self) -> None:
        """Ask for a folder of images, and open it."""
        title = tr("Open a folder of images")
        file_dialogs.browse_folder(self._window, title, self._last_folder(), self._open_any)

    def browse_results(self) -> None:
        """Ask for stored results, and open them."""
        file_dialogs.browse_results(self._window, self._last_folder(), self._open_any)

    def ask_address(self) -> None:
        """Ask for an address, and open it."""
        from yolocam.ui.window.address_dialog import ask_address

        guard_overrides()
        ask_address(self._window, self._open_asked)

    def clear_recents(self) -> None:
        """Forget what was opened."""
        self._preferences.keep_recents(())
        self._thumbnails.keep_only(())
        self._show_recents()

    def copied(self) -> list[str]:
        """Return the addresses that were copied; say so if there is none."""
        data: QMimeData | None = QGuiApplication.clipboard().mimeData()
        if data is None:  # nothing was ever copied, or the program that it was copied in has ended
            data = QMimeData()
        path = data.text().strip().strip("\"'")
        found = dropped_addresses(data) or ([path] if path and is_there(Path(path)) else [])
        if not found:
            text = tr("Nothing that was copied can be opened: copy a file, a path or an address")
            self._viewer.message_bar.show_message(Message(text, matter="source"))
        return found

    def _open_asked(self, asked: AskedAddress) -> None:
        if asked.remember and (asked.user or asked.password):
            names = dict.fromkeys((*self._preferences.words(_LOGINS), shown(asked.place)))
            self._preferences.keep_words(_LOGINS, tuple(names))
            self._background.start(
                lambda: store_login(asked.place, asked.user, asked.password), self._stored, self._failed
            )
        self._open_any(asked.address)

    def _stored(self, stored: bool) -> None:
        if not stored:
            self._failed(tr("The password could not be kept: this system has no keyring."))

    def _failed(self, text: str) -> None:
        self._viewer.message_bar.show_message(Message(text, matter="keyring"))

    def ask_screen(self) -> None:
        """Ask for a screen or a part of it, and open it."""
        from yolocam.ui.screen.screen_dialog import ask_screen

        guard_overrides()
        ask_screen(self._window, self._open_any, self._preferences)

    def remember(self) -> None:
        """Add the source to the recent ones once it runs; called after each update of the window."""
        state = self._session.state
        if self.remembered or state.phase != "running" or state.address is None:
            return
        if not is_worth_keeping(state.address):
            self.remembered = True
        elif self._viewer.view.current is not None:
            self.remembered = True
            self._preferences.keep_recent(state.address)
            self._show_recents()
            if not is_network(state.address):  # nothing of a camera's images stays on the disk
                self._keep_thumbnail(state.address, self._viewer.view.current.frame.image)

    def _keep_thumbnail(self, address: str, image: Image) -> None:
        self._background.start(
            lambda: self._thumbnails.keep(address, image), lambda _: self._show_recents(), lambda _: None
        )

    def _show_recents(self) -> None:
        recents = self._preferences.recents
        self._viewer.start_page.set_recents(recents)
        self._menu.set_recents(recents)

    def _last_folder(self) -> str:
        files = [address for address in self._preferences.recents if "://" not in address]
        return str(Path(files[0]).parent) if files else ""
