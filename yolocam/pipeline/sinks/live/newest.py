"""The newest result, for readers that each take as many as they can."""

from __future__ import annotations

import threading
from collections import Counter, deque
from typing import Any

import cv2

from yolocam.frame import Rendered
from yolocam.pipeline.sinks.results.records import class_name

_QUALITY = 80
_MOST_EVENTS = 50


class Newest:
    """Holds one result and the last events; `_changed` guards all of it.

    An image is compressed once, by the first reader that wants it, however many there are; without readers
    nothing is made of it.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._item: Rendered | None = None
        self._jpeg: bytes | None = None
        self._number = 0
        self._events: deque[tuple[int, dict[str, Any]]] = deque(maxlen=_MOST_EVENTS)
        self._event_number = 0
        self._closed = False

    @property
    def number(self) -> int:
        """How many results there were."""
        with self._changed:
            return self._number

    @property
    def closed(self) -> bool:
        """Whether there will be no more."""
        with self._changed:
            return self._closed

    def put(self, item: Rendered) -> None:
        """Take the place of the last result."""
        with self._changed:
            self._number += 1
            self._item, self._jpeg = item, None
            for event in item.detected.events:
                self._event_number += 1
                told = {"kind": event.kind, "place": event.place, "seconds": round(event.pts_ns / 1e9, 2)}
                self._events.append((self._event_number, told))
            self._changed.notify_all()

    def close(self) -> None:
        """Wake everybody; there will be no more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def jpeg_after(self, number: int, seconds: float) -> tuple[int, bytes] | None:
        """Wait for an image newer than `number`; None where none comes in time, or none at all."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._newer(number), seconds)
            image = None if self._item is None else self._item.image
            if self._closed or self._number <= number or image is None:
                return None
            number = self._number
            if self._jpeg is not None:
                return number, self._jpeg
        done, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        jpeg = data.tobytes() if done else b""
        with self._changed:
            if self._number == number:
                self._jpeg = jpeg
        return number, jpeg

    def told_after(self, event: int, seconds: float) -> tuple[int, dict[str, Any]] | None:
        """Wait a moment; return the counts and the events since number `event`, None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed, seconds)
            if self._closed:
                return None
            new = [told for number, told in self._events if number > event]
            last, number, item = self._event_number, self._number, self._item
        return last, {"frame": number, "counts": _counts(item), "events": new}

    def _newer(self, number: int) -> bool:
        return self._number > number and self._item is not None and self._item.image is not None


def _counts(item: Rendered | None) -> dict[str, int]:
    """Return how many objects of each class there are, the most frequent first."""
    if item is None:
        return {}
    names, found = item.detected.model.class_names, item.detected.detections
    return dict(Counter(class_name(names, one) for one in found.class_id.tolist()).most_common())
