import pytest

from yolocam.assets import asset
from yolocam.errors import LabelsError
from yolocam.evaluation.classes import match_classes, match_words
from yolocam.evaluation.labelled_images import Category

# COCO's own numbers and names, of those that differ from Darknet's in either
COCO = {
    1: "person", 4: "motorcycle", 5: "airplane", 13: "stop sign", 44: "bottle", 63: "couch",
    64: "potted plant", 67: "dining table", 72: "tv", 90: "toothbrush",
}  # fmt: skip
DARKNET = tuple(asset("models/coco.names").read_text().splitlines())


def categories(*pairs):
    return [Category(number, name) for number, name in pairs]


def test_coco_to_darknet():
    match = match_classes(categories(*COCO.items()), DARKNET)
    assert match.how == "name"
    assert match.category_of == {0: 1, 3: 4, 4: 5, 11: 13, 39: 44, 57: 63, 58: 64, 60: 67, 62: 72, 79: 90}
    assert match.without_class == () and len(match.without_category) == 70


def test_what_does_not_fit_is_told():
    match = match_classes(categories((1, "Person"), (2, "unicorn")), ("person", "car", "bus"))
    assert match.category_of == {0: 1}
    assert [c.name for c in match.categories] == ["Person"]
    words = match_words(match, 7)
    assert "1 of 2 categories matched to classes by name" in words
    assert "unicorn, which the network does not know (objects: 7)" in words
    assert "classes that are not labelled: car, bus" in words


def test_by_order_if_no_name_fits():
    match = match_classes(categories((30, "Katze"), (10, "Hund")), ("dog", "cat"))
    assert (match.how, match.category_of) == ("order", {0: 10, 1: 30})
    assert "by order" in match_words(match, 0)


def test_nothing_fits():
    with pytest.raises(LabelsError, match=r"none of the 1 categories \(Hund\) is one of the 2 classes"):
        match_classes(categories((1, "Hund")), ("dog", "cat"))


def test_names_without_letters_do_not_all_match():
    match = match_classes(categories((1, "??"), (2, "!")), ("!", "??"))
    assert match.category_of == {0: 2, 1: 1}
