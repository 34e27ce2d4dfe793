"""A small detector with random weights, images for it, and the comparison of what it finds."""

import numpy as np

from support.darknet.darknet_files import TINY, build, cfg_file, seeded, weights_file
from yolocam.model.detector import load_detector
from yolocam.settings import Settings
from yolocam.zoo.entry import ModelFiles

LOW = Settings(confidence=0.02)


def files_of(folder, text=TINY):
    """Write a cfg and random weights that find something in every image."""
    values = seeded(build(folder, text), seed=2)
    return cfg_file(folder, text), weights_file(folder, values)


def small_network(folder):
    """Return the small network as a model that was found."""
    cfg, weights = files_of(folder)
    return ModelFiles("small", cfg, weights, ("this", "that"), sizes=(64,))


def detector_of(folder, text=TINY, **options):
    options = {"device": "cpu", "precision": "fp32", **options}
    return load_detector(*files_of(folder, text), ["this", "that"], **options)


def random_image(wh, seed=0):
    """A read-only random frame."""
    image = np.random.default_rng(seed).integers(0, 256, (wh[1], wh[0], 3), dtype=np.uint8)
    image.flags.writeable = False
    return image


def assert_equal(found, expected):
    np.testing.assert_array_equal(found.class_id, expected.class_id)
    for name in ("xyxy", "objectness", "class_score"):
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), rtol=1e-4, atol=1e-3)
