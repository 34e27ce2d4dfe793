"""`benchmarks/peers.py --docs` keeps a table for each processor that it was run on."""

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def peers(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import peers

    yield peers
    for name in ("peers", "workshop"):
        sys.modules.pop(name, None)


def test_a_processor_replaces_its_own_tables_and_no_others(peers):
    page = f"above\n\n{peers.PLACE}\n\nbelow\n"
    for processor, text in (("One", "first"), ("Two", "second"), ("One", "third")):
        page = peers.with_tables(page, processor, text)
    assert page == (
        "above\n\n<!-- begin: One -->\n\nthird\n\n<!-- end: One -->\n\n"
        f"<!-- begin: Two -->\n\nsecond\n\n<!-- end: Two -->\n\n{peers.PLACE}\n\nbelow\n"
    )


def test_the_page_has_the_place(peers):
    assert peers.PLACE in (peers.DOCS / "performance.md").read_text(encoding="utf-8")


def test_ratios_are_to_the_quickest_peer(peers):
    rows = [("yolocam auto", 5.0, True), ("OpenVINO bf16", 400.0, False), ("OpenVINO fp32", 10.0, False)]
    lines = peers.Table("tiny", "ms", rows, higher_is_better=False).markdown().splitlines()
    assert "ratio to OpenVINO fp32" in lines[2]
    assert (
        lines[4] == "| **yolocam auto** | 5.0 | 0.50 |" and lines[-1] == "| OpenVINO bf16 | 400.0 | 40.00 |"
    )
    rates = peers.Table("film", "frames/s", rows, higher_is_better=True).markdown()
    assert "ratio to OpenVINO bf16" in rates


def test_time_of_all_cores_has_a_column_where_it_is_known(peers):
    rows = [("yolocam auto", 5.0, True), ("OpenCV dnn", 10.0, False)]
    table = peers.Table("tiny", "ms", rows, higher_is_better=False, spent={"yolocam auto": 9.0})
    assert table.markdown().splitlines()[2:] == [
        "| | ms | ratio to OpenCV dnn | ms of all cores' time |",
        "|---|---:|---:|---:|",
        "| **yolocam auto** | 5.0 | 0.50 | 9.0 |",
        "| OpenCV dnn | 10.0 | 1.00 | |",
    ]


def test_without_leaves_out_by_label(peers):
    labels = [peers.Contestant(label, print) for label in ("OpenVINO bf16, loop", "ONNX Runtime")]
    assert [one.label for one in peers._without(["bf16"], labels)] == ["ONNX Runtime"]
