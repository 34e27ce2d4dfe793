"""`yolocam eval` as a user runs it: what `detect` found is taken for the truth, then changed."""

import contextlib
import io
import json
import shutil
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from support.paths import SHARED
from yolocam.cli import main

pytestmark = pytest.mark.slow

FP32 = ["--precision", "fp32", "--device", "cpu"]
CAT, PERSON = 15, 0


@pytest.fixture(scope="module")
def detected(picture: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """images/ with three images, the last without an object, and labels/ as `detect` writes them."""
    folder = tmp_path_factory.mktemp("set")
    images = folder / "images"
    images.mkdir()
    cv2.imwrite(str(images / "a.png"), picture)
    cv2.imwrite(str(images / "b.png"), picture[:, ::-1].copy())
    cv2.imwrite(str(images / "c.png"), np.full_like(picture, 90))
    run = ["detect", str(images), "--no-save", "--save-txt", "--output", str(folder), "--max-det", "2", *FP32]
    assert main(run) == 0
    return folder


@pytest.fixture
def labelled(detected: Path) -> Path:
    """The images in a folder that the test may change, with the labels beside it."""
    return shutil.copytree(detected, Path("set")) / "images"


def evaluate(*arguments) -> dict:
    assert main(["eval", *map(str, arguments), *FP32, "--json", "figures.json"]) == 0
    return json.loads(Path("figures.json").read_text())


def class_of(figures: dict, name: str) -> dict:
    (found,) = (one for one in figures["classes"] if one["name"] == name)
    return found


def annotations(labels: Path, numbers: dict[int, int], names: dict[int, str]) -> dict:
    """The text labels as COCO has them, with other category numbers."""
    made = {"images": [], "annotations": [], "categories": []}
    for number, name in enumerate(("a", "b", "c"), 1):
        height, width = cv2.imread(f"set/images/{name}.png").shape[:2]
        made["images"].append({"id": number, "file_name": f"{name}.png", "width": width, "height": height})
        file = labels / f"{name}.txt"
        for line in file.read_text().splitlines() if file.exists() else ():
            kind, x, y, w, h = map(float, line.split())
            box = [(x - w / 2) * width, (y - h / 2) * height, w * width, h * height]
            made["annotations"].append(
                {
                    "id": len(made["annotations"]) + 1,
                    "image_id": number,
                    "category_id": numbers[int(kind)],
                    "bbox": box,
                    "area": box[2] * box[3],
                    "iscrowd": 0,
                }
            )
    made["categories"] = [{"id": numbers[i], "name": names[i]} for i in numbers]
    return made


def test_what_was_found_is_all_right(labelled, capsys):
    figures = evaluate(labelled)
    assert (figures["images"], figures["objects"]) == (3, 4)
    assert (figures["model"], figures["imgsz"], figures["precision"]) == (
        "yolo-fastest-1.1-xl",
        384,
        "fp32",
    )
    for name in ("person", "cat"):
        one = class_of(figures, name)
        assert one["objects"] == 2
        assert one["AP"] == one["AP50"] == one["darknet_AP"] == pytest.approx(1.0)
    assert figures["coco"]["AP"] == pytest.approx(1.0)
    assert figures["coco"]["AP_small"] is None
    assert figures["darknet"]["false_negatives"] == 0
    assert figures["darknet"]["mean_ap"] == pytest.approx(2 / 80)
    told = capsys.readouterr().out
    assert "3 images, 4 objects" in told
    assert "80 of 80 categories matched to classes by name" in told
    assert "Darknet mAP@0.50 2.5 over all 80 classes" in told


def test_an_object_that_is_not_there_and_one_of_another_kind(labelled):
    label = Path("set/labels/a.txt")
    lines = label.read_text().splitlines()
    changed = [line.replace(f"{CAT} ", "16 ", 1) if line.startswith(f"{CAT} ") else line for line in lines]
    label.write_text("\n".join([*changed, f"{PERSON} 0.1 0.1 0.05 0.05"]))
    figures = evaluate(labelled)
    assert class_of(figures, "dog")["AP50"] == 0  # the cat is called a dog
    assert class_of(figures, "cat")["objects"] == 1
    assert class_of(figures, "person")["AP50"] == pytest.approx(67 / 101)  # two of three persons
    assert figures["darknet"]["false_negatives"] == 2
    assert figures["darknet"]["true_positives"] == 3


def test_coco_annotations_with_other_numbers(labelled, capsys):
    made = annotations(Path("set/labels"), {PERSON: 1, CAT: 17}, {PERSON: "Person", CAT: "cat"})
    made["categories"].append({"id": 99, "name": "unicorn"})
    made["annotations"].append(
        {"id": 50, "image_id": 3, "category_id": 99, "bbox": [1, 1, 50, 50], "area": 2500, "iscrowd": 0}
    )
    Path("set/instances.json").write_text(json.dumps(made))
    figures = evaluate("--annotations", "set/instances.json", "--save-coco", "found.json")
    assert figures["coco"]["AP"] == pytest.approx(1.0)
    assert [one["id"] for one in figures["classes"]] == [1, 17]
    assert figures["categories_without_class"] == ["unicorn"]
    assert "unicorn, which the network does not know (objects: 1)" in capsys.readouterr().out
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO("set/instances.json")
        oracle = COCOeval(truth, truth.loadRes("found.json"), "bbox")
        oracle.params.catIds = [1, 17]
        oracle.evaluate()
        oracle.accumulate()
        oracle.summarize()
    assert list(figures["coco"].values()) == pytest.approx([None if s < 0 else s for s in oracle.stats])


def test_a_data_file_with_names_of_its_own(labelled):
    Path("my.names").write_text("cat\nperson\n")
    Path("valid.txt").write_text("set/images/a.png\nset/images/b.png\n")
    Path("my.data").write_text("classes=2\nvalid = valid.txt\nnames = my.names\n")
    for label in Path("set/labels").glob("*.txt"):
        words = [line.split() for line in label.read_text().splitlines()]
        mine = {str(CAT): "0", str(PERSON): "1"}
        label.write_text("".join(f"{mine[w[0]]} {' '.join(w[1:])}\n" for w in words))
    figures = evaluate("--data", "my.data", "--plot", "curves.png")
    assert [(one["id"], one["name"], one["AP"]) for one in figures["classes"]] == [
        (0, "cat", pytest.approx(1.0)),
        (1, "person", pytest.approx(1.0)),
    ]
    assert figures["darknet"]["mean_ap"] == pytest.approx(1.0)  # both classes occur
    assert len(figures["classes_without_category"]) == 78
    assert cv2.imread("curves.png") is not None


def test_names_of_a_data_file_that_are_not_there(capsys):
    Path("my.data").write_text("valid = valid.txt\nnames = gone.names\n")
    assert main(["eval", "--data", "my.data"]) == 2
    assert "names gone.names for the class names, which is not there" in capsys.readouterr().err


def test_missing_and_broken_images_are_told(labelled, capsys):
    made = annotations(Path("set/labels"), {PERSON: 1, CAT: 17}, {PERSON: "person", CAT: "cat"})
    made["images"].append({"id": 9, "file_name": "gone.png"})
    made["images"][0]["width"] = 5
    Path("set/instances.json").write_text(json.dumps(made))
    Path("set/images/b.png").write_bytes(b"no picture")
    run = ["eval", "--annotations", "set/instances.json", *FP32, "--limit", "2", "--json", "figures.json"]
    assert main(run) == 2
    told = capsys.readouterr().err
    assert "1 of 4 annotated images are not in" in told and "gone.png" in told
    assert "b.png" in told
    assert "1 of 1 images are not of the size that the annotations say, such as a.png" in told
    assert json.loads(Path("figures.json").read_text())["images"] == 1


def test_a_high_confidence_cuts_the_curves(labelled, capsys):
    evaluate(labelled, "--conf", "0.3", "--limit", "1")
    assert "curves end at confidence 0.3" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["nothing to measure with"]),
        (["--annotations", "no.json"], ["no.json cannot be read"]),
        (["--annotations", "a", "--data", "b"], ["--annotations and --data do not go together"]),
        (["set", "--data", "my.data"], ["--data names its images itself", "set"]),
        (["missing"], ["missing does not exist"]),
        (["photo.png", "--labels", "no"], ["labels folder no does not exist"]),
        (["photo.png"], ["none of the 1 images has labels", "photo.txt"]),
        (["photo.png", "--plot", "a.jpg"], ["a.jpg", ".png"]),
        (["photo.png", "--conf", "2"], ["confidence is 2"]),
        (["photo.png", "--model", "yolov9000"], ["yolov9000"]),
    ],
)
def test_bad_input_is_one_line(photo, capsys, arguments, words):
    assert main(["eval", *arguments]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and told.startswith("yolocam: ")
    for word in words:
        assert word in told


def test_without_the_library_the_extra_is_named(monkeypatch, photo, capsys):
    monkeypatch.setitem(sys.modules, "pycocotools", None)
    monkeypatch.delitem(sys.modules, "pycocotools.cocoeval", raising=False)
    assert main(["eval", str(photo)]) == 2
    assert "pip install 'yolocam[eval]'" in capsys.readouterr().err


def test_nothing_readable(photo, capsys):
    photo.write_bytes(b"no picture")
    photo.with_suffix(".txt").write_text("0 0.5 0.5 1 1")
    assert main(["eval", str(photo), *FP32]) == 2
    assert "none of the 1 images can be read" in capsys.readouterr().err


def test_real_images_give_the_figure_that_was_measured_directly():
    labels = SHARED / "eval" / "instances.json"
    if not labels.is_file():
        pytest.skip(f"{labels} is not here")
    # The network alone, used one picture after the other with plain loops after it, gives 28.17.
    figures = evaluate("--annotations", labels, "--conf", "0.005", "--model", "yolov3-tiny")
    assert figures["images"] == 128
    assert 100 * figures["coco"]["AP50"] == pytest.approx(28.17, abs=0.1)


@pytest.mark.parametrize("folder", [[], ["--calibrate", "set/images"]])
def test_int8_is_calibrated_before_anything_is_counted(labelled, capsys, folder):
    run = ["eval", str(labelled), "--precision", "int8", "--json", "figures.json", *folder]
    status = main(run)
    told = capsys.readouterr().err
    if status != 0:
        assert "VNNI" in told  # this processor does not have it
        pytest.skip(told)
    figures = json.loads(Path("figures.json").read_text())
    assert figures["precision"] == "int8" or "to calibrate" in told
    assert figures["images"] == 3
