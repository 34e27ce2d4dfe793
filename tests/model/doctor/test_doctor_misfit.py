"""Weights that do not go with their cfg: the doctor names the layer, by how much, and why."""

import pytest

from support.darknet.darknet_files import cfg_file
from support.darknet.doctor_files import CFG, edited, line_of, values_of, write
from support.paths import SHARED
from yolocam.assets import asset
from yolocam.model.doctor import examine


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
def test_weights_of_the_catalogue():
    (error,) = examine(
        asset("models/yolov4-tiny.cfg"), asset("models/yolov3-tiny.weights"), fit="stretch"
    ).errors
    assert "it fits yolov3-tiny.cfg exactly" in error.text
    assert error.layer == 0


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "models").is_dir(), reason="no ../shared")
def test_real_weights_with_a_cfg_for_three_classes(tmp_path):
    text = (SHARED / "cfg" / "yolo-fastest-1.1-xl.cfg").read_text(encoding="utf-8")
    text = text.replace("filters=255", "filters=24").replace("classes=80", "classes=3")
    weights = SHARED / "models" / "yolo-fastest-1.1-xl.weights"
    (error,) = examine(cfg_file(tmp_path, text), weights, fit="stretch").errors
    assert "it fits classes=80 with filters=255 before each head" in error.text
    assert error.layer == 120
