"""Darknet's labels: where they are, what they mean, what is wrong with them."""

import numpy as np
import pytest

from yolocam.errors import LabelsError
from yolocam.evaluation.yolo_labels import read_labels, yolo_set
from yolocam.pipeline.sources.listing import MediaItem

NAMES = ("cat", "dog", "bird")


def put(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def item(path, name=None):
    return MediaItem(str(path), "image", name or path.name)


def test_boxes_are_centre_and_size_in_fractions(tmp_path):
    labels = read_labels(put(tmp_path / "a.txt", "\ufeff1 0.5 0.25 0.5 0.1\n\n0 0.1 0.2 0.2 0.4\r\n"), 3)
    (picture,) = yolo_set([item(tmp_path / "a.jpg")], NAMES, None).pictures
    in_pixels = picture.labels_in_pixels((200, 100))
    assert labels.category.tolist() == [1, 0]
    assert in_pixels.xyxy == pytest.approx(np.array([[50, 20, 150, 30], [0, 0, 40, 40]]))
    assert in_pixels.area == pytest.approx([1000, 1600])
    assert not in_pixels.crowd.any()


@pytest.mark.parametrize(
    ("picture", "labels"),
    [
        ("set/images/a.jpg", "set/labels/a.txt"),
        ("set/images/train2014/a.b.jpg", "set/labels/train2014/a.b.txt"),
        ("VOC2007/JPEGImages/a.jpg", "VOC2007/labels/a.txt"),
        ("images/set/images/a.jpg", "images/set/labels/a.txt"),
        ("images/a.jpg", "images/a.txt"),
        ("obj/a.png", "obj/a.txt"),
    ],
)
def test_found_where_darknet_looks(tmp_path, picture, labels):
    put(tmp_path / labels, "2 0.5 0.5 1 1")
    found = yolo_set([item(tmp_path / picture)], NAMES, None)
    assert found.pictures[0].labels.category.tolist() == [2]
    assert [(c.number, c.name) for c in found.categories] == [(0, "cat"), (1, "dog"), (2, "bird")]


def test_found_in_the_folder_that_is_named(tmp_path):
    put(tmp_path / "truth" / "sub" / "a.txt", "2 0.5 0.5 1 1")
    put(tmp_path / "pictures" / "sub" / "a.txt", "oops")
    pictures = [item(tmp_path / "pictures" / "sub" / "a.jpg", "sub/a.jpg"), item(tmp_path / "b.jpg")]
    found = yolo_set(pictures, NAMES, tmp_path / "truth")
    assert [len(picture.labels) for picture in found.pictures] == [1, 0]  # no file: nothing is there


def test_no_labels_at_all(tmp_path):
    with pytest.raises(LabelsError, match=r"none of the 1 pictures has labels, looked for .*a\.txt"):
        yolo_set([item(tmp_path / "images" / "a.jpg")], NAMES, None)
    with pytest.raises(LabelsError, match="does not exist"):
        yolo_set([item(tmp_path / "a.jpg")], NAMES, tmp_path / "missing")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("0 0.5 0.5 1", "found 4 numbers, expected 5"),
        ("0 0.1 0.1 0.2 0.1 0.2 0.2", "found 7 numbers"),
        ("3 0.5 0.5 1 1", "class is '3', expected a whole number from 0 to 2"),
        ("-1 0.5 0.5 1 1", "class is '-1'"),
        ("cat 0.5 0.5 1 1", "class is 'cat'"),
        ("0 0.5 0.5 1 x", "in fractions"),
        ("0 320 240 64 48", "found '320 240 64 48', expected cx cy w h in fractions"),
        ("0 nan 0.5 1 1", "in fractions"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, words):
    path = put(tmp_path / "a.txt", f"0 0.5 0.5 1 1.0004\n{line}\n")
    with pytest.raises(LabelsError) as error:
        read_labels(path, 3)
    assert str(error.value).startswith(f"{path}:2: ") and words in str(error.value)


def test_labels_that_are_no_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(LabelsError, match="holds binary data, expected labels"):
        read_labels(path, 3)
