"""Plots that a person looks at: they are there, not empty, and their parts lie where they should."""

import cv2
import numpy as np
import pytest

from yolocam.bench.plot import Bar, Curve, draw_bars, draw_curves, save_png
from yolocam.errors import SinkError


def coloured(image):
    return (image.max(axis=2).astype(int) - image.min(axis=2)) > 60


def test_a_higher_value_stands_higher():
    image = draw_curves([Curve("rate", [1.0, 2.0, 4.0])], ["1", "2", "4"], "batch", 1)
    ys, xs = coloured(image).nonzero()
    left, right = ys[xs < xs.min() + 5].mean(), ys[xs > xs.max() - 5].mean()
    assert right < left
    assert image.dtype == np.uint8 and image.shape[2] == 3


@pytest.mark.parametrize("values", [[], [0.0], [0.0, 0.0], [1e-9], [1e12, 1.0]])
def test_any_values(values):
    labels = [str(i) for i in range(len(values))]
    assert draw_curves([Curve("x", values)] * 2, labels, "x", 0).shape[1] == 880


def test_bars_are_as_long_as_their_values():
    image = draw_bars("frames per second", [Bar("yolocam", 100, ours=True), Bar("other", 50)])
    rows = coloured(image).sum(axis=1)
    lengths = sorted({int(n) for n in rows if n > 100})
    assert lengths[-1] == pytest.approx(2 * lengths[0], rel=0.03)


def test_saved_as_png(tmp_path):
    image = draw_bars("t", [])
    save_png(image, tmp_path / "new" / "plöt.png")
    data = np.frombuffer((tmp_path / "new" / "plöt.png").read_bytes(), np.uint8)
    assert (cv2.imdecode(data, cv2.IMREAD_COLOR) == image).all()
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SinkError, match="file cannot be created"):
        save_png(image, tmp_path / "file" / "p.png")
