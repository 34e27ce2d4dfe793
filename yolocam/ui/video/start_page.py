"""The page before anything is open: four ways to begin, and the recent sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from yolocam.address import is_network, shown
from yolocam.darknet.names import shown_names
from yolocam.frame import ModelInfo
from yolocam.ui.models.advice_line import AdviceLine
from yolocam.ui.models.model_text import classes_text
from yolocam.ui.recents import title_of
from yolocam.ui.thumbnails import SIZE
from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.big_button import BigButton
from yolocam.ui.widgets.explained import allow, explain
from yolocam.ui.widgets.formatting import plain
from yolocam.ui.widgets.geometry import scaled, square
from yolocam.ui.widgets.plain_label import PlainLabel

TEST_CARD = "synthetic:1280x720@30"
_SHOWN_RECENTS = 5
_NAMED_KINDS = 6


class StartPage(QScrollArea):
    """Emits `open_requested(address)`, `browse_requested` for the file dialog, or `models_requested`."""

    open_requested = Signal(str)
    browse_requested = Signal()
    models_requested = Signal()

    def __init__(self, cameras: QMenu, sample: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sample = sample
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(tr("Start page"))
        self._column = QWidget()
        self._column.setMaximumWidth(scaled(672))
        self._recents = QVBoxLayout()
        self._recents.setSpacing(0)
        self._recent_title = _quiet(tr("Recent"))
        self._recents.addWidget(self._recent_title)
        # Fixed buttons whose texts change: one that Qt still shows must not be destroyed.
        self._recent_buttons = [self._recent_button(place) for place in range(_SHOWN_RECENTS)]
        self._addresses: tuple[str, ...] = ()
        self._icon_of: Callable[[str], QIcon | None] = lambda _: None
        self._said: tuple[ModelInfo | None, str | None] | None = None  # what the model's line is about
        self._model_line = PlainLabel()
        self._model_line.setWordWrap(True)
        self.advice = AdviceLine()
        self._lay_out(cameras)
        self.set_model(None, None)
        self.set_recents(())

    def set_recents(self, addresses: Sequence[str]) -> None:
        """List what was opened last."""
        self._addresses = tuple(addresses[:_SHOWN_RECENTS])
        self._recent_title.setVisible(bool(addresses))
        for place, button in enumerate(self._recent_buttons):
            known = place < len(self._addresses)
            button.setVisible(known)
            if known:
                title = title_of(self._addresses[place])
                button.setText(plain(title))
                button.setIcon(self._icon_of(self._addresses[place]) or _usual_icon(self._addresses[place]))
                explain(button, shown(self._addresses[place]))
                button.setAccessibleName(tr("Open {name} again").format(name=title))

    def set_thumbnails(self, icon_of: Callable[[str], QIcon | None]) -> None:
        """Take small images of the recent sources from here, by their addresses."""
        self._icon_of = icon_of

    def set_model(self, model: ModelInfo | None, failure: str | None) -> None:
        """Say what the network can see, or why there is none; called several times a second."""
        if (model, failure) == self._said:
            return
        self._said = model, failure
        if failure is not None:
            text = tr("No model is ready: {reason}").format(reason=failure)
        elif model is None:
            text = tr("Getting the model ready…")
        else:
            text = _what_it_sees(model)
        self._model_line.setText(text)

    def _lay_out(self, cameras: QMenu) -> None:
        title = PlainLabel(tr("What would you like to look at?"))
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.7)
        title.setFont(font)
        title.setWordWrap(True)
        grid = QGridLayout()
        grid.setSpacing(16)
        for place, button in enumerate(self._buttons(cameras)):
            grid.addWidget(button, place // 2, place % 2)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(24)
        column.addStretch(2)
        column.addWidget(title)
        column.addLayout(grid)
        column.addLayout(self._recents)
        models = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(self._model_line)
        words.addWidget(self.advice)
        models.addLayout(words, 1)
        models.addWidget(self._models_button(), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(models)
        hint = _quiet(
            tr(
                "Or drop a file or a folder anywhere on this window, or the .cfg and .weights of your own "
                "model. F1 shows the keys."
            )
        )
        column.addWidget(hint)
        column.addStretch(3)
        around = QWidget()
        middle = QGridLayout(around)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setColumnStretch(0, 1)
        middle.setColumnStretch(1, 100)
        middle.setColumnStretch(2, 1)
        middle.addWidget(self._column, 0, 1)
        self.setWidget(around)

    def _buttons(self, cameras: QMenu) -> list[BigButton]:
        browse = BigButton(
            theme.icon("open"), tr("Open a video or image"), tr("Any file that FFmpeg can read (Ctrl+O)")
        )
        browse.clicked.connect(self.browse_requested)
        camera = BigButton(
            theme.icon("camera"), tr("Use a camera"), tr("A webcam or another video device of this computer")
        )
        camera.setMenu(cameras)
        card = BigButton(
            theme.icon("film"),
            tr("Show the test card"),
            tr("A moving image that needs no file or camera"),
        )
        card.clicked.connect(self._opener(TEST_CARD))
        sample = BigButton(
            theme.icon("spark"),
            tr("Try the sample clip"),
            tr("A short clip of a wall of photographs, to see what detections look like"),
        )
        if self._sample is None:
            allow(sample, False, tr("The sample clip is not part of this installation"))
        else:
            sample.clicked.connect(self._opener(self._sample))
        return [browse, camera, sample, card]

    def _models_button(self) -> QPushButton:
        button = QPushButton(theme.icon("model"), tr("More models…"))
        button.setIconSize(square(16))
        button.setToolTip(tr("Download models, or add your own (Ctrl+L)"))
        button.clicked.connect(self.models_requested)
        return button

    def _recent_button(self, place: int) -> QPushButton:
        button = QPushButton()
        button.setFlat(True)
        button.setIconSize(SIZE)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setStyleSheet("text-align: left; padding: 6px 8px;")
        button.clicked.connect(lambda: self.open_requested.emit(self._addresses[place]))
        self._recents.addWidget(button)
        return button

    def _opener(self, address: str) -> Callable[[], None]:
        return lambda: self.open_requested.emit(address)


def _what_it_sees(model: ModelInfo) -> str:
    names = shown_names(model.class_names)
    if not names:
        return tr("{model} is ready.").format(model=model.name)
    some = ", ".join(names[:_NAMED_KINDS])
    more = len(names) - _NAMED_KINDS
    if more > 0:
        some = tr("{names} and {count} more").format(names=some, count=more)
    text = tr("{model} detects {classes}: {names}.")
    return text.format(model=model.name, classes=classes_text(len(names)), names=some)


def _quiet(text: str) -> QLabel:
    label = PlainLabel(text)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setWordWrap(True)
    return label


def _usual_icon(address: str) -> QIcon:
    return theme.icon("camera" if is_network(address) else "film")
