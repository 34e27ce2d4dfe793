"""Labelled images: data types for categories, boxes and sets."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of thing as the labels number and name it."""

    number: int
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """The objects of one image, as columns of N rows; N may be 0.

    `xyxy` float64 (N, 4): x1, y1, x2, y2. `category` int64 (N,): numbers of categories. `area` float64
    (N,): what COCO sorts small, medium and large by. `crowd` bool (N,): a group with one box around it.
    """

    xyxy: NDArray[np.float64]
    category: NDArray[np.int64]
    area: NDArray[np.float64]
    crowd: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.category)

    @staticmethod
    def of(
        xywh: NDArray[np.float64],
        category: NDArray[np.int64],
        area: NDArray[np.float64] | None = None,
        crowd: NDArray[np.bool_] | None = None,
    ) -> Labels:
        """Take boxes as corner and size, (N, 4); without `area`, that of the boxes counts."""
        xyxy = np.concatenate((xywh[:, :2], xywh[:, :2] + xywh[:, 2:]), axis=1)
        boxed = xywh[:, 2] * xywh[:, 3] if area is None else area
        return Labels(xyxy, category, boxed, np.zeros(len(category), np.bool_) if crowd is None else crowd)

    def scaled(self, size_wh: tuple[int, int]) -> Labels:
        """Return labels in fractions of an image as pixels of it."""
        width, height = size_wh
        return replace(self, xyxy=self.xyxy * np.array((width, height) * 2), area=self.area * width * height)

    def of_categories(self, numbers: frozenset[int]) -> Labels:
        """Return the objects of some categories."""
        rows = np.isin(self.category, sorted(numbers))
        return Labels(self.xyxy[rows], self.category[rows], self.area[rows], self.crowd[rows])


@dataclass(frozen=True, slots=True, eq=False)
class LabelledImage:
    """One labelled image. `name` is unique in its set, `file` the path as text.

    `size_wh` is what the annotations say, in pixels, and the labels are in those; where it is None
    they are in fractions of the image.
    """

    number: int
    name: str
    file: str
    labels: Labels
    size_wh: tuple[int, int] | None

    def labels_in_pixels(self, size_wh: tuple[int, int]) -> Labels:
        """Return the labels in pixels of the image, which turned out to be of this size."""
        return self.labels.scaled(size_wh) if self.size_wh is None else self.labels


@dataclass(frozen=True, slots=True, eq=False)
class LabelledSet:
    """What a network is measured with.

    `problems` are sentences about images or labels that are missing or cannot be read, `notes` about
    what is worth knowing.
    """

    images: tuple[LabelledImage, ...]
    categories: tuple[Category, ...]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
