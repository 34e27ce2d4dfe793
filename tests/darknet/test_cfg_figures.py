"""The figures that a list of models shows of a cfg."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from yolocam.darknet.cfg_figures import CfgFigures, read_figures

NET = "[net]\nwidth = 64\nheight=32 # pixels\n"
HEAD = "[yolo]\nclasses=2\n"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (NET + HEAD, CfgFigures(2, 64, 32)),
        (NET + "[Gaussian_yolo]\nclasses=3\n" + HEAD, CfgFigures(3, 64, 32)),
        ("[network]\nwidth=64\n[convolutional]\nclasses=9\n", CfgFigures(None, 64, None)),
        (NET + HEAD + "[yolo\nclasses=5\n", CfgFigures(2, 64, 32)),  # broken further on
        ("[net]\nwidth=wide\nheight=32\n" + HEAD, CfgFigures(2, None, 32)),
        ("person\ncar\n", CfgFigures()),
        ("", CfgFigures()),
    ],
)
def test_what_a_cfg_says(tmp_path: Path, text: str, figures: CfgFigures) -> None:
    path = tmp_path / "net.cfg"
    path.write_text(text)
    assert read_figures(path) == figures


def test_what_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    assert read_figures(tmp_path / "none.cfg") == read_figures(tmp_path) == CfgFigures()


def test_formats_and_models_are_read_without_torch() -> None:
    names = "yolocam.darknet.cfg_figures, yolocam.darknet.weights_header, yolocam.zoo.library"
    code = f"import sys, {names}; sys.exit('torch' in sys.modules or 'cv2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=240).returncode == 0
