"""Asks for the address of a source: a camera, a stream, a path."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QWidget,
)

from yolocam.address import is_encrypted, is_network, unverified, with_login
from yolocam.errors import SourceError
from yolocam.frame import SourceInfo
from yolocam.pipeline.sources import open_source, schemes, type_of, unknown_kind
from yolocam.ui.inputs.tick_box import TickBox
from yolocam.ui.qt.background_jobs import Background
from yolocam.ui.translation import tr
from yolocam.ui.widgets.dialog_parts import form, stack, to_front
from yolocam.ui.widgets.explained import allow
from yolocam.ui.widgets.formatting import capitalised
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID


@dataclass(frozen=True, slots=True)
class AskedAddress:
    """What was typed. With `remember` the login is to be kept in the system's keyring.

    With `unverified` the certificate of the server is not looked at.
    """

    place: str = field(repr=False)
    user: str = field(repr=False)
    password: str = field(repr=False)
    remember: bool
    unverified: bool = False

    @property
    def address(self) -> str:
        """The address with its login, as a source is opened."""
        address = with_login(self.place, self.user, self.password)
        return unverified(address) if self.unverified else address


class AddressDialog(QDialog):
    """Calls `chosen` with an AskedAddress. The video behind the dialog goes on.

    Address and password are kept only in their lines, which are cleared on closing.
    """

    def __init__(self, parent: QWidget, chosen: Callable[[AskedAddress], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Open network stream"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chosen = chosen
        self._background = Background(self)
        self._trying = ""  # the address that is being tried
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("rtsp://camera/stream"))
        self.line.setMinimumWidth(56 * GRID)
        self.user, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.remember = TickBox(tr("Remember user and password in this system's keyring"))
        if importlib.util.find_spec("keyring") is None:
            self.remember.hide()
        self.unverified = TickBox(tr("Open it also if its certificate cannot be verified"))
        self.unverified.setToolTip(
            tr(
                "For your own cameras, which often sign their own certificate: "
                "who can get in between sees the password and the images"
            )
        )
        self.hint = PlainLabel(_hint())
        self.hint.setWordWrap(True)
        self.hint.setForegroundRole(self.hint.palette().ColorRole.PlaceholderText)
        self.problem = PlainLabel()
        self.problem.setWordWrap(True)
        self.problem.setVisible(False)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel
        )
        self._open = self.buttons.button(QDialogButtonBox.StandardButton.Open)
        self._open.setDefault(True)
        self.test = self.buttons.addButton(tr("Test"), QDialogButtonBox.ButtonRole.ActionRole)
        self.test.setToolTip(tr("See whether an image comes from there, without opening it"))
        self.test.clicked.connect(self._try)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self._background.stop)
        for line in (self.line, self.user, self.password):
            line.textChanged.connect(self._follow)
        self.unverified.toggled.connect(self._follow)
        self._lay_out()
        self._follow()

    def _lay_out(self) -> None:
        rows = form(
            (tr("Address"), self.line),
            (tr("User"), self.user),
            (tr("Password"), self.password),
            ("", self.remember),
            ("", self.unverified),
        )
        stack(self, rows, self.hint, self.problem, self.buttons)

    def accept(self) -> None:
        asked = self._asked()
        if asked is None:
            return
        for line in (self.line, self.user, self.password):
            line.clear()
        super().accept()
        self._chosen(asked)

    def _asked(self) -> AskedAddress | None:
        """Return what was typed; None, and say why, where nothing opens such addresses."""
        place = self.line.text().strip()
        if is_network(place) and type_of(place) is None:
            self._say(unknown_kind(place))
            return None
        remember = self.remember.isVisible() and self.remember.isChecked()
        allowed = self.unverified.isEnabled() and self.unverified.isChecked()
        return AskedAddress(place, self.user.text().strip(), self.password.text(), remember, allowed)

    def _try(self) -> None:
        asked = self._asked()
        if asked is not None:
            self._trying = address = asked.address
            self._say(tr("Testing…"))
            if self.test.hasFocus():
                self.line.setFocus()  # or the focus would go on to Cancel, and Enter with it
            allow(self.test, False, tr("It is being tested."))
            self._background.start(
                lambda: _look_at(address),
                lambda size: self._tried(address, tr("An image comes: {0} × {1} pixels").format(*size)),
                lambda why: self._tried(address, capitalised(why)),
            )

    def _tried(self, address: str, text: str) -> None:
        allow(self.test, True, "")
        if address == self._trying:
            self._say(text)

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _follow(self) -> None:
        place = self.line.text().strip()
        self._trying = ""
        for button in (self._open, self.test):
            allow(button, bool(place), tr("Type an address first."))
        local, plain = tr("Only network streams ask for it."), tr("This address has no certificate.")
        for line in (self.user, self.password, self.remember):
            allow(line, not place or is_network(place), local)
        allow(self.unverified, not place or is_encrypted(place), plain)
        self._say("")


def ask_address(parent: QWidget, chosen: Callable[[AskedAddress], None]) -> AddressDialog:
    """Show the dialog, or bring the open one to the front."""
    dialog = parent.findChild(AddressDialog) or AddressDialog(parent, chosen)
    to_front(dialog)
    dialog.line.setFocus()
    dialog.line.selectAll()
    return dialog


def _look_at(address: str) -> tuple[int, int]:
    """Return the size of the first image; SourceError if none comes. Takes as long as opening does."""
    source = open_source(address)
    try:
        frame = source.read()
        info: SourceInfo = source.info
        if frame is None:
            raise SourceError(f"{info.name} has sent no image, expected at least one")
        return frame.size_wh
    finally:
        source.close()


def _hint() -> str:
    of_network = schemes(network=True)
    network = ", ".join(f"{scheme}://" for scheme in of_network)
    others = ", ".join(f"{scheme}:" for scheme in schemes() if scheme not in of_network)
    text = tr(
        "A stream begins with {network}. Other sources begin with {others}. "
        "A path or the number of a camera works too."
    )
    return text.format(network=network, others=others)
