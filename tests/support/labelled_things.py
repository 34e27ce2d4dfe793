"""Makes small labelled sets with detections, by hand or at random."""

import numpy as np

from yolocam.evaluation.evaluated import EvaluatedImage
from yolocam.evaluation.labelled_images import Category, LabelledImage, Labels

CATEGORIES = (Category(3, "cat"), Category(7, "dog"), Category(90, "toothbrush"))


def labels(*objects, crowd=()):
    """`objects` are (category, x, y, w, h)."""
    table = np.array(objects, np.float64).reshape(-1, 5)
    crowds = np.array([i in crowd for i in range(len(table))], np.bool_)
    return Labels.of(table[:, 1:], table[:, 0].astype(np.int64), crowd=crowds)


def evaluated(number, truth, *found):
    """`found` are (category, confidence, x, y, w, h)."""
    rows = sorted(found, key=lambda row: -row[1])
    table = np.array(rows, np.float64).reshape(-1, 6)
    xyxy = np.concatenate((table[:, 2:4], table[:, 2:4] + table[:, 4:]), axis=1)
    image = LabelledImage(number, f"{number}.jpg", f"{number}.jpg", truth, (640, 480))
    return EvaluatedImage(image, (640, 480), truth, xyxy, table[:, 1], table[:, 0].astype(np.int64))


def random_set(seed, images=12, crowds=True):
    """Pictures whose detections are objects that moved a little, twice some of them, and nonsense."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(1, images + 1):
        objects, found = [], []
        for _ in range(rng.integers(0, 7)):
            kind = int(rng.choice([3, 7]))
            box = np.concatenate((rng.uniform(0, 400, 2), rng.uniform(8, 200, 2)))
            objects.append((kind, *box))
            for _ in range(rng.integers(0, 3)):
                shaken = box * rng.uniform(0.85, 1.15, 4)
                found.append((int(rng.choice([kind, kind, 90])), rng.uniform(0.002, 1), *shaken))
        found += [
            (7, rng.uniform(0.002, 1), *rng.uniform(0, 300, 2), *rng.uniform(5, 90, 2))
            for _ in range(rng.integers(0, 3))
        ]
        crowd = [i for i in range(len(objects)) if crowds and rng.random() < 0.1]
        made.append(evaluated(number, labels(*objects, crowd=crowd), *found))
    return made
