"""Heads that cannot be where they are: a sentence each, and no more of them than anybody reads."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from yolocam.model.doctor import examine
from yolocam.model.doctor.heads_check import MOST_HEADS

NET = "[net]\nwidth=64\nheight=64\nchannels=3\n"
HEAD = "mask=0\nanchors=10,10\nclasses=2\nnum=1\n"
CONVOLUTION = "[convolutional]\nbatch_normalize=1\nfilters=7\nsize=1\nstride=1\nactivation=linear\n"


def _errors(cfg: Path, weights: Path | None = None) -> list[str]:
    found = examine(cfg, weights, fit="letterbox").findings
    return [finding.text for finding in found if finding.severity == "error"]


@pytest.mark.parametrize("kind", ["yolo", "Gaussian_yolo", "region"])
def test_a_head_as_first_layer_is_an_error_in_a_sentence(tmp_path: Path, kind: str) -> None:
    cfg = tmp_path / "first.cfg"
    cfg.write_text(f"{NET}[{kind}]\n{HEAD}")
    assert _errors(cfg)


def test_of_very_many_wrong_heads_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    cfg = tmp_path / "many.cfg"
    wrong = CONVOLUTION.replace("filters=7", "filters=8")
    cfg.write_text(NET + wrong + f"[route]\nlayers=0\n[yolo]\n{HEAD}" * 300)
    errors = _errors(cfg)
    assert sum("filters" in error for error in errors) == MOST_HEADS
    assert any(f"{300 - MOST_HEADS} more heads are not looked at" in error for error in errors)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_weights_that_are_no_numbers_are_not_called_big_endian(tmp_path: Path, value: float) -> None:
    cfg, weights = tmp_path / "a.cfg", tmp_path / "a.weights"
    cfg.write_text(f"{NET}{CONVOLUTION}[yolo]\n{HEAD}")
    header = struct.pack("<iiiq", 0, 2, 0, 0)
    weights.write_bytes(header + np.full(4 * 7 + 7 * 3, value, "<f4").tobytes())
    (error,) = _errors(cfg, weights)
    assert "not finite numbers" in error and "big-endian" not in error
