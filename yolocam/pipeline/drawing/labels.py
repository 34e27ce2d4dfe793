"""Finds a place for each label: at its box, inside the frame, clear of other labels."""

from __future__ import annotations

from collections.abc import Collection

Rect = tuple[int, int, int, int]
"""x1, y1, x2, y2 in whole pixels; x2 and y2 are not part of it."""

_TOLERATED = 0.15  # share of a label that another may cover before it gives way


def place_label(
    box: Rect, size_wh: tuple[int, int], frame_wh: tuple[int, int], taken: Collection[Rect]
) -> Rect:
    """Return where a label of `size_wh` pixels goes, wholly inside the frame if it fits there at all.

    Tried in turn: on top of the box, inside at its top, below it, inside at its bottom. The first that
    leaves the `taken` places alone wins; if none does, the first that lies in the frame.
    """
    width, height = size_wh
    x1, y1, _, y2 = box
    left = max(0, min(x1, frame_wh[0] - width))
    tops = [top for top in (y1 - height, y1, y2, y2 - height) if 0 <= top <= frame_wh[1] - height]
    places = [(left, top, left + width, top + height) for top in tops or [0]]
    return next((place for place in places if _is_free(place, taken)), places[0])


def _is_free(place: Rect, taken: Collection[Rect]) -> bool:
    x1, y1, x2, y2 = place
    limit = _TOLERATED * (x2 - x1) * (y2 - y1)
    for left, top, right, bottom in taken:
        # Most are nowhere near; asking this first makes a crowded image several times faster.
        if top < y2 and y1 < bottom and left < x2 and x1 < right:
            shared = (min(x2, right) - max(x1, left)) * (min(y2, bottom) - max(y1, top))
            if shared > limit:
                return False
    return True
