"""Weights that do not go with their cfg: the doctor has to name the layer, by how much, and why."""

import struct

import numpy as np
import pytest

from support.darknet.darknet_files import HEADER, cfg_file
from support.darknet.doctor_files import CFG, COUNT, SIZES, edited, line_of, values_of, write
from support.paths import SHARED
from yolocam.assets import asset
from yolocam.model.doctor import examine

TINY_CFG, TINY_WEIGHTS = asset("models/yolov3-tiny.cfg"), asset("models/yolov3-tiny.weights")


@pytest.fixture
def diagnose(tmp_path):
    """Examine a cfg text with values or the bytes of a file; return the only error."""

    def _diagnose(text, content, header=HEADER):
        cfg = cfg_file(tmp_path, text)
        if isinstance(content, np.ndarray):
            weights = write(tmp_path, content, header)
        else:
            weights = tmp_path / "net.weights"
            weights.write_bytes(content)
        diagnosis = examine(cfg, weights)
        (error,) = diagnosis.errors
        assert not diagnosis.fits
        assert "\n" not in error.text
        assert str(tmp_path) not in error.text
        assert error.line == (None if error.layer is None else line_of(text, error.layer))
        return error

    return _diagnose


def with_classes(count):
    text = CFG.replace("classes=2", f"classes={count}")
    return text.replace("filters=14", f"filters={2 * (5 + count)}")


@pytest.mark.parametrize("count", [1, 5, 80])
def test_number_of_classes(diagnose, tmp_path, count):
    error = diagnose(CFG, values_of(tmp_path, with_classes(count)))
    assert f"it fits classes={count} with filters={2 * (5 + count)} before each head" in error.text
    assert error.layer == 4
    difference = 2 * abs(count - 2) * (24 + 12 + 2)
    assert (
        f" {4 * difference:,} ({difference:,} floats) {'more' if count > 2 else 'fewer'} than" in error.text
    )


def test_classes_and_filters_that_disagree(tmp_path):
    """classes= was changed and filters= forgotten: the weights decide which of the two is right."""
    text = CFG.replace("classes=2", "classes=5")
    diagnosis = examine(cfg_file(tmp_path, text), write(tmp_path, values_of(tmp_path, CFG)))
    assert [error.layer for error in diagnosis.errors] == [5, 9]
    for error in diagnosis.errors:
        assert error.line == line_of(text, error.layer)
        assert (
            "classes=5 expects filters=20 in the layer before it, found 14; 14 filters go with classes=2"
            in (error.text)
        )
    (note,) = (finding for finding in diagnosis.findings if finding.severity == "note")
    assert note.text == "net.weights fits classes=2 with filters=14 before each head"
    assert diagnosis.totals is not None
    assert len(diagnosis.layers) == 10

    diagnosis = examine(
        cfg_file(tmp_path, text),
        write(tmp_path, values_of(tmp_path, text.replace("filters=14", "filters=20"))),
    )
    assert "it fits classes=5 with filters=20 before each head" in diagnosis.errors[2].text
    assert diagnosis.errors[2].layer == 4


def test_filters_that_go_with_no_number_of_classes(tmp_path):
    text = CFG.replace("filters=14", "filters=13")
    diagnosis = examine(cfg_file(tmp_path, text), write(tmp_path, values_of(tmp_path, CFG)))
    assert [error.layer for error in diagnosis.errors] == [5, 9]
    assert all(
        "found 13; 13 filters go with no number of classes" in error.text for error in diagnosis.errors
    )


def test_heads_that_disagree_with_one_another(tmp_path):
    text = edited(8, "filters=14", "filters=16", edited(9, "classes=2", "classes=3"))
    (error,) = examine(cfg_file(tmp_path, text)).errors
    assert (error.layer, error.line) == (9, line_of(text, 9, "classes"))
    assert "classes=3, but the first head (line" in error.text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("section", "old", "new", "says"),
    [
        (2, "batch_normalize=1", "batch_normalise=1", "batch_normalize=1 in layer 2"),
        (7, "batch_normalize=1\n", "", "batch_normalize=1 in layer 7"),
        (3, "size=3", "size=1", "size=3 in layer 3"),
        (2, "size=3", "size=5", "size=3 in layer 2"),
        (2, "filters=16", "filters=10", "filters=16 in layer 2"),
        (3, "filters=24", "filters=40", "filters=24 in layer 3"),
        (2, "pad=1", "pad=1\ngroups=8", "groups=1 in layer 2"),
    ],
)
def test_one_slip_in_the_cfg(diagnose, tmp_path, section, old, new, says):
    error = diagnose(edited(section, old, new), values_of(tmp_path, CFG))
    assert f"it fits with {says} (net.cfg line" in error.text
    assert error.layer == section


def test_a_mistyped_key_is_told_with_the_one_that_is_meant(tmp_path):
    text = edited(2, "batch_normalize=1", "batch_normalise=1")
    (warning,) = (f for f in examine(cfg_file(tmp_path, text)).findings if f.severity == "warning")
    assert (warning.layer, warning.line) == (2, line_of(text, 2, "batch_normalise"))
    assert "batch_normalise= means nothing in [convolutional]; is batch_normalize= meant?" in warning.text


@pytest.mark.slow
def test_two_slips_are_told_by_where_the_values_stop_to_make_sense(diagnose, tmp_path):
    error = diagnose(edited(0, "size=3", "size=5", edited(3, "size=3", "size=5")), values_of(tmp_path, CFG))
    assert "these are another cfg's weights; up to layer 2" in error.text
    assert "or in the convolution before it, layer 0" in error.text
    assert error.layer == 2


@pytest.mark.slow
def test_weights_of_a_cfg_in_the_same_folder(diagnose, tmp_path):
    other = edited(0, "filters=8", "filters=6", edited(3, "filters=24", "filters=30"))
    cfg_file(tmp_path, other, "other.cfg")
    error = diagnose(CFG, values_of(tmp_path, other))
    assert "it fits other.cfg exactly; the count breaks at layer 0" in error.text
    assert "with filters=8 where the other has 6" in error.text
    assert error.layer == 0


@pytest.mark.slow
def test_weights_of_a_cfg_in_the_same_folder_with_other_classes(diagnose, tmp_path):
    other = edited(2, "filters=16", "filters=20", edited(3, "filters=24", "filters=30"))
    cfg_file(tmp_path, other, "other.cfg")
    trained = other.replace("classes=2", "classes=7").replace("filters=14", "filters=24")
    error = diagnose(CFG, values_of(tmp_path, trained))
    assert "it fits other.cfg with classes=7; the count breaks at layer 2" in error.text


@pytest.mark.slow
def test_weights_of_the_catalogue(tmp_path):
    (error,) = examine(asset("models/yolov4-tiny.cfg"), TINY_WEIGHTS, fit="stretch").errors
    assert "it fits yolov3-tiny.cfg exactly" in error.text
    assert error.layer == 0


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


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "models").is_dir(), reason="no ../shared")
def test_real_weights_with_a_cfg_for_three_classes(tmp_path):
    text = (SHARED / "cfg" / "yolo-fastest-1.1-xl.cfg").read_text(encoding="utf-8")
    text = text.replace("filters=255", "filters=24").replace("classes=80", "classes=3")
    weights = SHARED / "models" / "yolo-fastest-1.1-xl.weights"
    (error,) = examine(cfg_file(tmp_path, text), weights, fit="stretch").errors
    assert "it fits classes=80 with filters=255 before each head" in error.text
    assert error.layer == 120
