"""What the doctor says of cfgs and names by themselves: refusals, anchors, sizes, keys, class counts."""

import pytest

from support.darknet.darknet_files import cfg_file
from support.darknet.doctor_files import CFG, edited, line_of, values_of, write
from yolocam.model.doctor import examine

REFUSED = {
    "unknown activation": (edited(2, "leaky", "leeky"), 2, "activation", "activation=leeky is unknown"),
    "unknown section": (CFG.replace("[maxpool]", "[maxpol]"), 1, "", "unknown section [maxpol]"),
    "refused section": (CFG.replace("[maxpool]", "[lstm]"), 1, "", "[lstm] is not supported"),
    "route ahead": (edited(6, "layers=2", "layers=12"), 6, "layers", "names layer 12"),
    "no filters": (edited(3, "filters=24\n", ""), 3, "", "[convolutional] has no filters="),
    "mask": (edited(5, "mask=2,3", "mask=2,4"), 5, "mask", "mask=4 is out of range, expected 0 to 3"),
    "odd anchors": (edited(9, "4,6, 9,5", "4,6, 9"), 9, "anchors", "anchors= has 7 numbers"),
    "bad size": (edited(-1, "width=64", "width=big"), -1, "width", "width='big' is not a whole number"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_cfg_that_is_refused(tmp_path, name):
    text, section, key, says = REFUSED[name]
    diagnosis = examine(cfg_file(tmp_path, text), write(tmp_path, values_of(tmp_path, CFG)))
    (error,) = diagnosis.errors
    assert (error.layer, error.line) == (None if section < 0 else section, line_of(text, section, key))
    assert says in error.text
    assert str(tmp_path) not in error.text
    assert [row.number for row in diagnosis.layers] == list(
        range(10 if section in (5, 9) else max(section, 0))
    )


def test_cfg_that_cannot_be_read(tmp_path):
    diagnosis = examine(tmp_path / "none.cfg", tmp_path / "none.weights", tmp_path / "none.names")
    assert [error.text.split(" cannot be read")[0] for error in diagnosis.errors] == [
        "none.cfg", "none.weights", "none.names",
    ]  # fmt: skip
    assert (diagnosis.layers, diagnosis.totals) == ((), None)
    (error,) = examine(cfg_file(tmp_path, "[net]\nwidth=1\nfilters")).errors
    assert error.line == 3
    (error,) = examine(cfg_file(tmp_path, "PK\0")).errors
    assert "holds binary data" in error.text
    (error,) = examine(tmp_path).errors
    assert "is a folder" in error.text


def test_classifier_is_no_detector(tmp_path):
    diagnosis = examine(cfg_file(tmp_path, CFG[: CFG.index("[convolutional]\nfilters=14")]))
    (error,) = diagnosis.errors
    assert "is a classifier or a backbone, not a detector" in error.text
    assert diagnosis.totals.rows == 0


def warnings(folder, text, names=None, **options):
    diagnosis = examine(cfg_file(folder, text), None, names, **options)
    assert diagnosis.fits
    return [finding for finding in diagnosis.findings if finding.severity == "warning"]


def test_anchors_in_cells_where_pixels_are_meant(tmp_path):
    cells = CFG.replace("4,6, 9,5, 20,18, 30,40", "0.5,0.7, 1.2,0.6, 2.5,2.2, 3.7,3.9")
    (warning,) = warnings(tmp_path, cells)
    assert "these look like the anchors in cells of a [region] head" in warning.text
    assert (warning.layer, warning.line) == (5, line_of(cells, 5, "anchors"))


def test_anchors_in_pixels_where_cells_are_meant(tmp_path):
    head = "[region]\nanchors=4,6, 30,40\nclasses=2\nnum=2\n"
    text = CFG[: CFG.index("[yolo]")] + head
    (warning,) = warnings(tmp_path, text)
    assert "anchor 30 x 40 is larger than the grid of 8 x 8 cells" in warning.text
    assert warning.layer == 5


@pytest.mark.parametrize(("side", "severity"), [(70, "note"), (140, "warning")])
def test_anchors_larger_than_the_input(tmp_path, side, severity):
    (finding,) = examine(cfg_file(tmp_path, edited(5, "30,40", f"30,{side}"))).findings
    assert f"anchor 30 x {side} is larger than the input of 64 x 64 pixels" in finding.text
    assert (finding.severity, finding.layer) == (severity, 5)


def test_anchors_larger_than_another_input(tmp_path):
    (finding,) = examine(cfg_file(tmp_path, CFG), size_wh=(32, 32)).findings
    assert "anchor 30 x 40 is larger than the input of 32 x 32 pixels (1 of the head's 2 are)" in finding.text


def test_anchors_without_a_size(tmp_path):
    (warning,) = warnings(tmp_path, edited(5, "30,40", "30,0"))
    assert "anchor 30 x 0 has no size" in warning.text


def test_number_of_anchors(tmp_path):
    text = edited(9, "num=4", "num=6")
    (warning,) = warnings(tmp_path, text)
    assert "num=6, but anchors= has 4 pairs" in warning.text
    assert (warning.layer, warning.line) == (9, line_of(text, 9, "num"))


def test_side_that_is_no_multiple_of_the_stride(tmp_path):
    (warning,) = warnings(tmp_path, CFG.replace("width=64", "width=68"))
    assert (warning.layer, warning.line) == (None, 2)
    assert "width=68 is no multiple of 8" in warning.text
    assert "expected 64, for example" in warning.text


def test_keys_that_nothing_reads(tmp_path):
    text = edited(3, "stride=2", "stride=2\nfriction=3")
    diagnosis = examine(cfg_file(tmp_path, text))
    (note,) = diagnosis.findings
    assert (note.severity, note.layer, note.line) == ("note", 3, line_of(text, 3, "friction"))
    assert note.text.endswith("friction= means nothing in [convolutional]")


def test_training_keys_are_passed_over(tmp_path):
    text = CFG.replace("channels=3", "channels=3\nbatch=64\nsubdivisions=16\nlearning_rate=0.001")
    assert examine(cfg_file(tmp_path, text)).findings == ()


def test_fit_that_the_cfg_leaves_open(tmp_path):
    newer = CFG.replace("num=4", "num=4\niou_loss=ciou")
    (note,) = examine(cfg_file(tmp_path, newer)).findings
    assert note.severity == "note"
    assert "try the fit 'stretch'" in note.text
    assert examine(cfg_file(tmp_path, newer), fit="stretch").findings == ()
    said = newer.replace("[net]", "[net]\nletter_box=0")
    diagnosis = examine(cfg_file(tmp_path, said))
    assert (diagnosis.findings, diagnosis.totals.fit) == ((), "stretch")


@pytest.mark.parametrize(
    ("text", "errors", "warned"),
    [
        ("nut\nbolt\n", [], []),
        ("nut\n", ["1 names, 1 fewer than the cfg has classes (2)"], []),
        ("nut\nbolt\nscrew\n", ["3 names, 1 more than the cfg has classes (2)"], []),
        ("nut\nnut\n", [], [(2, "'nut' stands in line 1 already")]),
        ("\nnut\n", [], [(1, "is empty, expected the name of class 0")]),
        ("\0", ["holds binary data, expected a names file"], []),
    ],
)
def test_names(tmp_path, text, errors, warned):
    names = tmp_path / "net.names"
    names.write_bytes(text.encode())
    diagnosis = examine(cfg_file(tmp_path, CFG), None, names)
    assert len(diagnosis.errors) == len(errors)
    assert all(says in error.text for says, error in zip(errors, diagnosis.errors, strict=True))
    found = [finding for finding in diagnosis.findings if finding.severity == "warning"]
    assert [finding.line for finding in found] == [line for line, _ in warned]
    assert all(says in finding.text for (_, says), finding in zip(warned, found, strict=True))


def test_errors_stand_before_warnings_and_notes(tmp_path):
    names = tmp_path / "net.names"
    names.write_text("nut\nnut\nnut\n", encoding="utf-8")
    text = edited(9, "num=4", "num=6\nfriction=3")
    severities = [finding.severity for finding in examine(cfg_file(tmp_path, text), None, names).findings]
    assert severities == ["error", "warning", "warning", "warning", "note"]
