"""Annotations in COCO's format, and where their images are found."""

import json
from pathlib import Path

import numpy as np
import pytest

from yolocam.errors import LabelsError, SourceError
from yolocam.evaluation.coco_annotations import read_annotations
from yolocam.evaluation.coco_set import coco_set


def content():
    return {
        "images": [
            {"id": 9, "file_name": "a.jpg", "width": 640, "height": 480},
            {"id": 4, "file_name": "sub/b.jpg"},
        ],
        "categories": [{"id": 1, "name": "person"}, {"id": 90, "name": "toothbrush"}],
        "annotations": [
            {"id": 1, "image_id": 9, "category_id": 90, "bbox": [10, 20, 30.5, 40]},
            {"image_id": 9, "category_id": 1, "bbox": [0, 0, 5, 5], "area": 12.5, "iscrowd": 1},
            {"image_id": 77, "category_id": 1, "bbox": [0, 0, 5, 5]},
        ],
    }


def write(folder: Path, made) -> Path:
    path = folder / "instances.json"
    path.write_text(json.dumps(made))
    return path


def put(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"picture")
    return path


def test_what_is_read(tmp_path):
    found = read_annotations(write(tmp_path, content()))
    assert [(p.number, p.file_name, p.size_wh) for p in found.images] == [
        (9, "a.jpg", (640, 480)),
        (4, "sub/b.jpg", None),
    ]
    labels = found.labels[9]
    assert labels.xyxy.tolist() == [[10, 20, 40.5, 60], [0, 0, 5, 5]]
    assert labels.category.tolist() == [90, 1]
    assert labels.area.tolist() == [1220, 12.5]
    assert labels.crowd.tolist() == [False, True]
    assert len(found.labels[4]) == 0  # and the object of picture 77 is nobody's


@pytest.mark.parametrize(
    ("key", "entry", "change", "words"),
    [
        ("annotations", 1, {"bbox": [0, 0, 5]}, "annotations[1]: bbox is [0, 0, 5]"),
        ("annotations", 1, {"bbox": [0, 0, -1, 5]}, "width and height of 0 or more"),
        ("annotations", 0, {"bbox": [0, 0, "1", 5]}, "annotations[0]: bbox"),
        ("annotations", 0, {"bbox": [0, 0, float("nan"), 5]}, "annotations[0]: bbox"),
        ("annotations", 0, {"category_id": 2}, "category_id is 2, which is none of the categories"),
        ("annotations", 0, {"category_id": True}, "category_id is True"),
        ("annotations", 0, {"image_id": "9"}, "image_id is '9', expected a whole number"),
        ("annotations", 0, {"area": "big"}, "area is 'big'"),
        ("images", 1, {"id": 9}, "images[1]: image 9, sub/b.jpg, is there twice"),
        ("images", 0, {"file_name": None}, "images[0]: file_name is None"),
        ("categories", 1, {"id": 1}, "categories[1]: category 1, toothbrush, is there twice"),
        ("categories", 1, {"name": ""}, "categories[1]: name is ''"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path, key, entry, change, words):
    made = content()
    made[key][entry].update(change)
    with pytest.raises(LabelsError) as error:
        read_annotations(write(tmp_path, made))
    assert words in str(error.value) and "instances.json" in str(error.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "expected an object"),
        ("{", "instances.json:1: not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("{}", "'images' is missing"),
        ('{"images": 1}', "'images' is not a list"),
        ('{"images": []}', "'images' is empty"),
        ('{"images": [5]}', "images[0] is 5"),
        (
            f'{{"images": [{{"id": {"9" * 5000}, "file_name": "a.jpg"}}]}}',
            "a number in it has too many digits",
        ),
        (b"\xff\xfe\x00", "holds binary data"),
    ],
)
def test_a_wrong_file_is_one_sentence(tmp_path, text, words):
    path = tmp_path / "instances.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(LabelsError) as error:
        read_annotations(path)
    assert words in str(error.value)


def test_a_missing_file(tmp_path):
    with pytest.raises(LabelsError, match=r"no\.json cannot be read"):
        read_annotations(tmp_path / "no.json")


@pytest.mark.parametrize(
    ("labels", "images"),
    [
        ("instances.json", "images"),
        ("annotations/instances_val2017.json", "val2017"),
        ("annotations/instances_val2017.json", "images/val2017"),
        ("annotations/instances.json", "images"),
        ("train/_annotations.coco.json", "train"),
    ],
)
def test_the_usual_places(tmp_path, labels, images):
    first = put(tmp_path / images / "a.jpg")
    put(tmp_path / images / "sub" / "b.jpg")
    path = put(tmp_path / labels)
    path.write_text(json.dumps(content()))
    found = coco_set(path, [])
    assert [(p.number, p.name) for p in found.images] == [(9, "a.jpg"), (4, "sub/b.jpg")]
    assert Path(found.images[0].file) == first
    assert found.problems == ()


def test_images_in_a_flat_folder_are_found_by_their_names(tmp_path):
    flat = put(tmp_path / "flat" / "b.jpg")
    found = coco_set(write(tmp_path, content()), [str(flat.parent)])
    assert [p.file for p in found.images] == [str(flat)]
    assert found.problems == (f"1 of 2 annotated images are not in {flat.parent}, such as a.jpg",)


def test_named_files_are_a_choice(tmp_path):
    first = put(tmp_path / "images" / "a.jpg")
    put(tmp_path / "images" / "other.jpg")
    found = coco_set(write(tmp_path, content()), [str(tmp_path / "images" / "*.jpg")])
    assert [p.file for p in found.images] == [str(first)]
    assert found.problems == ()


def test_no_picture_at_all(tmp_path):
    path = write(tmp_path, content())
    with pytest.raises(LabelsError, match="name their folder"):
        coco_set(path, [])
    (tmp_path / "empty").mkdir()
    with pytest.raises(LabelsError, match=r"none of the 2 images .* such as a\.jpg"):
        coco_set(path, [str(tmp_path / "empty")])
    with pytest.raises(SourceError):
        coco_set(path, [str(tmp_path / "missing")])


def test_labels_become_pixels_only_where_they_are_fractions(tmp_path):
    put(tmp_path / "images" / "a.jpg")
    (image,) = coco_set(write(tmp_path, content()), []).images
    assert np.array_equal(image.labels_in_pixels((1280, 960)).xyxy, image.labels.xyxy)
