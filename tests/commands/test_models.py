"""`yolocam models` as a user runs it: a network of one's own, by name from then on."""

import json
import shutil
from pathlib import Path

import pytest

from yolocam.assets import asset
from yolocam.cli import main
from yolocam.zoo import library
from yolocam.zoo.library import available_models

CFG, WEIGHTS, NAMES = (
    asset(f"models/{name}") for name in ("yolov3-tiny.cfg", "yolov3-tiny.weights", "coco.names")
)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty folder in place of the user's own."""
    made = tmp_path / "data" / "models"
    monkeypatch.setattr(library, "models_folder", lambda: made)
    return made


@pytest.fixture
def training(tmp_path):
    """What a training leaves: a cfg, weights and class names."""
    home = tmp_path / "training"
    home.mkdir()
    for source, name in ((CFG, "mine.cfg"), (WEIGHTS, "mine_best.weights"), (NAMES, "obj.names")):
        shutil.copyfile(source, home / name)
    return home


def run(capsys, *arguments, status=0):
    """Run, and return what is written to the output and to the error output."""
    try:
        assert main(arguments) == status
    except SystemExit as stop:
        assert stop.code == status
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return told.out, told.err


@pytest.mark.slow
def test_an_added_model_is_used_by_name_until_it_is_removed(capsys, training, photo, folder):
    out, err = run(capsys, "models", "add", str(training))
    assert err == ""
    assert "added mine: 416x416, 80 classes" in out
    assert f"{training / 'mine_best.weights'} (found beside the others)" in out
    assert str(folder / "own" / "mine") in out
    shutil.rmtree(training)

    assert "mine" in available_models()
    run(capsys, "detect", str(photo), "--model", "mine", "--no-save", "--save-json", "found.jsonl")
    found = json.loads(Path("found.jsonl").read_text().splitlines()[0])
    assert "person" in json.dumps(found["detections"])

    out, _ = run(capsys, "models", "remove", "mine")
    assert f"deleted {folder / 'own' / 'mine' / 'mine.weights'}" in out
    _, err = run(capsys, "detect", str(photo), "--model", "mine", "--no-save", status=2)
    assert "unknown model 'mine'" in err


def test_the_files_of_a_reference_stay(capsys, training, folder):
    out, _ = run(capsys, "models", "add", "--reference", "--name", "my nuts", str(training / "mine.cfg"))
    assert "used where they lie" in out and 'yolocam --model "my nuts"' in out
    assert not (folder / "own").exists()
    out, _ = run(capsys, "models", "remove", "my nuts")
    assert out == "my nuts is forgotten, its files stay where they are\n"
    assert (training / "mine_best.weights").exists()


@pytest.mark.slow
def test_a_name_that_is_taken_is_replaced_and_said(capsys, training):
    run(capsys, "models", "add", "--reference", str(training))
    _, err = run(capsys, "models", "add", "--reference", str(training))
    assert "'mine' is taken" in err and "'mine-2' is used" in err
    _, err = run(capsys, "models", "add", "--name", "mine", str(training), status=2)
    assert "there is a model called 'mine' already" in err


@pytest.mark.slow
def test_files_that_do_not_fit_are_not_added(capsys, training, folder):
    weights = training / "mine_best.weights"
    weights.write_bytes(weights.read_bytes()[:1_000_000])
    _, err = run(capsys, "models", "add", str(training), status=2)
    assert str(weights) in err and "`yolocam models check " in err
    assert len(err.splitlines()) == 1
    assert not folder.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add"], "FILE"),
        (["add", "none.cfg"], "none.cfg does not exist"),
        (["add", "training", "--name", "con"], "cannot be called 'con'"),
        (["info", "yolov3tiny"], "did you mean 'yolov3-tiny'?"),
        (["info"], "NAME"),
        (["remove", "yolov3-tiny"], "ships with yolocam"),
        (["download"], "NAME"),
        (["lst"], "there is no command 'lst', did you mean list?"),
        (["--json", "info", "yolov3"], "info has to stand before the flags"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(capsys, training, arguments, words):
    _, err = run(capsys, "models", *arguments, status=2)
    assert words in err
    assert len(err.splitlines()) == 1


def test_list_and_info_as_json(capsys, training, folder):
    run(capsys, "models", "add", str(training))
    out, _ = run(capsys, "models", "list", "--json")
    (line,) = out.splitlines()
    listed = json.loads(line)
    assert listed["folder"] == str(folder)
    models = {model["name"]: model for model in listed["models"]}
    assert models["yolov4"]["ap50"] == 65.7 and not models["yolov4"]["ready"]
    mine = models["mine"]
    assert (mine["own"], mine["ready"], mine["size_wh"], mine["classes"]) == (True, True, [416, 416], 80)
    assert mine["bytes"] == WEIGHTS.stat().st_size

    out, _ = run(capsys, "models", "info", "mine", "--json")
    told = json.loads(out)
    assert told["class_names"][:2] == ["person", "bicycle"]
    published = json.loads(run(capsys, "models", "info", "yolov3-tiny", "--json")[0])
    assert told["weights_sha256"] == published["sha256"][0] == published["weights_sha256"]


def test_info_tells_weights_that_are_not_the_published_ones(capsys, folder):
    folder.mkdir(parents=True)
    (folder / "yolov4.weights").write_bytes(b"other")
    out, _ = run(capsys, "models", "info", "yolov4")
    assert "NOT as published" in out
    assert "e8a4f6c62188738d86dc6898d82724ec0964d0eb9d2ae0f0a9d53d65d108d562" in out


def test_the_table_fits_a_terminal_and_names_what_to_do(capsys, training, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    run(capsys, "models", "add", "--reference", str(training))
    (training / "mine_best.weights").unlink()
    out, _ = run(capsys, "models")
    lines = out.splitlines()
    assert all(len(line) <= 80 for line in lines[:-1])
    rows = {line.split()[0]: line for line in lines if line and not line.startswith("`")}
    assert (
        "248.0 MB" in rows["yolov3"] and "public domain" in rows["yolov3"] and "not on disk" in rows["yolov3"]
    )
    assert "files gone" in rows["mine"]
    assert "yolocam models download yolov3" in lines[-1]


def test_a_damaged_list_is_told_once_and_nothing_fails(capsys, folder):
    folder.mkdir(parents=True)
    (folder / "models.json").write_text("{")
    out, err = run(capsys, "models")
    assert "yolov3-tiny" in out
    assert len(err.splitlines()) == 1 and "models.json, is damaged" in err


def test_missing_weights_are_answered_with_the_command_that_gets_them(capsys, photo):
    _, err = run(capsys, "detect", str(photo), "--model", "yolov4", status=2)
    assert "`yolocam models download yolov4` gets them" in err
