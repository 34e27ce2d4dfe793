import numpy as np
import pytest

from yolocam.evaluation.coco_measure import CocoClass
from yolocam.evaluation.curve_plot import SIZE_WH, draw_curves
from yolocam.evaluation.labelled_images import Category


def classes(count):
    curve = np.linspace(1, 0, 101)
    return [CocoClass(Category(i, f"class {i}"), 0.3, 0.5, 0.3, 0.4, curve) for i in range(count)]


@pytest.mark.parametrize("count", [0, 1, 12, 80])
def test_drawn_for_any_number_of_classes(count):
    image = draw_curves("title", classes(count))
    assert image.shape == (SIZE_WH[1], SIZE_WH[0], 3)
    assert (image < 255).any()


def test_the_mean_runs_from_corner_to_corner():
    empty, drawn = draw_curves("title", []), draw_curves("title", classes(1))
    changed = (empty != drawn).any(axis=2)[100:560, 100:740]
    rows, columns = np.nonzero(changed)
    # 30 % of the way along the diagonal and 70 %: the curve is there, and nowhere off it
    assert np.corrcoef(rows, columns)[0, 1] > 0.999


def test_a_class_without_objects_is_left_out():
    nothing = CocoClass(Category(5, "nothing"), None, None, None, None, np.zeros(101))
    assert np.array_equal(draw_curves("title", [*classes(2), nothing]), draw_curves("title", classes(2)))
