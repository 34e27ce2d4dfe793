"""`yolocam export` from outside: the file, what it says, and wrong wishes in one line."""

import os
from pathlib import Path

import pytest

from yolocam.assets import asset
from yolocam.cli import main

CFG, WEIGHTS = asset("models/yolov3-tiny.cfg"), asset("models/yolov3-tiny.weights")


@pytest.mark.slow
def test_weights_of_a_named_model(capsys):
    assert main(["export", "yolov3-tiny", "--format", "weights"]) == 0
    assert Path("yolov3-tiny.weights").read_bytes() == WEIGHTS.read_bytes()
    told = capsys.readouterr().out.splitlines()
    assert told == ["yolov3-tiny.weights, 35.4 MB", f"the same as {WEIGHTS}, bit for bit"]


@pytest.mark.slow
def test_program_of_ones_own_network(capsys):
    flags = ["--cfg", str(CFG), "--weights", str(WEIGHTS), "--imgsz", "96x64", "--batch", "1"]
    assert main(["export", "--format", "torch-export", "--output", "small.pt2", *flags]) == 0
    assert Path("small.pt2").stat().st_size > 35e6
    told = capsys.readouterr().out
    assert "input   float32 (1, 3, 64, 96)\noutput  float32 (1, 90, 85)\nPyTorch " in told
    assert "gives the same: boxes within " in told


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_or_a_device_stays_what_it_is(capsys):
    os.mkfifo("pipe")
    assert main(["export", "yolov3-tiny", "--format", "weights", "--output", "pipe"]) == 1
    assert "pipe is not a regular file" in capsys.readouterr().err
    assert Path("pipe").is_fifo()


WRONG = {
    "no model": (["--format", "onnx"], "name a model"),
    "two models": (["yolov3-tiny", "--format", "onnx", "--cfg", str(CFG)], "give either the model's name"),
    "unknown model": (["yolov99", "--format", "onnx"], "unknown model 'yolov99'"),
    "half a model": (["--format", "onnx", "--cfg", str(CFG)], "--cfg needs --weights as well"),
    "over itself": (
        ["yolov3-tiny", "--format", "weights", "--output", str(WEIGHTS)],
        "is what the model is read from",
    ),
    "batch of weights": (["yolov3-tiny", "--format", "weights", "--batch", "2"], "do not go with --format"),
    "size": (["yolov3-tiny", "--format", "torch-export", "--imgsz", "100"], "expected multiples of 32"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_wishes_are_one_line(capsys, name):
    arguments, message = WRONG[name]
    assert main(["export", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert message in told.err and told.err.count("\n") == 1
    assert not list(Path().iterdir())


@pytest.mark.parametrize(
    ("flag", "value"), [("--imgsz", "4a"), ("--imgsz", "416x"), ("--batch", "0"), ("--format", "tflite")]
)
def test_wrong_values_name_the_flag(capsys, flag, value):
    with pytest.raises(SystemExit) as stop:
        main(["export", "yolov3-tiny", "--format", "weights", flag, value])
    assert stop.value.code == 2
    assert flag in capsys.readouterr().err
