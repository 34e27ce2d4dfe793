"""The doctor on sound files: its tables against figures by hand and those that are published."""

import json
import struct
import subprocess
import sys
from dataclasses import asdict

import numpy as np
import pytest

from support.darknet.darknet_files import HEAD, cfg_file
from support.darknet.doctor_files import CFG, COUNT, SIZES, line_of, values_of, write
from support.paths import SHARED
from yolocam.assets import asset
from yolocam.model.doctor import examine
from yolocam.zoo.catalog import CATALOG


@pytest.fixture
def sound(tmp_path):
    names = tmp_path / "net.names"
    names.write_text("nut\nbolt\n", encoding="utf-8")
    return cfg_file(tmp_path, CFG), write(tmp_path, values_of(tmp_path, CFG)), names


def test_sound_files_have_no_findings(sound):
    diagnosis = examine(*sound)
    assert diagnosis.findings == ()
    assert diagnosis.fits
    json.dumps(asdict(diagnosis))


def test_totals_by_hand(sound):
    totals = examine(*sound).totals
    assert totals.input == (64, 64, 3)
    assert (totals.classes, totals.layers, totals.stride, totals.fit) == (2, 10, 8, "letterbox")
    assert totals.parameters == COUNT
    assert totals.rows == 2 * (8 * 8 + 16 * 16)
    assert totals.bytes_expected == totals.bytes_found == 20 + 4 * COUNT
    assert (totals.version, totals.seen, totals.header_bytes) == ((0, 2, 5), 0, 20)
    convolutions = 2 * (8 * 27 * 32**2 + (16 * 72 + 12 * 144 + 14 * 12) * 16**2 + (24 * 144 + 14 * 24) * 8**2)
    pooling = 4 * 8 * 16**2
    assert totals.gflops == pytest.approx((convolutions + pooling) / 1e9, rel=1e-9)


def test_layers_by_hand(sound):
    rows = examine(*sound).layers
    assert {row.number: row.parameters for row in rows if row.parameters} == SIZES
    assert [row.line for row in rows] == [line_of(CFG, number) for number in range(10)]
    assert [row.output for row in rows[:4]] == [(32, 32, 8), (16, 16, 8), (16, 16, 16), (8, 8, 24)]
    assert (rows[3].filters, rows[3].size, rows[3].stride, rows[3].groups) == (24, 3, (2, 2), 1)
    assert (rows[1].filters, rows[1].size, rows[1].stride, rows[1].groups) == (None, 2, (2, 2), None)
    assert rows[6].sources == (2,)
    # 3 at steps of 2; 2 more steps of 2; 3 x 3 at steps of 4, twice; then steps of 8.
    assert [row.receptive_wh[0] for row in rows] == [3, 5, 13, 21, 21, 21, 13, 21, 21, 21]


def test_heads(sound):
    deep, fine = examine(*sound).totals.heads
    assert (deep.layer, deep.grid_wh, deep.stride_wh, deep.classes) == (5, (8, 8), (8.0, 8.0), 2)
    assert deep.anchors == ((20, 18), (30, 40))
    assert (fine.layer, fine.grid_wh, fine.receptive_wh) == (9, (16, 16), (21, 21))
    assert fine.anchors == ((4, 6), (9, 5))


def test_receptive_field_is_what_a_gradient_reaches(tmp_path):
    """Move each pixel of the input: only those of the field may change the value in the middle."""
    import torch

    from yolocam.model import load_network

    values = np.abs(values_of(tmp_path, CFG)) + 0.01  # nothing cancels, no activation is switched off
    cfg, weights = cfg_file(tmp_path, CFG), write(tmp_path, values)
    network = load_network(cfg, weights)
    for head, row in enumerate(examine(cfg, weights).totals.heads):
        x = torch.rand(1, 3, 64, 64, requires_grad=True)
        raw = network.raw(x)[head]
        side = raw.shape[-1] // 2
        raw[0, :, side, side].sum().backward()
        touched = x.grad.abs().sum((0, 1)).nonzero()
        width, height = (int(touched[:, axis].max() - touched[:, axis].min()) + 1 for axis in (1, 0))
        # A pooling window passes on the largest of its four pixels only.
        assert row.receptive_wh[0] - 2 <= width <= row.receptive_wh[0]
        assert row.receptive_wh[1] - 2 <= height <= row.receptive_wh[1]


@pytest.mark.slow
@pytest.mark.parametrize("name", CATALOG)
def test_gflops_are_the_published_ones(name):
    entry = CATALOG[name]
    diagnosis = examine(entry.cfg_path, None, entry.names_path, fit=entry.fit)
    assert diagnosis.findings == ()
    assert diagnosis.totals.gflops == pytest.approx(entry.gflops, abs=0.051 if entry.gflops > 1 else 0.0051)
    assert diagnosis.totals.fit == entry.fit
    assert diagnosis.totals.bytes_expected == (entry.bytes or diagnosis.totals.bytes_expected)


def test_whole_picture_behind_an_average(tmp_path):
    squeeze = "\n[avgpool]\n\n[convolutional]\nfilters=24\nsize=1\n\n[scale_channels]\nfrom=3\n"
    head = CFG.index("[convolutional]\nfilters=14")
    diagnosis = examine(cfg_file(tmp_path, CFG[:head] + squeeze + HEAD))
    assert diagnosis.fits
    assert [row.receptive_wh for row in diagnosis.layers[3:6]] == [(21, 21), None, None]
    assert diagnosis.totals.heads[0].receptive_wh is None


def test_another_input_size(sound):
    totals = examine(*sound, size_wh=(96, 32)).totals
    assert totals.input == (96, 32, 3)
    assert [head.grid_wh for head in totals.heads] == [(12, 4), (24, 8)]
    assert totals.gflops == pytest.approx(examine(*sound).totals.gflops * 0.75)
    assert examine(*sound).totals.input == (64, 64, 3)


def test_region_anchors_are_told_in_pixels(tmp_path):
    text = CFG[: CFG.index("[yolo]")] + "[region]\nanchors=1,2, 3.5,4\nclasses=2\nnum=2\n"
    assert examine(cfg_file(tmp_path, text)).totals.heads[0].anchors == ((8, 16), (28, 32))


def test_old_header(sound, tmp_path):
    values = values_of(tmp_path, CFG)
    totals = examine(sound[0], write(tmp_path, values, struct.pack("<iiii", 0, 1, 0, 6400))).totals
    assert (totals.version, totals.seen, totals.header_bytes) == ((0, 1, 0), 6400, 16)
    assert totals.bytes_expected == totals.bytes_found == 16 + 4 * COUNT


def test_shipped_weights():
    diagnosis = examine(
        asset("models/yolov3-tiny.cfg"), asset("models/yolov3-tiny.weights"), asset("models/coco.names")
    )
    assert diagnosis.findings == ()
    assert diagnosis.totals.seen == 32_013_312
    assert [head.receptive_wh for head in diagnosis.totals.heads] == [(318, 318), (286, 286)]


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "cfg").is_dir(), reason="no ../shared")
def test_official_cfgs_raise_no_warning():
    for path in sorted((SHARED / "cfg").glob("*.cfg")):
        findings = examine(path).findings
        assert [finding for finding in findings if finding.severity != "note"] == [], path.name


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "models").is_dir(), reason="no ../shared")
def test_real_weights_of_another_family():
    weights = SHARED / "models" / "yolo-fastest-1.1-xl.weights"
    assert examine(SHARED / "cfg" / "yolo-fastest-1.1-xl.cfg", weights, fit="stretch").findings == ()


def test_import_needs_no_torch():
    """The window imports the values of a report; only an examination takes the seconds of torch."""
    code = "import sys, yolocam.model.doctor; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=240).returncode == 0
