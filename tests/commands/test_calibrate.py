"""`--calibrate`: int8 from the first picture on, now and the next time, or a reason."""

import json
from pathlib import Path

import numpy as np
import pytest
from cv2 import imwrite

from yolocam.assets import asset
from yolocam.cli import main
from yolocam.model.engines.torch_cpu.quantized import can_quantize

pytestmark = pytest.mark.skipif(not can_quantize(), reason="this processor does not multiply bytes (VNNI)")


def precision(*flags, photo):
    assert main(["detect", str(photo), "--no-save", "--stats-json", "stats.json", *flags]) == 0
    return json.loads(Path("stats.json").read_text(encoding="utf-8"))["precision"]


def test_on_a_film(photo, capsys):
    wish = ("--precision", "int8")
    assert precision(*wish, photo=photo) == "fp32"
    assert precision(*wish, "--calibrate", str(asset("samples/gallery.mp4")), photo=photo) == "int8"
    assert "int8 calibrated on" in capsys.readouterr().out
    assert precision(*wish, photo=photo) == "int8"


def test_where_there_is_nothing_to_see(photo, tmp_path, capsys):
    (tmp_path / "plain").mkdir()
    imwrite(str(tmp_path / "plain/grey.png"), np.full((64, 64, 3), 128, np.uint8))
    flags = ("--precision", "int8", "--calibrate", str(tmp_path / "plain"))
    assert precision(*flags, photo=photo) == "fp32"
    assert "shows too little to calibrate on" in capsys.readouterr().out


def test_only_with_int8(photo, capsys):
    assert main(["detect", str(photo), "--no-save", "--calibrate", str(photo)]) == 2
    assert "--calibrate prepares int8, but --precision is auto" in capsys.readouterr().err
