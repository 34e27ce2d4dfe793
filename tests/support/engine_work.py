"""Random images for engines with the CPU in a GPU's place, and the comparison of the rows they give."""

import numpy as np

from yolocam.letterbox import placement
from yolocam.model.postprocess.rows import Thresholds

NET_WH = (64, 32)
LOW = Thresholds(confidence=0.2)


def job(*sizes, seed=0, fit="letterbox"):
    """Random frames of these sizes and their places."""
    rng = np.random.default_rng(seed)
    images = [rng.integers(0, 256, (h, w, 3), dtype=np.uint8) for w, h in sizes]
    return images, [placement(size, NET_WH, fit) for size in sizes]


def rows(engine, work, limits=LOW):
    found, timing = engine.submit(*work, limits).result()
    assert timing.total_ns > 0
    return found


def assert_same(found, expected):
    """The same rows; two that are equally strong may have changed places."""
    assert found.dtype == np.float32
    assert found.shape == expected.shape
    pairs = np.isclose(found[:, None], expected[None], rtol=1e-3, atol=1e-3).all(-1)
    assert pairs.any(0).all()
    assert pairs.any(1).all()
    np.testing.assert_array_equal(found[:, 0], expected[:, 0])
    np.testing.assert_allclose(found[:, 5] * found[:, 6], expected[:, 5] * expected[:, 6], rtol=1e-3)
