"""Every result format is described once; flags, endings and the table in the docs follow."""

import argparse
from pathlib import Path

import pytest

from yolocam.commands.arguments import add_result_flags
from yolocam.errors import SinkError
from yolocam.pipeline.sinks import open_result_file, result_formats
from yolocam.registry import ResultFormat

FORMATS = result_formats().types
DOCS = Path(__file__).parents[3] / "docs" / "results.md"


def docs_row(kind: ResultFormat) -> str:
    needs = f" It {kind.needs}." if kind.needs is not None else ""
    return f"| `{kind.flag} {kind.metavar}` | {kind.title}, `{kind.ending}` | {kind.help}{needs} |"


def test_the_docs_list_every_format_in_order_and_no_other():
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    start = lines.index("| Flag | Format | |") + 2
    assert lines[start : lines.index("", start)][: len(FORMATS)] == [docs_row(kind) for kind in FORMATS]
    assert not lines[start + len(FORMATS)].startswith("|")


def test_every_format_has_its_flag_and_its_help():
    parser = argparse.ArgumentParser()
    add_result_flags(parser.add_argument_group("output"))
    args = parser.parse_args([word for kind in FORMATS for word in (kind.flag, f"file{kind.ending}")])
    for kind in FORMATS:
        assert getattr(args, kind.dest) == Path(f"file{kind.ending}")
        assert kind.title in parser.format_help()


def test_no_two_formats_claim_the_same():
    claims = [claim for kind in FORMATS for claim in kind.claims()]
    assert len(claims) == len(set(claims))


@pytest.mark.parametrize(
    "wrong", [{"ending": "csv"}, {"ending": ".CSV"}, {"flag": "--conf"}, {"flag": "save-x"}, {"name": "a b"}]
)
def test_a_descriptor_that_is_not_well_formed_is_refused(wrong):
    fields = {"name": "x", "title": "X", "help": "X.", "ending": ".x", "open": lambda *_: None} | wrong
    with pytest.raises(ValueError, match="is no "):
        ResultFormat(**fields)


def test_an_unknown_format_is_refused_with_those_that_are_known(tmp_path):
    with pytest.raises(SinkError, match="'xml' is no result format, expected one of json, csv"):
        open_result_file("xml", tmp_path / "a.xml")
