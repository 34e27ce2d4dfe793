"""Where a secret is: an entry of the keyring, or an environment variable. The secret itself is not here."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from yolocam.pipeline.rules.secret_values import KEYRING, PREFIX, keep_secret
from yolocam.ui.qt.background_jobs import Background
from yolocam.ui.rules.choice_field import ChoiceField
from yolocam.ui.translation import tr
from yolocam.ui.widgets.dialog_parts import form, stack
from yolocam.ui.widgets.explained import allow, explain
from yolocam.ui.widgets.formatting import needs_text
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID

_VARIABLE = re.compile(r"\$\{(.*)\}", re.S)
_SUCH = "MQTT_PASSWORD"


class SecretField(QWidget):
    """Gives `keyring:NAME` or `${NAME}`. `changed` tells of another name, `told` what came of keeping one."""

    changed = Signal()
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.where = ChoiceField()
        self.where.addItems([tr("Entry of the keyring"), tr("Environment variable")])
        self.where.setAccessibleName(tr("Where the secret is"))
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name of the secret"))
        self.keep = QPushButton(tr("Keep a secret…"))
        self.keep.setAutoDefault(False)
        explain(self.keep, tr("Put a password or token into this system's keyring under this name"))
        self._background = Background(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for widget in (self.where, self.name, self.keep):
            row.addWidget(widget, 1 if widget is self.name else 0)
        self.where.currentIndexChanged.connect(self._follow)
        self.name.textChanged.connect(self._follow)
        self.keep.clicked.connect(self._ask)
        self.setFocusProxy(self.name)
        self._follow()

    def value(self) -> str | None:
        """Return what stands in the file; None where there is no name."""
        name = self.name.text().strip()
        if not name:
            return None
        return f"{PREFIX}{name}" if self._in_keyring else f"${{{name}}}"

    def set_value(self, value: Any) -> None:
        """Show what stands in a file."""
        text = "" if value is None else str(value)
        variable = _VARIABLE.fullmatch(text)
        if text:
            self.where.setCurrentIndex(1 if variable else 0)
        self.name.setText(variable[1] if variable else text.removeprefix(PREFIX))

    @property
    def _in_keyring(self) -> bool:
        return self.where.currentIndex() == 0

    def _follow(self) -> None:
        self.name.setPlaceholderText(tr("Its name, such as broker") if self._in_keyring else _SUCH)
        self.keep.setVisible(self._in_keyring)
        reason = tr("Type its name first.") if KEYRING.met else needs_text(KEYRING)
        allow(self.keep, KEYRING.met and bool(self.name.text().strip()), reason)
        self.changed.emit()

    def _ask(self) -> None:
        _SecretDialog(self, self.name.text().strip(), self._keep).show()

    def _keep(self, name: str, secret: str) -> None:
        kept = tr("The keyring keeps it as {name}").format(name=name)
        self._background.start(
            lambda: keep_secret(name, secret), lambda _: self.told.emit(kept), self.told.emit
        )


class _SecretDialog(QDialog):
    """Asks for a secret, which is shown as dots and forgotten once it was handed on."""

    def __init__(self, parent: QWidget, name: str, chosen: Callable[[str, str], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keep a secret"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._name = name
        self._chosen = chosen
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setMinimumWidth(40 * GRID)
        about = PlainLabel(
            tr("It goes into this system's keyring. Rules and their files hold only its name.")
        )
        about.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(tr("Keep"), QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        stack(self, about, form((tr("Password or token of {name}").format(name=name), self.secret)), buttons)

    def accept(self) -> None:
        secret = self.secret.text()
        self.secret.clear()
        super().accept()
        if secret:
            self._chosen(self._name, secret)
