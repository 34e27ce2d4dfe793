"""Darknet's labels: where they are, what they mean, what is wrong with them."""

import numpy as np
import pytest

from yolocam.errors import LabelsError
from yolocam.evaluation.yolo_labels import read_labels, yolo_set
from yolocam.pipeline.sources.files.listing import MediaItem

NAMES = ("cat", "dog", "bird")


def put(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def item(path, name=None):
    return MediaItem(str(path), "image", name or path.name)


def test_boxes_are_centre_and_size_in_fractions(tmp_path):
    labels = read_labels(put(tmp_path / "a.txt", "\ufeff1 0.5 0.25 0.5 0.1\n\n0 0.1 0.2 0.2 0.4\r\n"), 3)
    (image,) = yolo_set([item(tmp_path / "a.jpg")], NAMES, None).images
    in_pixels = image.labels_in_pixels((200, 100))
    assert labels.category.tolist() == [1, 0]
    assert in_pixels.xyxy == pytest.approx(np.array([[50, 20, 150, 30], [0, 0, 40, 40]]))
    assert in_pixels.area == pytest.approx([1000, 1600])
    assert not in_pixels.crowd.any()


@pytest.mark.parametrize(
    ("image", "labels"),
    [
        ("set/images/a.jpg", "set/labels/a.txt"),
        ("set/images/train2014/a.b.jpg", "set/labels/train2014/a.b.txt"),
        ("VOC2007/JPEGImages/a.jpg", "VOC2007/labels/a.txt"),
        ("images/set/images/a.jpg", "images/set/labels/a.txt"),
        ("images/a.jpg", "images/a.txt"),
        ("obj/a.png", "obj/a.txt"),
    ],
)
def test_found_where_darknet_looks(tmp_path, image, labels):
    put(tmp_path / labels, "2 0.5 0.5 1 1")
    found = yolo_set([item(tmp_path / image)], NAMES, None)
    assert found.images[0].labels.category.tolist() == [2]
    assert [(c.number, c.name) for c in found.categories] == [(0, "cat"), (1, "dog"), (2, "bird")]


def test_found_in_the_folder_that_is_named(tmp_path):
    put(tmp_path / "truth" / "sub" / "a.txt", "2 0.5 0.5 1 1")
    put(tmp_path / "pictures" / "sub" / "a.txt", "oops")
    images = [item(tmp_path / "pictures" / "sub" / "a.jpg", "sub/a.jpg"), item(tmp_path / "b.jpg")]
    found = yolo_set(images, NAMES, tmp_path / "truth")
    assert [len(image.labels) for image in found.images] == [1, 0]  # no file: nothing is there


def test_no_labels_at_all(tmp_path):
    with pytest.raises(LabelsError, match=r"none of the 1 images has labels, looked for .*a\.txt"):
        yolo_set([item(tmp_path / "images" / "a.jpg")], NAMES, None)
    with pytest.raises(LabelsError, match="does not exist"):
        yolo_set([item(tmp_path / "a.jpg")], NAMES, tmp_path / "missing")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("0 0.5 0.5 1", "found 4 numbers, expected 5"),
        ("0 0.1", "found 2 numbers"),
        (",", "found nothing but separators"),
        ("9" * 5000 + " 0.5 0.5 1 1", "', expected a whole number from 0 to 2"),
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


PLAIN = "1 0.325 0.61 0.31 0.58\n0 0.51 0.52 0.48 0.52\n"


@pytest.mark.parametrize(
    "written",
    [
        PLAIN.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.replace(" ", "\t").replace("\n", "  \n\n").encode(),
        PLAIN.replace("\n", " 0.9\n").encode(),  # what detect --save-txt --save-conf writes
        b"1.0 0.325 0.61 0.31 0.58\n0.0 0.51 0.52 0.48 0.52\n",
        PLAIN.replace(" ", ",").encode(),
        b"1 .17 .32 .48 .32 .48 .9 .17 .9\n0 .27 .26 .75 .26 .75 .78 .27 .78 .6 .5",  # polygons
        b"1 .17 .32 .48 .32 .48 .9 .17 .9 0.8\n0 .27 .26 .75 .26 .75 .78 .27 .78",  # one with a confidence
    ],
)
def test_what_other_tools_write_means_the_same(tmp_path, written):
    path = tmp_path / "a.txt"
    path.write_bytes(written)
    labels = read_labels(path, 2)
    assert labels.category.tolist() == [1, 0]
    assert labels.xyxy == pytest.approx(np.array([[0.17, 0.32, 0.48, 0.9], [0.27, 0.26, 0.75, 0.78]]))


def test_numbers_that_are_rounded_over_the_edge_are_cut(tmp_path):
    labels = read_labels(put(tmp_path / "a.txt", "0 0.5 0.5 1.0004 1.009\n0 -0.001 0.5 0.1 0.1\n"), 1)
    assert labels.xyxy[0].tolist() == [0, 0, 1, 1] and labels.xyxy[1].tolist()[0] == -0.05


def test_a_bad_file_is_named_and_the_others_count(tmp_path):
    put(tmp_path / "a.txt", "0 0.5 0.5 1 1")
    bad = put(tmp_path / "b.txt", "0 0.5 0.5 1 1\n7 0.5 0.5 1 1\n")
    (tmp_path / "c.txt").write_bytes(bytes(range(256)))
    found = yolo_set([item(tmp_path / f"{name}.jpg") for name in "abcd"], NAMES, None)
    assert [image.name for image in found.images] == ["a.jpg", "d.jpg"]
    assert found.problems[0].startswith(f"{bad}:2: class is '7'") and "c.txt" in found.problems[1]
    assert found.notes == ("1 of 4 images has no file of labels, which means: nothing is in it",)


def test_names_beside_the_labels_say_what_the_numbers_mean(tmp_path):
    put(tmp_path / "labels" / "a.txt", "1 0.5 0.5 1 1")
    put(tmp_path / "labels" / "classes.txt", "bird\ncat\n")
    images = [item(tmp_path / "images" / "a.jpg")]
    names = [category.name for category in yolo_set(images, NAMES, None).categories]
    assert names == ["bird", "cat"]
    named = yolo_set(images, NAMES, None, own_names=False).categories
    assert [category.name for category in named] == list(NAMES)
