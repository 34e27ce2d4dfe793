"""The cfg parser reads what Darknet reads, and names the line of what it cannot."""

import os
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.darknet.darknet_files import HEAD, TINY, build, cfg_file
from support.paths import SHARED
from yolocam.darknet.cfg import parse_cfg
from yolocam.errors import CfgError, WeightsError
from yolocam.model import load_network
from yolocam.model.layers.darknet_network import REFUSED, DarknetNetwork


def test_values_keep_their_line_numbers(tmp_path):
    cfg = parse_cfg(cfg_file(tmp_path, TINY))
    assert [(s.name, s.line, s.number) for s in cfg.layers] == [
        ("convolutional", 6, 0),
        ("convolutional", 14, 1),
        ("yolo", 21, 2),
    ]
    assert cfg.net.options["height"] == ("32", 3)
    assert cfg.layers[2].options["anchors"] == ("4,6,9,5", 23)


@pytest.mark.parametrize(
    "text",
    [
        TINY.replace("\n", "\r\n"),
        "﻿" + TINY,
        "# comment\n; another\n\n" + TINY,
        TINY.replace("=", " = ").replace("[net]", "  [ net ]\t"),
        TINY.replace("[net]", "[network]"),
        TINY.replace("size=3", "size=3 # a kernel"),
        TINY.replace("4,6, 9,5", "4 , 6,9,5 ,"),
        TINY.rstrip("\n"),
    ],
    ids=["crlf", "bom", "comments", "blanks", "network", "trailing comment", "list", "no last newline"],
)
def test_layout_makes_no_difference(tmp_path, text):
    network = build(tmp_path, text)
    assert (network.net.width, network.net.height) == (64, 32)
    assert network.heads[0].anchor_sizes == ((4, 6), (9, 5))


def test_the_first_of_two_equal_keys_counts(tmp_path):
    assert build(tmp_path, TINY.replace("width=64", "width=64\nwidth=96")).net.width == 64


def test_unused_keys_are_listed_once_training_keys_are_not(tmp_path):
    text = TINY.replace("size=3", "sise=3\nsize=3").replace("num=2", "num=2\njitter=.3\nnums=2")
    text = text.replace("[net]", "[net]\nbatch=64\nletterbox=1")
    unused = build(tmp_path, text).cfg.unused_keys()
    assert [(k.section, k.key) for k in unused] == [
        ("net", "letterbox"),
        ("convolutional", "sise"),
        ("yolo", "nums"),
    ]
    assert unused[1].line == 11


@pytest.mark.parametrize(("line", "expected"), [("", None), ("letter_box=1", True), ("letter_box=0", False)])
def test_letter_box_may_be_absent(tmp_path, line, expected):
    assert build(tmp_path, TINY.replace("[net]", f"[net]\n{line}")).net.letter_box is expected


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


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"# only a comment\n", "is empty"),
        (b"[net]\nwidth=3\n", "no layers"),
        (b"\x00\x00\x00\x00\x02\x00\x00\x00", "holds binary data"),
        ("[net]\nwidth=3".encode("utf-16"), "no layers"),
        (b"\n<!DOCTYPE html>\n<html>", "web page"),
        (b"#" * (1 << 20) + b"\n", "larger than 1 MB"),
        (b"[net]\n" + b"[dropout]\n" * 3000, "more than 2000 layers"),
        (b"\xff\xfe\xfa garbage", "holds binary data"),
    ],
)
def test_other_files_are_refused(tmp_path, content, message):
    path = tmp_path / "net.cfg"
    path.write_bytes(content)
    with pytest.raises(CfgError, match=message):
        DarknetNetwork(parse_cfg(path))


def test_folder_and_missing_file(tmp_path):
    with pytest.raises(CfgError, match="is a folder"):
        parse_cfg(tmp_path)
    with pytest.raises(CfgError, match=re.escape(str(tmp_path / "none.cfg")) + " cannot be read"):
        parse_cfg(str(tmp_path / "none.cfg"))
    with pytest.raises(CfgError, match="cannot be read"):
        parse_cfg("nul\0byte.cfg")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_named_pipe_is_refused_at_once(tmp_path):
    pipe = tmp_path / "pipe.cfg"
    os.mkfifo(pipe)
    with pytest.raises(CfgError, match="not a regular file"):
        parse_cfg(pipe)
    with pytest.raises(WeightsError, match="not a regular file"):
        load_network(cfg_file(tmp_path, TINY), pipe)


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


GFLOPS = {
    "yolov3": 65.9,
    "yolov3-spp": 141.5,
    "yolov3-tiny": 5.6,
    "yolov4": 128.5,
    "yolov4-tiny": 6.9,
    "yolo-fastest-1.1-xl": 0.73,
}
"""As Darknet prints them for these cfgs."""


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"needs the official cfgs in {SHARED}")
@pytest.mark.parametrize("path", sorted((SHARED / "cfg").glob("*.cfg")), ids=lambda path: path.stem)
def test_official_cfg_builds_without_memory(path):
    network = DarknetNetwork(parse_cfg(path))
    published = GFLOPS.get(network.name)
    assert published is None or 2e-9 * network.multiply_adds == pytest.approx(published, rel=0.02)
    assert network.num_classes == 80
    assert network.stride == 32
    assert all(p.is_meta for p in network.parameters())
