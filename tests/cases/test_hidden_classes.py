"""Classes whose names begin with `dont_show`: found by the network, shown nowhere, as Darknet does it."""

import csv
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from support.paths import CASES
from yolocam.app import SAMPLE
from yolocam.assets import asset
from yolocam.cli import main
from yolocam.darknet.names import hidden_classes, read_names, shown_classes, shown_names
from yolocam.model.detector import load_detector
from yolocam.settings import Settings
from yolocam.zoo.catalog import CATALOG

pytestmark = pytest.mark.slow

TINY = CATALOG["yolov3-tiny"]
CAT, PERSON = 15, 0


def names_hiding(*numbers):
    names = list(read_names(TINY.names_path))
    for number in numbers:
        names[number] = f"dont_show {names[number]}"
    return names


@pytest.fixture(scope="module")
def image():
    """A frame of the sample clip, with a person and a cat."""
    capture = cv2.VideoCapture(str(asset(SAMPLE)))
    capture.set(cv2.CAP_PROP_POS_FRAMES, 65)
    ok, image = capture.read()
    capture.release()
    assert ok
    return image


@pytest.fixture
def files(tmp_path, monkeypatch, image):
    """Where a photograph and a names file that hides cats lie; the current folder."""
    monkeypatch.chdir(tmp_path)
    cv2.imwrite("photo.png", image)
    Path("my.names").write_text("\n".join(names_hiding(CAT)), encoding="utf-8")
    return tmp_path


def flags(*more):
    weights = TINY.weights_path(Path())
    files = ["--cfg", str(TINY.cfg_path), "--weights", str(weights), "--names", "my.names"]
    return ["photo.png", *files, "--precision", "fp32", *more]


def test_what_is_hidden_is_told_by_the_name_alone():
    names = ["dont_show car", "car", "dont_showroom", "really_dont_show", "Dont_show"]
    assert hidden_classes(names) == {0, 2}
    assert shown_names(names) == ("car", "really_dont_show", "Dont_show")
    assert shown_classes(names, None) == {1, 3, 4}
    assert shown_classes(names, frozenset({0, 1, 9})) == {1, 9}
    assert shown_classes(["car"], None) is None


@pytest.fixture(scope="module")
def detectors():
    """One with nothing to hide, one that hides cats, and one that is told not to."""
    files, how = (TINY.cfg_path, TINY.weights_path(Path())), {"precision": "fp32", "engine": "torch"}
    made = {
        "all": load_detector(*files, names_hiding(), **how),
        "some": load_detector(*files, names_hiding(CAT), **how),
        "everything": load_detector(*files, names_hiding(CAT), hide=False, **how),
    }
    yield made
    for detector in made.values():
        detector.close()


@pytest.mark.parametrize("floor", [None, 0.05])
@pytest.mark.parametrize("threshold_on", ["score", "objectness"])
@pytest.mark.parametrize("wanted", [None, frozenset({CAT}), frozenset({CAT, PERSON})])
def test_the_rest_is_what_it_would_be_otherwise(detectors, image, floor, threshold_on, wanted):
    settings = Settings(floor=floor, threshold_on=threshold_on, classes=wanted)

    def detect(key):
        (inference,) = detectors[key].submit([image], settings).result()
        return inference

    all_, some, everything = map(detect, ("all", "some", "everything"))
    kept = all_.detections.select(all_.detections.class_id != CAT)
    assert CAT in all_.detections.class_id and CAT not in some.detections.class_id
    for column in ("xyxy", "objectness", "class_score", "class_id"):
        np.testing.assert_allclose(
            getattr(some.detections, column), getattr(kept, column), rtol=1e-4, atol=1e-3
        )
    if floor is not None:
        assert CAT in all_.candidates.class_id and CAT not in some.candidates.class_id
    np.testing.assert_array_equal(everything.detections.class_id, all_.detections.class_id)


def test_no_output_has_them(files, capsys):
    assert main(["detect", *flags(
        "--save-csv", "a.csv", "--save-json", "a.jsonl", "--save-coco", "a.json", "--save-txt", "--save-crop",
        "--summary", "s.csv", "--floor", "0.05",
    )]) == 0  # fmt: skip
    told = capsys.readouterr()
    assert "person" in told.out and "cat" not in told.out + told.err
    with Path("a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["class_name"] for row in csv.DictReader(file)} == {"person"}
    frames = [json.loads(line) for line in Path("a.jsonl").read_text(encoding="utf-8").splitlines()]
    found = [record for record in frames if "detections" in record]
    assert {d["class_id"] for record in found for d in record["detections"]} == {PERSON}
    assert all(row[-1] != CAT for record in found for row in record.get("candidates", {}))
    written = [path for path in files.rglob("*") if path.is_file()]
    assert not [path for path in written if "cat" in path.name]
    assert {path.read_text().split()[0] for path in written if path.suffix == ".txt"} == {str(PERSON)}


def test_stored_results_hide_them_too(files, capsys):
    """The results were made before the name was changed; the file's names decide."""
    Path("my.names").write_text("\n".join(names_hiding()), encoding="utf-8")
    assert main(["detect", *flags("--save-json", "a.jsonl", "--floor", "0.05", "--no-save")]) == 0
    text = Path("a.jsonl").read_text(encoding="utf-8")
    assert '"cat"' in text
    Path("b.jsonl").write_text(text.replace('"cat"', '"dont_show cat"'), encoding="utf-8")
    capsys.readouterr()
    for file, names in (("a.jsonl", {"person", "cat"}), ("b.jsonl", {"person"})):
        assert main(["view", file, "--conf", "0.25", "--save-csv", f"{file}.csv"]) == 0
        with Path(f"{file}.csv").open(encoding="utf-8-sig", newline="") as rows:
            assert {row["class_name"] for row in csv.DictReader(rows)} == names


def test_asking_for_nothing_but_hidden_classes_is_a_sentence(files, capsys):
    assert main(["detect", *flags("--classes", "dont_show cat")]) == 2
    assert "--classes names only classes whose names begin with dont_show" in capsys.readouterr().err


@pytest.mark.skipif(not CASES.is_dir(), reason=f"needs the public cases in {CASES}")
def test_the_public_case():
    names = read_names(CASES / "07-names-dont_show/dontshow.names")
    assert [names[i] for i in sorted(hidden_classes(names))] == ["dont_show car", "dont_show truck"]
