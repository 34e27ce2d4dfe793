"""Collects the predictions for each labelled image, with its ground truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yolocam.evaluation.classes import ClassMatch
from yolocam.evaluation.labelled_images import LabelledImage, Labels
from yolocam.frame import Rendered


@dataclass(frozen=True, slots=True, eq=False)
class EvaluatedImage:
    """One image with its objects and its detections, in pixels, both in the labels' categories.

    `xyxy` float64 (N, 4), `confidence` float64 (N,) in 0..1, `category` int64 (N,); strongest first.
    """

    image: LabelledImage
    size_wh: tuple[int, int]
    labels: Labels
    xyxy: NDArray[np.float64]
    confidence: NDArray[np.float64]
    category: NDArray[np.int64]


class Collector:
    """A sink that keeps what is found in each image of a set; what is of no category is dropped."""

    wants_image = False

    def __init__(self, images: Sequence[LabelledImage], match: ClassMatch) -> None:
        self.evaluated: list[EvaluatedImage] = []
        self._images = {image.name: image for image in images}
        self._numbers = frozenset(match.category_of.values())
        self._category = np.full(max(match.category_of) + 1, -1, np.int64)  # class -> category
        self._known = np.zeros(len(self._category), np.bool_)
        for index, number in match.category_of.items():
            self._category[index] = number
            self._known[index] = True

    def write(self, item: Rendered) -> None:
        """Keep one image's results."""
        image = self._images[item.frame.source.name]
        found = item.detected.detections
        found = found.select(found.class_id < len(self._known))
        found = found.select(self._known[found.class_id])
        size_wh = item.frame.size_wh
        self.evaluated.append(
            EvaluatedImage(
                image,
                size_wh,
                image.labels_in_pixels(size_wh).of_categories(self._numbers),
                found.xyxy.astype(np.float64),
                found.confidence.astype(np.float64),
                self._category[found.class_id],
            )
        )

    def close(self) -> None:
        """Nothing is held open."""


def other_sizes(evaluated: Sequence[EvaluatedImage]) -> str | None:
    """Say in a sentence which images have not the size that their annotations say; None if all have."""
    wrong = [one for one in evaluated if one.image.size_wh not in (None, one.size_wh)]
    if not wrong:
        return None
    first = wrong[0]
    (width, height), said = first.size_wh, first.image.size_wh or (0, 0)
    return (
        f"{len(wrong)} of {len(evaluated)} images are not of the size that the annotations say, such as "
        f"{first.image.name}: {width}x{height}, expected {said[0]}x{said[1]}; their boxes cannot fit"
    )
