"""Asks which screen, or which part of it, is to be captured, and how."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QWidget,
)

from yolocam.errors import SourceError
from yolocam.pipeline.sources.live.screen import ScreenRequest
from yolocam.pipeline.sources.live.screen_access import why_no_screen
from yolocam.pipeline.sources.live.x11_desktop import Rectangle
from yolocam.ui.inputs.spin_box import SpinBox
from yolocam.ui.inputs.tick_box import TickBox
from yolocam.ui.inputs.typed_box import numbers_refused
from yolocam.ui.preferences import Preferences
from yolocam.ui.recording.encoding_parts import combo
from yolocam.ui.screen.screen_picker import ScreenPicker, in_pixels
from yolocam.ui.translation import tr
from yolocam.ui.widgets.dialog_parts import form, stack, to_front
from yolocam.ui.widgets.explained import allow
from yolocam.ui.widgets.formatting import capitalised
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.theme import GRID

_NAME = "screen"
_USUAL_FPS = 30


class ScreenDialog(QDialog):
    """Calls `chosen` with an address such as `screen:0,0,640,480?fps=15&cursor=off`."""

    def __init__(self, parent: QWidget, chosen: Callable[[str], None], preferences: Preferences) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Capture the screen"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chosen = chosen
        self._preferences = preferences
        screens = []
        for number, screen in enumerate(QGuiApplication.screens()):
            size = in_pixels(screen.geometry(), screen.geometry().topLeft(), screen.devicePixelRatio())[2:]
            text = tr("Screen {number}, {width} × {height}")
            screens.append((text.format(number=number + 1, width=size[0], height=size[1]), str(number)))
        self.what = combo((tr("A part of the screen"), ""), *screens)
        self.part = QLineEdit()
        self.part.setPlaceholderText(tr("left, top, width, height"))
        self.part.setMinimumWidth(30 * GRID)
        self.drag = QPushButton(tr("Drag over the screen…"))
        self.drag.setAutoDefault(False)  # Enter is for the dialog
        self.cursor_shown = TickBox(tr("Show the mouse pointer"))
        self.rate = SpinBox()
        self.rate.setRange(1, 120)
        self.problem = PlainLabel(capitalised(why_no_screen()))
        self.problem.setWordWrap(True)
        self.problem.setVisible(bool(self.problem.text()))
        self._lay_out()
        self._recall()
        self.what.currentIndexChanged.connect(self._follow)
        self.drag.clicked.connect(self.pick)
        self._follow()

    @property
    def address(self) -> str:
        """What is chosen now; a part that was not typed well is in it as it is."""
        what = self.what.currentData() or self.part.text().replace(" ", "")
        options = [] if self.rate.value() == _USUAL_FPS else [f"fps={self.rate.value()}"]
        options += [] if self.cursor_shown.isChecked() else ["cursor=off"]
        return f"screen:{what}" + ("?" + "&".join(options) if options else "")

    def pick(self) -> None:
        """Let the part be chosen with the mouse."""
        self.what.setCurrentIndex(0)
        window = self.parentWidget()
        assert window is not None
        ScreenPicker(window, self._take).start()

    def accept(self) -> None:
        if numbers_refused(self):
            return
        if not self.what.currentData() and not self.part.text().strip():
            self.pick()
            return
        try:
            ScreenRequest.parse(self.address)
        except SourceError as error:
            self.problem.setText(capitalised(str(error)))
            self.problem.setVisible(True)
            return
        values = {
            "what": self.what.currentData(),
            "part": self.part.text(),
            "fps": str(self.rate.value()),
            "cursor": "on" if self.cursor_shown.isChecked() else "off",
        }
        self._preferences.keep_object(_NAME, values)
        address = self.address
        super().accept()
        self._chosen(address)

    def _take(self, rectangle: Rectangle | None) -> None:
        if rectangle is not None:
            self.part.setText(", ".join(str(number) for number in rectangle))
        self.raise_()
        self.activateWindow()
        self._open.setFocus()

    def _follow(self) -> None:
        allow(self.part, not self.what.currentData(), tr("The whole screen is captured."))

    def _lay_out(self) -> None:
        rows = form(
            (tr("What"), self.what),
            (tr("Area"), self.part, self.drag),
            ("", self.cursor_shown),
            (tr("Frames per second"), self.rate),
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._open = buttons.addButton(tr("Capture"), QDialogButtonBox.ButtonRole.AcceptRole)
        allow(self._open, not self.problem.text(), self.problem.text())
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        stack(self, rows, self.problem, buttons)
        self._open.setDefault(True)  # only the default of a dialog that it belongs to already

    def _recall(self) -> None:
        kept = self._preferences.texts(_NAME)
        self.what.setCurrentIndex(max(self.what.findData(kept.get("what", "")), 0))
        self.part.setText(kept.get("part", ""))
        rate = kept.get("fps", "")
        self.rate.setValue(int(rate) if rate.isdecimal() and len(rate) < 4 else _USUAL_FPS)
        self.cursor_shown.setChecked(kept.get("cursor") != "off")


def ask_screen(parent: QWidget, chosen: Callable[[str], None], preferences: Preferences) -> ScreenDialog:
    """Show the dialog, or bring the open one to the front."""
    dialog = parent.findChild(ScreenDialog) or ScreenDialog(parent, chosen, preferences)
    to_front(dialog)
    return dialog
