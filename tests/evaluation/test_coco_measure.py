"""COCO's figures, against hand-computed cases and against the library used from files."""

import contextlib
import io
import json
import sys

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from support.labelled_things import CATEGORIES, evaluated, labels, random_set
from yolocam.errors import YolocamError
from yolocam.evaluation.coco_measure import STATS, check_library, coco_measure, result_rows


def test_by_hand():
    found = coco_measure(
        [
            # overlap 0.8: right at 0.5 to 0.8, seven of the ten overlaps
            evaluated(1, labels((3, 100, 100, 100, 100)), (3, 0.9, 100, 100, 100, 80)),
            evaluated(2, labels((3, 100, 100, 100, 100), (7, 0, 0, 20, 20))),
        ],
        CATEGORIES,
    )
    cat, dog, toothbrush = found.classes
    of_one = 51 / 101  # one of two cats: recall 0 to 0.5
    assert cat.ap50 == pytest.approx(of_one)
    assert cat.ap75 == pytest.approx(of_one)
    assert cat.ap == pytest.approx(0.7 * of_one)
    assert cat.ar == pytest.approx(0.7 * 0.5)
    assert cat.curve == pytest.approx([1.0] * 51 + [0.0] * 50)
    assert (dog.ap, dog.ap50, dog.ar) == (0, 0, 0)
    assert (toothbrush.ap, toothbrush.ap50, toothbrush.ar) == (None, None, None)
    assert found.stats["AP50"] == pytest.approx(of_one / 2)  # over the two classes that occur
    assert found.stats["AP_small"] == 0  # the dog
    assert found.stats["AP_medium"] is None
    assert found.stats["AP_large"] == pytest.approx(0.7 * of_one)


def test_a_crowd_makes_nothing_wrong():
    cat = (3, 100, 100, 100, 100)
    inside = [(3, 0.95, 400 + i, 100, 20, 20) for i in range(4)]
    crowd = labels(cat, (3, 390, 50, 200, 200), crowd=[1])
    (one, _, _) = coco_measure([evaluated(1, crowd, *inside, (3, 0.5, *cat[1:]))], CATEGORIES).classes
    assert one.ap == pytest.approx(1.0)
    alone = labels(cat, (3, 390, 50, 200, 200))
    (one, _, _) = coco_measure([evaluated(1, alone, *inside, (3, 0.5, *cat[1:]))], CATEGORIES).classes
    assert one.ap < 0.2


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_the_library_used_from_files(tmp_path, seed):
    images = random_set(seed)
    figures = coco_measure(images, CATEGORIES)
    annotations = [
        {
            "id": 1000 * one.image.number + i,
            "image_id": one.image.number,
            "category_id": int(one.labels.category[i]),
            "bbox": [float(x1), float(y1), float(x2 - x1), float(y2 - y1)],
            "area": float((x2 - x1) * (y2 - y1)),
            "iscrowd": int(one.labels.crowd[i]),
        }
        for one in images
        for i, (x1, y1, x2, y2) in enumerate(one.labels.xyxy)
    ]
    content = {
        "images": [{"id": one.image.number} for one in images],
        "categories": [{"id": c.number, "name": c.name} for c in CATEGORIES],
        "annotations": annotations,
    }
    (tmp_path / "truth.json").write_text(json.dumps(content))
    (tmp_path / "found.json").write_text(json.dumps(result_rows(images)))
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(str(tmp_path / "truth.json"))
        oracle = COCOeval(truth, truth.loadRes(str(tmp_path / "found.json")), "bbox")
        oracle.evaluate()
        oracle.accumulate()
        oracle.summarize()
        all_stats, singles = list(oracle.stats), []
        for number in (3, 7):
            oracle.params.catIds = [number]
            oracle.evaluate()
            oracle.accumulate()
            oracle.summarize()
            singles.append(list(oracle.stats))
    assert [figures.stats[name] if figures.stats[name] is not None else -1 for name in STATS] == all_stats
    assert 0.02 < figures.stats["AP"] < 0.9
    for one, stats in zip(figures.classes, singles, strict=False):
        assert (one.ap, one.ap50, one.ap75, one.ar) == pytest.approx((*stats[:3], stats[8]))
    assert figures.classes[2].ap is None


def test_nothing_found(capsys):
    found = coco_measure([evaluated(1, labels((3, 0, 0, 9, 9)))], CATEGORIES)
    assert found.stats["AP"] == 0 and found.classes[0].ap50 == 0
    assert capsys.readouterr().out == ""


def test_rows_are_rounded_to_what_the_figures_are_made_from():
    (row,) = result_rows([evaluated(5, labels(), (7, 1 / 3, 1 / 3, 2 / 3, 10, 20))])
    assert row == {"image_id": 5, "category_id": 7, "bbox": [0.333, 0.667, 10, 20], "score": 0.3333333}
    assert np.isfinite(row["bbox"]).all()


def test_without_the_library_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pycocotools", None)
    monkeypatch.delitem(sys.modules, "pycocotools.cocoeval")
    with pytest.raises(YolocamError, match=r"pip install 'yolocam\[eval\]'"):
        check_library()
