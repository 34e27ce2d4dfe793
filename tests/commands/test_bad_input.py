"""Whatever is wrong with the input: exit status 2, a line or two that name it, no traceback."""

import shutil
from pathlib import Path

import pytest

from yolocam.assets import asset
from yolocam.cli import main

CFG = str(asset("models/yolov3-tiny.cfg"))
WEIGHTS = str(asset("models/yolov3-tiny.weights"))


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run, expect status 2 and at most two lines, and return them."""
    try:
        status = main(arguments)
    except SystemExit as stop:
        status = stop.code
    told = capsys.readouterr().err
    assert status == 2
    assert 1 <= len(told.strip().splitlines()) <= 2, told
    assert "Traceback" not in told
    return told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--conf", "7"], ["confidence", "7", "0 to 1"]),
        (["--conf", "nan"], ["confidence", "nan"]),
        (["--conf", "much"], ["--conf", "much"]),
        (["--iou", "-1"], ["iou", "-1"]),
        (["--imgsz", "333"], ["333", "multiple of 32", "320", "352"]),
        (["--imgsz", "1000000"], ["1000000"]),
        (["--batch", "0"], ["--batch", "0"]),
        (["--stride", "-3"], ["--stride", "-3"]),
        (["--max-det", "0"], ["max_det", "0"]),
        (["--model", "yolov3-tinny"], ["yolov3-tinny", "did you mean 'yolov3-tiny'"]),
        (["--model", "yolov4"], ["yolov4", "weights"]),
        (["--device", "cuda:99"], ["cuda:99"]),
        (["--device", "toaster"], ["toaster", "cpu"]),
        (["--precision", "int3"], ["int3", "fp32"]),
        (["--palette", "none-such"], ["none-such"]),
        (["--classes", "persn"], ["persn", "did you mean 'person'"]),
        (["--classes", "80"], ["80", "79"]),
        (["--cfg", CFG], ["--cfg", "--weights"]),
        (["--weights", WEIGHTS], ["--weights", "--cfg"]),
        (["--cfg", "none.cfg", "--weights", WEIGHTS], ["none.cfg"]),
        (["--cfg", CFG, "--weights", "none.weights"], ["none.weights"]),
        (["--no-such-flag"], ["--no-such-flag"]),
        (["--save-conf"], ["--save-conf", "--save-txt"]),
    ],
)
def test_flags(capsys, photo, flags, words):
    told = complaint(capsys, "detect", "photo.png", *flags)
    for word in words:
        assert word in told
    assert not Path("runs").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "words"),
    [
        ([], ["no image"]),
        (["none.jpg"], ["none.jpg", "does not exist"]),
        (["*.nothing"], ["*.nothing"]),
        (["empty_folder"], ["empty_folder"]),
        (["notes.txt"], ["notes.txt"]),
        (["letter.mp4"], ["letter.mp4"]),
        (["empty.mp4"], ["empty.mp4"]),
        (["empty.jpg"], ["empty.jpg"]),
    ],
)
def test_sources(capsys, source, words):
    Path("empty_folder").mkdir()
    Path("notes.txt").write_text("hello")
    Path("letter.mp4").write_text("dear film")
    for name in ("empty.mp4", "empty.jpg"):
        Path(name).write_bytes(b"")
    told = complaint(capsys, "detect", "--no-save", *source)
    for word in words:
        assert word in told


@pytest.mark.slow
def test_too_few_names(capsys, photo):
    Path("few.names").write_text("person\nbicycle\n")
    told = complaint(
        capsys, "detect", "photo.png", "--cfg", CFG, "--weights", WEIGHTS, "--names", "few.names"
    )
    assert "2 names" in told and "80" in told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["empty"]),
        (b"\x00\x00", ["bytes"]),
        (b"<!DOCTYPE html><html>not found</html>" * 9, ["web page"]),
        (b"\x80\x02}q\x00." * 9, ["pickle"]),
    ],
)
def test_weights(capsys, photo, content, words):
    Path("w.weights").write_bytes(content)
    told = complaint(capsys, "detect", "photo.png", "--cfg", CFG, "--weights", "w.weights")
    for word in ("w.weights", *words):
        assert word in told


@pytest.mark.parametrize("change", [-4, 4])
def test_weights_of_the_wrong_length(capsys, photo, change):
    shutil.copy(WEIGHTS, "w.weights")
    with Path("w.weights").open("r+b") as file:
        file.truncate(Path(WEIGHTS).stat().st_size + change)
    told = complaint(capsys, "detect", "photo.png", "--cfg", CFG, "--weights", "w.weights")
    assert "w.weights" in told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("filters=16", "filters=-16", "-16"),
        ("filters=16", "filters=99999999999", "99999999999"),
        ("filters=16", "filters=abc", "abc"),
        ("width=416", "width=0", "width"),
        ("layers=-4", "layers=40", "40"),
        ("[maxpool]", "[maxpoool]", "maxpoool"),
    ],
)
def test_cfg(capsys, photo, old, new, word):
    text = Path(CFG).read_text()
    line = text[: text.index(old)].count("\n") + 1
    Path("bad.cfg").write_text(text.replace(old, new, 1))
    told = complaint(capsys, "detect", "photo.png", "--cfg", "bad.cfg", "--weights", WEIGHTS)
    assert "bad.cfg" in told and str(line) in told and word in told


@pytest.mark.slow
def test_unwritable_output_is_a_failure_of_its_own(capsys, photo):
    Path("file").write_text("in the way")
    assert main(["detect", "photo.png", "--output", "file/folder"]) == 1
    assert "file/folder" in capsys.readouterr().err


def test_results_do_not_overwrite_an_input_or_each_other(capsys, photo):
    before = Path("photo.png").read_bytes()
    Path("link.json").symlink_to("photo.png")
    for source, name in (("photo.png", "photo.png"), ("photo.png", "link.json"), ("link.json", "photo.png")):
        assert "input" in complaint(capsys, "detect", source, "--no-save", "--save-json", name)
    assert Path("photo.png").read_bytes() == before
    told = complaint(capsys, "detect", "photo.png", "--save-json", "a.txt", "--stats-json", "./a.txt")
    assert "--save-json" in told and "--stats-json" in told
