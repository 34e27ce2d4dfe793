"""The processor that hides objects; where it cannot know where they are, nothing is shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from yolocam.detections import Detections
from yolocam.errors import SettingsError
from yolocam.frame import Detected, publish
from yolocam.pipeline.privacy.held_places import HeldPlaces, grown, longer_side
from yolocam.pipeline.privacy.hide import STYLES, hide
from yolocam.selection import select, weak_confidence

_MARGIN = 0.15  # of the longer side, on each side
_MOST = 1000


class PrivacyProcessor:
    """Hides all objects of some classes, weak ones too, with a margin.

    `wanted` is CLASS,... or STYLE:CLASS,... with a style of STYLES. A place stays hidden for a moment after
    its object is lost, and grows meanwhile. Raises SettingsError for a style that is none, and from
    `process` for a class that the network does not know, or that the settings leave out: it is required,
    so that every image is covered then.
    """

    name = "privacy"

    def __init__(self, wanted: str) -> None:
        style, colon, names = wanted.partition(":")
        self._style, self._names = (style.strip(), names) if colon else (STYLES[0], wanted)
        if self._style not in STYLES:
            raise SettingsError(
                f"privacy={wanted}: '{style}' is no style, expected one of {', '.join(STYLES)}"
            )
        self._wanted = tuple(name.strip() for name in self._names.split(",") if name.strip())
        if not self._wanted:
            raise SettingsError(f"privacy={wanted} names no class, expected one such as person")
        self._held = HeldPlaces()

    def process(self, detected: Detected) -> Detected:
        """Return the result with an image in which the objects are hidden."""
        frame = detected.frame
        found = self._found(detected)
        boxes = found.xyxy.astype(np.float64)
        boxes = grown(boxes, _MARGIN * longer_side(boxes))
        lost = self._held.lost(boxes, frame.pts_ns, keep=not frame.repeat)
        places = np.concatenate((boxes, lost))
        if not len(places):
            return detected
        image = frame.image.copy()
        width, height = frame.size_wh
        low = np.clip(np.floor(places[:, :2]), 0, (width, height))
        high = np.clip(np.ceil(places[:, 2:]), 0, (width, height))
        for x1, y1, x2, y2 in np.concatenate((low, high), axis=1).astype(int).tolist():
            hide(image, (x1, y1, x2, y2), self._style)
        return replace(detected, frame=replace(frame, image=publish(image)))

    def reset(self) -> None:
        """Forget where something was."""
        self._held.forget()

    def _found(self, detected: Detected) -> Detections:
        """Return the objects to hide, as weak as they are known."""
        classes = frozenset(_class_of(name, detected.model.class_names) for name in self._wanted)
        candidates, settings = detected.inference.candidates, detected.settings
        if candidates is not None:
            lowest = max(weak_confidence(settings.confidence), candidates.floor)
            settings = replace(settings, confidence=lowest, classes=classes, max_det=_MOST)
            return select(candidates, replace(settings, threshold_on="score"))
        if settings.classes is not None and not classes <= settings.classes:
            raise SettingsError(f"{', '.join(self._wanted)} cannot be hidden: --classes leaves it out")
        found = detected.detections
        return found.select(np.isin(found.class_id, sorted(classes)))


def _class_of(name: str, class_names: tuple[str, ...]) -> int:
    if name not in class_names:
        raise SettingsError(f"there is no class '{name}', so what is to be hidden is not known")
    return class_names.index(name)
