"""`yolocam models check` as a user runs it: the report, the exit status, and how the files are named."""

import json
import shutil

import pytest

from yolocam.assets import asset
from yolocam.cli import main
from yolocam.zoo import library

CFG, WEIGHTS, NAMES = (
    asset(f"models/{name}") for name in ("yolov3-tiny.cfg", "yolov3-tiny.weights", "coco.names")
)


@pytest.fixture(autouse=True)
def surroundings(tmp_path, monkeypatch):
    """No model of the machine's user counts, and no line is folded."""
    monkeypatch.setattr(library, "models_folder", lambda: tmp_path / "none")
    monkeypatch.setenv("COLUMNS", "400")


@pytest.fixture
def check(capsys):
    """Run the command and return what it prints; the error output has to stay empty."""

    def _check(*arguments, status=0):
        assert main(("models", "check", *map(str, arguments))) == status
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return _check


def other_classes(folder, count=3):
    """Write yolov3-tiny's cfg for another number of classes, and return its path."""
    text = CFG.read_text(encoding="utf-8").replace("classes=80", f"classes={count}")
    path = folder / "mine.cfg"
    path.write_text(text.replace("filters=255", f"filters={3 * (5 + count)}"), encoding="utf-8")
    return path


def test_a_model_by_its_name(check):
    out = check("yolov3-tiny")
    assert "416 x 416 x 3, frames are letterboxed" in out
    assert "24 layers, 8,858,734 parameters, 5.571 GFLOPs" in out
    assert "35,434,956, as expected" in out
    assert "20 bytes, version 0.2.0, 32,013,312 images seen in training" in out
    assert "81x82, 135x169, 344x319" in out
    assert out.endswith("these files fit together\n")
    assert "convolutional" not in out


def test_a_name_wins_over_a_folder_that_is_called_so(check, tmp_path):
    (tmp_path / "yolov3-tiny").mkdir()
    assert "fit together" in check("yolov3-tiny")


def test_weights_that_are_not_on_this_machine(check):
    out = check("yolov4")
    assert "weights   none" in out
    assert "stretched" in out  # as the catalogue knows, and the cfg does not
    assert out.endswith("nothing is wrong, but there are no weights to compare\n")


def test_files_that_do_not_fit(check, tmp_path):
    out = check(other_classes(tmp_path), WEIGHTS, NAMES, status=2)
    *_, first, second, verdict = out.splitlines()
    assert first.startswith("error  yolov3-tiny.weights has 35,434,956 bytes, 711,480 (177,870 floats) more")
    assert "it fits classes=80 with filters=255 before each head; the count breaks at layer 15" in first
    assert second.startswith("error  coco.names has 80 names, 77 more than the cfg has classes (3)")
    assert verdict == "these files do not fit together"


def test_findings_stay_below_the_layers(check, tmp_path):
    lines = check(other_classes(tmp_path), WEIGHTS, "--layers", status=2).splitlines()
    row = next(line for line in lines if line.split()[:1] == ["8"])
    assert row.split() == [
        "8",
        "63",
        "convolutional",
        "7",
        "256",
        "3/1",
        "26x26x256",
        "295,936",
        "0.399",
        "78",
    ]
    assert lines.index(row) < lines.index(next(line for line in lines if line.startswith("error")))


def test_another_input_size(check):
    out = check("yolov3-tiny", "--imgsz", "320x256")
    assert "320 x 256 x 3" in out
    assert "10x8" in out
    assert "note  yolov3-tiny.cfg line" in out
    assert "anchor 344 x 319 is larger than the input of 320 x 256 pixels" in out


def test_json_has_everything(check, tmp_path):
    cfg = other_classes(tmp_path)
    report = json.loads(check(cfg, WEIGHTS, "--json", status=2))
    assert (report["cfg"], report["weights"], report["fits"]) == (str(cfg), str(WEIGHTS), False)
    assert report["totals"]["bytes_found"] - report["totals"]["bytes_expected"] == 711_480
    assert len(report["layers"]) == report["totals"]["layers"] == 24
    assert report["layers"][12]["output"] == [13, 13, 1024]
    assert (report["findings"][0]["severity"], report["findings"][0]["layer"]) == ("error", 15)


def test_a_folder(check, tmp_path):
    for source, name in ((CFG, "mine.cfg"), (WEIGHTS, "mine_best.weights"), (NAMES, "obj.names")):
        shutil.copyfile(source, tmp_path / name)
    report = json.loads(check(tmp_path, "--json"))
    assert [report[key].rsplit("/")[-1].rsplit("\\")[-1] for key in ("cfg", "weights", "names")] == [
        "mine.cfg", "mine_best.weights", "obj.names",
    ]  # fmt: skip


def test_a_cfg_alone(check, tmp_path):
    shutil.copyfile(CFG, tmp_path / "mine.cfg")
    out = check(tmp_path / "mine.cfg")
    assert "35,434,956 expected" in out
    assert out.endswith("nothing is wrong, but there are no weights to compare\n")


def test_each_missing_file_is_a_finding(check, tmp_path):
    out = check(tmp_path / "a.cfg", tmp_path / "b.weights", tmp_path / "c.names", status=2)
    for file in ("a.cfg", "b.weights", "c.names"):
        assert f"{file} cannot be read: " in out


def test_a_checkpoint_of_another_program(check, tmp_path):
    checkpoint = tmp_path / "best.pt"
    checkpoint.write_bytes(b"PK\3\4" + b"\0" * 90)
    assert "best.pt is a zip archive or PyTorch checkpoint" in check(CFG, checkpoint, status=2)


def test_a_name_that_is_not_known(capsys):
    assert main(("models", "check", "yolov3-tinny")) == 2
    assert "did you mean 'yolov3-tiny'?" in capsys.readouterr().err


def test_colours_have_words_beside_them(check, tmp_path, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    out = check(other_classes(tmp_path), WEIGHTS, status=2)
    assert "\x1b[1;31merror\x1b[0m" in out
