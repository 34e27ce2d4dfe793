"""The cfg parser reads what Darknet reads, and refuses other files."""

import os
import re

import pytest

from support.darknet.darknet_files import TINY, build, cfg_file
from support.paths import SHARED
from yolocam.darknet.cfg import parse_cfg
from yolocam.errors import CfgError, WeightsError
from yolocam.model import load_network
from yolocam.model.layers.darknet_network import DarknetNetwork


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


GFLOPS = {
    "yolov3": 65.9,
    "yolov3-spp": 141.5,
    "yolov3-tiny": 5.6,
    "yolov4": 128.5,
    "yolov4-tiny": 6.9,
    "yolo-fastest-1.1-xl": 0.73,
}
"""As Darknet prints them for these cfgs."""


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason=f"needs the official cfgs in {SHARED}")
@pytest.mark.parametrize("path", sorted((SHARED / "cfg").glob("*.cfg")), ids=lambda path: path.stem)
def test_official_cfg_builds_without_memory(path):
    network = DarknetNetwork(parse_cfg(path))
    published = GFLOPS.get(network.name)
    assert published is None or 2e-9 * network.multiply_adds == pytest.approx(published, rel=0.02)
    assert network.num_classes == 80
    assert network.stride == 32
    assert all(p.is_meta for p in network.parameters())
