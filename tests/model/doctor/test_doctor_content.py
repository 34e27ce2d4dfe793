"""Weights that broke off, lost their values, or are another kind of file: the doctor says which."""

import struct

import numpy as np
import pytest

from support.darknet.darknet_files import HEADER, cfg_file
from support.darknet.doctor_files import CFG, COUNT, SIZES, edited, values_of
from yolocam.assets import asset
from yolocam.model.doctor import examine

TINY_CFG = asset("models/yolov3-tiny.cfg")
TINY_WEIGHTS = asset("models/yolov3-tiny.weights")


def cut(text, keep, tmp_path):
    return HEADER + values_of(tmp_path, text).astype("<f4").tobytes()[:keep]


@pytest.mark.slow
def test_download_that_broke_off(diagnose, tmp_path):
    keep = 4 * (SIZES[0] + SIZES[2] + 24 * 4 + 10)
    error = diagnose(CFG, cut(CFG, keep, tmp_path))
    assert f"a download that broke off after {100 * (20 + keep) / (20 + 4 * COUNT):.0f} %" in error.text
    assert "in the kernel of layer 3" in error.text
    assert "which has 10 of 3,456 values" in error.text
    assert f"{4 * COUNT - keep:,} ({COUNT - keep // 4:,} floats) fewer" in error.text
    assert error.layer == 3


def test_download_that_broke_off_within_a_value(diagnose, tmp_path):
    error = diagnose(CFG, cut(CFG, 4 * SIZES[0] + 6, tmp_path))
    assert "in the biases of layer 2" in error.text
    assert f"{4 * COUNT - 4 * SIZES[0] - 6:,} fewer than net.cfg takes" in error.text
    assert error.layer == 2


@pytest.mark.slow
def test_download_of_another_cfg_that_broke_off(diagnose, tmp_path):
    other = edited(0, "filters=8", "filters=20")
    cfg_file(tmp_path, other, "other.cfg")
    error = diagnose(CFG, cut(other, 4 * 4000 + 2, tmp_path))
    assert "a download of the weights of other.cfg that broke off" in error.text


@pytest.mark.slow
def test_only_a_header(diagnose):
    error = diagnose(CFG, HEADER)
    assert "broke off" in error.text
    assert "in the biases of layer 0" in error.text


@pytest.mark.slow
def test_pre_trained_backbone(diagnose, tmp_path):
    error = diagnose(CFG, cut(CFG, 4 * (SIZES[0] + SIZES[2] + SIZES[3]), tmp_path))
    assert "it ends exactly before layer 4" in error.text
    assert "pre-trained backbone that training starts from, not a trained detector" in error.text
    assert error.layer == 4


@pytest.mark.slow
def test_backbone_of_another_network(tmp_path):
    """The file that Darknet calls yolov3-tiny.conv.15, with another network's cfg."""
    content = TINY_WEIGHTS.read_bytes()
    weights = tmp_path / "yolov3-tiny.conv.15"
    weights.write_bytes(content[: len(content) - 4 * (130_815 + 33_280 + 885_760 + 65_535)])
    (error,) = examine(TINY_CFG, weights).errors
    assert "it ends exactly before layer 15" in error.text
    assert error.layer == 15
    (error,) = examine(asset("models/yolov3.cfg"), weights).errors
    assert "it is the pre-trained backbone of yolov3-tiny.cfg" in error.text


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (struct.pack("<iiii", 0, 2, 5, 0), "if its header has 16 bytes, but by its version 0.2.5 it has 20"),
        (struct.pack("<iiiq", 0, 1, 0, 0), "if its header has 20 bytes, but by its version 0.1.0 it has 16"),
    ],
    ids=["16 for 20", "20 for 16"],
)
def test_header_of_the_other_length(diagnose, tmp_path, header, says):
    error = diagnose(CFG, values_of(tmp_path, CFG), header)
    assert says in error.text
    assert "4 (1 float)" in error.text


@pytest.mark.slow
@pytest.mark.parametrize("extra", [1, 400])
def test_bytes_at_the_end(diagnose, tmp_path, extra):
    content = HEADER + values_of(tmp_path, CFG).astype("<f4").tobytes() + b"\0" * extra
    error = diagnose(CFG, content)
    assert "something was appended to it, or the cfg lacks layers after layer 8" in error.text
    assert f"{4 * COUNT + 20 + extra:,} bytes, {extra}" in error.text


OTHER_FILES = {
    "empty": (b"", "is empty"),
    "web page": (b"<!DOCTYPE html>\n<html>", "is a web page"),
    "lfs pointer": (b"version https://git-lfs.github.com/spec/v1\noid", "is a Git LFS pointer"),
    "zip": (b"PK\3\4" + b"\0" * 60, "is a zip archive or PyTorch checkpoint"),
    "onnx": (b"\x08\x08\x12\x07pytorch" + b"\0" * 60, "is an ONNX model"),
    "safetensors": (struct.pack("<Q", 80) + b'{"__metadata__":{}}' + b" " * 60, "is a safetensors file"),
    "json": (b'{"message": "Not Found"}', "is a JSON text"),
    "big-endian": (struct.pack(">iiiq", 0, 2, 5, 0) + b"\0" * 60, "reverse order (big-endian)"),
    "header cut": (HEADER[:17], "ends within its header after 17 bytes"),
}


@pytest.mark.parametrize("name", OTHER_FILES)
def test_other_files_under_this_name(diagnose, name):
    content, says = OTHER_FILES[name]
    error = diagnose(CFG, content)
    assert error.text.startswith("net.weights ")
    assert says in error.text


SECOND_KERNEL = SIZES[0] + 64
SECOND_VARIANCES = SIZES[0] + 48


def spoiled(tmp_path, at, value):
    values = values_of(tmp_path, CFG)
    values[at] = value
    return values


@pytest.mark.parametrize(
    ("at", "value", "says"),
    [
        (SECOND_KERNEL + 5, np.nan, "values that are not finite numbers in the kernel of layer 2"),
        (SECOND_KERNEL - 1, np.inf, "values that are not finite numbers in the variances of layer 2"),
        (SECOND_VARIANCES, -0.5, "negative values in the variances of layer 2"),
        (SECOND_KERNEL, 3e30, "values up to 3e+30 in the kernel of layer 2"),
    ],
)
def test_content_that_cannot_be(diagnose, tmp_path, at, value, says):
    error = diagnose(CFG, spoiled(tmp_path, at, value))
    assert says in error.text
    assert error.layer == 2


def test_values_in_the_other_byte_order(diagnose, tmp_path):
    values = values_of(tmp_path, CFG).astype("<f4").byteswap()
    assert "reverse order (big-endian)" in diagnose(CFG, HEADER + values.tobytes()).text


def test_zeros_to_the_end(diagnose, tmp_path):
    """What a program that reserves the room of a file leaves when it is stopped."""
    values = values_of(tmp_path, CFG)
    values[SIZES[0] + 100 :] = 0
    error = diagnose(CFG, values)
    assert "holds only zeros from the biases of layer 3" in error.text
    assert error.layer == 3
