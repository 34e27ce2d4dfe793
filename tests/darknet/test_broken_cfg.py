"""What is wrong in a cfg is one sentence that names its line."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.darknet.darknet_files import HEAD, TINY, build
from yolocam.errors import CfgError
from yolocam.model.layers.darknet_network import REFUSED

BROKEN = {
    "number is a word": (("filters=4", "filters=abc"), r"line 8: filters='abc' is not a whole number"),
    "number has digits after": (("filters=4", "filters=4x"), r"line 8"),
    "number is a fraction": (("filters=4", "filters=4.5"), r"line 8"),
    "number in other digits": (("filters=4", "filters=٤"), r"line 8"),
    "number is empty": (("filters=4", "filters="), r"line 8: filters= has no value"),
    "number is missing": (("filters=4", "#"), r"line 6: \[convolutional\] has no filters="),
    "zero filters": (("filters=4", "filters=0"), r"line 8: filters=0 is out of range"),
    "negative filters": (("filters=4", "filters=-4"), r"line 8: filters=-4 is out of range"),
    "huge filters": (("filters=4", "filters=2000000000"), r"line 8: filters=2000000000 is out of range"),
    "endless digits": (("filters=4", "filters=" + "9" * 5000), r"line 8: .*9\.\.\.' is not a whole"),
    "zero size": (("size=3", "size=0"), r"line 9"),
    "huge size": (("size=3", "size=999999"), r"line 9"),
    "zero stride": (("stride=2", "stride=0"), r"line 10"),
    "negative stride": (("stride=2", "stride=-1"), r"line 10"),
    "groups that do not divide": (("pad=1", "pad=1\ngroups=3"), r"line 12: groups=3 divides not"),
    "huge groups": (("pad=1", "pad=1\ngroups=99999999"), r"line 12"),
    "unknown activation": (("=leaky", "=leeky"), r"line 12: activation=leeky is unknown"),
    "xnor": (("pad=1", "pad=1\nxnor=1"), r"line 12: xnor= in \[convolutional\] is not supported"),
    "no width": (("width=64", ""), r"line 1: \[net\] has no width="),
    "zero width": (("width=64", "width=0"), r"line 2"),
    "negative height": (("height=32", "height=-32"), r"line 3"),
    "huge width": (("width=64", "width=1000000"), r"line 2"),
    "huge channels": (("channels=3", "channels=1000000"), r"line 4"),
    "no classes": (("classes=2", "classes=0"), r"line 24"),
    "huge classes": (("classes=2", "classes=2000000000"), r"line 24"),
    "other classes than filters": (
        ("classes=2", "classes=3"),
        r"line 21: \[yolo\] with 2 anchors and classes=3 expects filters=16 .* found 14",
    ),
    "no anchors": (("anchors=4,6, 9,5", ""), r"line 21: \[yolo\] has no anchors="),
    "odd anchors": (("4,6, 9,5", "4,6, 9"), r"line 23: anchors= has 3 numbers"),
    "anchor is a word": (("4,6, 9,5", "4,6, x,5"), r"line 23: anchors='x' is not a number"),
    "anchor is nan": (("4,6, 9,5", "4,6, nan,5"), r"line 23"),
    "anchor is infinite": (("4,6, 9,5", "4,6, 1e999,5"), r"line 23"),
    "anchor is negative": (("4,6, 9,5", "4,6, -9,5"), r"line 23"),
    "anchor is missing": (("4,6, 9,5", "4,,9,5"), r"line 23"),
    "mask beyond num": (("mask=0,1", "mask=0,2"), r"line 22: mask=2 is out of range"),
    "mask negative": (("mask=0,1", "mask=-1,1"), r"line 22"),
    "mask beyond anchors": (("mask=0,1", "mask=0,2\nnum=3"), r"line 22: mask= names anchor 2"),
    "scale is zero": (("num=2", "num=2\nscale_x_y=0"), r"line 26"),
    "route without layers": (("[yolo]", "[route]\n[yolo]"), r"line 21: \[route\] has no layers="),
    "route to itself": (("[yolo]", "[route]\nlayers=2\n[yolo]"), r"line 22: layers=2 .* names layer 2"),
    "route forward": (("[yolo]", "[route]\nlayers=3\n[yolo]"), r"line 22: layers=3"),
    "route before the start": (("[yolo]", "[route]\nlayers=-3\n[yolo]"), r"line 22: layers=-3"),
    "route to a huge layer": (("[yolo]", "[route]\nlayers=-999999999\n[yolo]"), r"line 22"),
    "route of unequal sizes": (
        ("[yolo]", "[maxpool]\nstride=2\n[route]\nlayers=-1,0\n[yolo]"),
        r"line 24: .*joins",
    ),
    "route with too high group": (("[yolo]", "[route]\nlayers=-1\ngroups=2\ngroup_id=2\n[yolo]"), r"line 24"),
    "shortcut of unequal sizes": (
        ("[yolo]", "[maxpool]\nstride=2\n[shortcut]\nfrom=0\n[yolo]"),
        r"line 24: from= adds layer 0 \(32 x 16 x 4\)",
    ),
    "shortcut with strange weights": (
        ("[yolo]", "[shortcut]\nfrom=0\nweights_type=each\n[yolo]"),
        r"line 23",
    ),
    "shortcut to two words": (("[yolo]", "[shortcut]\nfrom=a,b\n[yolo]"), r"line 22"),
    "sam of unequal shapes": (("[yolo]", "[sam]\nfrom=0\n[yolo]"), r"line 21: multiplies"),
    "scale without avgpool": (("[yolo]", "[scale_channels]\nfrom=0\n[yolo]"), r"line 21"),
    "reorg of an odd size": (("[yolo]", "[reorg]\nstride=3\n[yolo]"), r"line 22: stride=3 does not divide"),
    "huge upsample": (("[yolo]", "[upsample]\nstride=2000\n[yolo]"), r"line 22"),
    "many upsamples": (("[yolo]", "[upsample]\nstride=64\n" * 4 + "[yolo]"), r"more than \d+ values"),
    "pool of everything": (
        ("[yolo]", "[maxpool]\nsize=40\npadding=0\nstride=1\n[yolo]"),
        r"line 21: .*nothing",
    ),
    "unknown section": (("[yolo]", "[yollo]"), r"line 21: unknown section \[yollo\]"),
    "known but refused": (("[yolo]", "[lstm]\noutput=3\n[yolo]"), r"line 21: \[lstm\] is not supported"),
    "gaussian with the filters of yolo": (("[yolo]", "[Gaussian_yolo]"), r"line 21: .* expects filters=22 "),
    "layer after a head": (("num=2\n", "num=2\n[upsample]\nstride=2\n"), r"line 26: .*detection layer"),
    "section not closed": (("[yolo]", "[yolo"), r"line 21: found '\[yolo'"),
    "section in the middle of nothing": (("[net]\n", "width=3\n[net]\n"), r"line 1: found 'width=3'"),
    "no net": (("[net]", "[convolutional]"), r"line 1: the first section is \[convolutional\]"),
    "line without equals": (("pad=1", "pad 1"), r"line 11: found 'pad1', expected key=value"),
    "line without key": (("pad=1", "=1"), r"line 11: found '=1'"),
    "too much memory": (("width=64\nheight=32", "width=8192\nheight=8192"), None),
    "two class counts": (
        (
            "num=2\n",
            "num=2\n[route]\nlayers=-3\n" + HEAD.replace("=7", "=8").replace("classes=2", "classes=3"),
        ),
        r"classes=3, but the first head \(line 21\) has classes=2",
    ),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_sections_of_other_networks_are_refused_by_name(tmp_path, name):
    with pytest.raises(
        CfgError, match=rf"line 21: \[{name}\] is not supported, only the sections of detectors"
    ):
        build(tmp_path, TINY.replace("[yolo]", f"[{name}]"))


@pytest.mark.parametrize("name", BROKEN)
def test_broken_value_is_one_sentence_with_its_line(tmp_path, name):
    (old, new), message = BROKEN[name]
    assert old in TINY
    text = TINY.replace(old, new, 1)
    if message is None:  # allowed alone, absurd with many channels
        text, message = text.replace("filters=4", "filters=4000"), r"line 6: .*more than \d+ values"
    with pytest.raises(CfgError, match=message) as caught:
        build(tmp_path, text)
    assert str(caught.value).startswith(str(tmp_path / "net.cfg"))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500


def test_too_many_weights_are_refused_before_they_are_allocated(tmp_path):
    wide = "[convolutional]\nfilters=32768\nsize=3\npad=1\nactivation=linear\n"
    text = "[net]\nwidth=32\nheight=32\n" + wide * 2 + HEAD
    with pytest.raises(CfgError, match=r"line 9: more than \d+ weights"):
        build(tmp_path, text)


def test_too_much_work_is_refused(tmp_path):
    slow = "[convolutional]\nfilters=64\nsize=64\npad=1\nactivation=linear\n"
    with pytest.raises(CfgError, match=r"needs .* multiplications"):
        build(tmp_path, "[net]\nwidth=1024\nheight=1024\n" + 4 * slow + HEAD)


def test_too_much_memory_at_once_is_refused(tmp_path):
    """Each layer is within bounds, but the last one reads them all."""
    wide = "[convolutional]\nfilters=200\nsize=1\nactivation=linear\n"
    text = "[net]\nwidth=1024\nheight=1024\n" + 9 * wide + "[shortcut]\nfrom=0,1,2,3,4,5,6,7\n"
    with pytest.raises(CfgError, match="values at once"):
        build(tmp_path, text + HEAD)


def test_cfg_without_a_head_is_called_a_classifier(tmp_path):
    with pytest.raises(CfgError, match="classifier or a backbone"):
        build(tmp_path, TINY.split("[yolo]")[0])


SECTIONS = (
    "[net]",
    "[yolo]",
    "[route]",
    "[maxpool]",
    "[upsample]",
    "[reorg]",
    "layers=-1",
    "from=0",
    "groups=2",
)


PIECES = (
    "[",
    "]",
    "=",
    ",",
    "-",
    "\n",
    "#",
    "0",
    "-1",
    "1",
    "9" * 30,
    "1e9",
    "\0",
    "é",
    "stride=2",
    "layers=1",
)


WORDS = st.sampled_from(SECTIONS + PIECES)


@pytest.mark.slow
@given(edits=st.lists(st.tuples(st.integers(0, len(TINY)), st.integers(0, 12), WORDS), max_size=6))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mutated_text_raises_nothing_but_cfg_errors(tmp_path, edits):
    text = TINY
    for start, length, word in edits:
        text = text[:start] + word + text[start + length :]
    try:
        build(tmp_path, text)
    except CfgError as error:
        assert "\n" not in str(error)
