"""The controls that the dialogs about recording and going live have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtWidgets import QComboBox, QPushButton

from yolocam.pipeline.session import Session
from yolocam.ui.inputs.spin_box import SpinBox
from yolocam.ui.translation import tr
from yolocam.ui.widgets.plain_label import PlainLabel

_RATES = (60, 30, 25, 15)
_SIZES = ((3840, 2160), (1920, 1080), (1280, 720), (854, 480))


def combo(*choices: tuple[str, Any]) -> QComboBox:
    """Return a list of `choices`: text and data."""
    box = QComboBox()
    for text, data in choices:
        box.addItem(text, data)
    return box


def select(box: QComboBox, data: Any, text: str) -> None:
    """Choose the entry that stands for `data`, and add it under `text` if there is none."""
    place = next((row for row in range(box.count()) if box.itemData(row) == data), -1)
    if place < 0:
        box.addItem(text, data)
        place = box.count() - 1
    box.setCurrentIndex(place)


def select_size(box: QComboBox, size_wh: tuple[int, int] | None) -> None:
    """Choose a size in pixels, None for that of the source."""
    select(box, size_wh, "" if size_wh is None else "{} × {}".format(*size_wh))


def preset_combo() -> QComboBox:
    """Return the choice of a preset by its name, "" for what is none."""
    return combo(
        (tr("Small"), "small"), (tr("Balanced"), "balanced"), (tr("Best quality"), "best"), (tr("My own"), "")
    )  # fmt: skip


def show_preset(box: QComboBox, name: str) -> None:
    """Show what the other controls stand for, without changing them."""
    box.blockSignals(True)
    box.setCurrentIndex(box.findData(name))
    box.blockSignals(False)


def source_size(session: Session) -> tuple[int, int] | None:
    """Return width and height of the images that are shown; None where there are none."""
    pipeline = session.pipeline
    return None if pipeline is None else pipeline.source.info.size_wh


def base_label(source_wh: tuple[int, int] | None) -> PlainLabel:
    """Return the words for the size of the source."""
    return PlainLabel("–" if source_wh is None else "{} × {}".format(*source_wh))


def encoder_combo() -> QComboBox:
    """Return the choice of hardware (True), software, or an encoder by its name."""
    return combo((tr("Graphics card, if it can"), True), (tr("Processor"), False))


def offer_encoders(box: QComboBox, names: Iterable[str]) -> None:
    """Offer encoders by their names as well, in place of those that were offered before."""
    chosen = box.currentData()
    while box.count() > 2:
        box.removeItem(2)
    for name in names:
        box.addItem(name, name)
    box.setCurrentIndex(max(box.findData(chosen), 0))


def chosen_encoder(box: QComboBox) -> tuple[bool, str | None]:
    """Return whether the graphics card comes first, and the encoder that was chosen by its name."""
    chosen = box.currentData()
    return chosen is not False, chosen if isinstance(chosen, str) else None


def rate_combo() -> QComboBox:
    """Return the choice of images per second, None for those of the source."""
    return combo((tr("As the source"), None), *((str(rate), rate) for rate in _RATES))


def size_combo() -> QComboBox:
    """Return the choice of a (width, height) in pixels, None for that of the source."""
    named = (("{} × {}".format(*size), size) for size in _SIZES)
    return combo((tr("As the source"), None), *named)


def sound_button(show_sound: Callable[[], object]) -> QPushButton:
    """Return a button that shows the dialog of the sound, which recordings and streams share."""
    button = QPushButton(tr("Sound…"))
    button.setToolTip(tr("Source, level, gain and delay of the sound"))
    button.setAutoDefault(False)  # Enter is for the dialog
    button.clicked.connect(lambda: show_sound())
    return button


def bitrate_box(low: int, high: int, value: int) -> SpinBox:
    """Return a field of kbit/s."""
    box = SpinBox()
    box.setRange(low, high)
    box.setSingleStep(500)
    box.setValue(value)
    box.setSuffix(tr(" kbit/s"))
    return box
