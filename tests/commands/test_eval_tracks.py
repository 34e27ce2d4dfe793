"""`yolocam eval --tracks` as a user runs it."""

import json
from pathlib import Path

import pytest

from yolocam.cli import main

TRUTH = "".join(f"{frame},1,10,20,30,40,1,1,1\n" for frame in range(1, 5))


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("truth.txt").write_text(TRUTH)
    Path("found.mot.txt").write_text(TRUTH.replace("3,1,10", "3,9,10").replace("4,1,10", "4,9,10"))


@pytest.mark.slow
def test_two_files(capsys):
    pytest.importorskip("trackers")
    assert main(["eval", "--tracks", "truth.txt", "found.mot.txt", "--json", "figures.json"]) == 0
    (figures,) = json.loads(Path("figures.json").read_text())["sequences"]
    assert figures["switches"] == 1 and figures["mota"] == 0.75 and figures["idf1"] == 0.5
    assert "75.0" in capsys.readouterr().out


@pytest.mark.slow
def test_two_folders_as_the_challenge_has_them(capsys):
    pytest.importorskip("trackers")
    for name in ("A-01", "B-02"):
        folder = Path("train", name, "gt")
        folder.mkdir(parents=True)
        (folder / "gt.txt").write_text(TRUTH)
    Path("mine").mkdir()
    Path("mine/A-01.txt").write_text(TRUTH)
    assert main(["eval", "--tracks", "train", "mine"]) == 2
    assert "mine has no B-02.txt" in capsys.readouterr().err
    Path("mine/B-02.mot.txt").write_text(TRUTH.replace(",1,10", ",-1,10"))
    assert main(["eval", "--tracks", "train", "mine"]) == 0
    told = capsys.readouterr()
    assert [line.split()[0] for line in told.out.splitlines()] == ["film", "A-01", "B-02", "all"]
    assert "B-02 has no numbers of objects" in told.err


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["--tracks", "truth.txt", "none.txt"], "none.txt"),
        (["--tracks", "truth.txt", "."], "expected two files or two folders"),
        (["--tracks", "truth.txt", "found.mot.txt", "--track-class", "3"], "no object of class 3"),
        (["--tracks", "truth.txt", "found.mot.txt", "--labels", "x"], "do not go together"),
        (["images", "--tracks", "truth.txt", "found.mot.txt"], "found 'images' too"),
        (["images", "--track-class", "3"], "goes with --tracks"),
    ],
)
def test_what_is_wrong_is_told(capsys, arguments, words):
    pytest.importorskip("trackers")
    assert main(["eval", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_the_library_is_asked_for(capsys, monkeypatch):
    monkeypatch.setattr("yolocam.registry.Need.met", False)
    assert main(["eval", "--tracks", "truth.txt", "found.mot.txt"]) == 2
    assert "pip install 'yolocam[tracks]'" in capsys.readouterr().err
