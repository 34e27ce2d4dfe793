"""The controls while stored results are shown: what would need the network is disabled, with the reason."""

from __future__ import annotations

from collections.abc import Mapping

from yolocam.frame import StoredInfo
from yolocam.ui.panel.class_list import ClassList
from yolocam.ui.panel.control_row import ControlRow
from yolocam.ui.panel.slider_row import SliderRow
from yolocam.ui.translation import tr

_OF_A_NETWORK = ("imgsz", "engine", "device", "precision", "fit", "rect")


def fit_to_stored(rows: Mapping[str, ControlRow | ClassList], stored: StoredInfo | None) -> None:
    """Let the controls, by their fields, do what can be done with stored results; None is a network again.

    The choice of the model stays: it leads from the results back to a network.
    """
    network = overlap = None
    if stored is not None:
        network = tr("These results are stored in {file}: no model runs.").format(file=stored.file_name)
        if not stored.complete:
            overlap = tr("{file} holds only the boxes that were shown, so the overlap is fixed.").format(
                file=stored.file_name
            )
    for name in _OF_A_NETWORK:
        _set_reason(rows[name], network)
    _set_reason(rows["iou"], overlap)
    confidence = rows["confidence"]
    if isinstance(confidence, SliderRow):
        if stored is None:
            confidence.set_lowest(None)
        else:
            why = tr("{file} holds nothing below {score}.").format(
                file=stored.file_name, score=f"{stored.floor:.2f}"
            )
            confidence.set_lowest(stored.floor, why)


def _set_reason(row: ControlRow | ClassList, reason: str | None) -> None:
    if isinstance(row, ControlRow):
        row.set_reason(reason)
