"""What was measured once is found again, and nothing that lies in its file can do harm."""

import json

import pytest

from yolocam.files.json_store import MAX_BYTES, MOST_ENTRIES
from yolocam.files.measured import MeasuredFigures


def test_a_figure_is_found_again(tmp_path):
    MeasuredFigures(tmp_path / "new" / "m.json").put("size | cpu", 384)
    assert MeasuredFigures(tmp_path / "new" / "m.json").get("size | cpu") == 384
    assert MeasuredFigures(tmp_path / "new" / "m.json").get("size | gpu") is None


def test_the_oldest_go(tmp_path):
    figures = MeasuredFigures(tmp_path / "m.json")
    for number in range(MOST_ENTRIES + 3):
        figures.put(f"key {number}", number + 1)
    assert figures.get("key 2") is None
    assert figures.get("key 3") == 4
    assert len(json.loads((tmp_path / "m.json").read_text())) == MOST_ENTRIES


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1]",
        "{",
        "[" * 100_000,
        " " * (MAX_BYTES + 1),
        *(f'{{"k": {v}}}' for v in ('"384"', "true", "-1", "0", "NaN", "Infinity", "null", "{}", "1" * 400)),
    ],
)
def test_a_broken_file_counts_as_none_and_is_replaced(tmp_path, text):
    path = tmp_path / "m.json"
    path.write_text(text)
    figures = MeasuredFigures(path)
    assert figures.get("k") is None
    figures.put("k", 2.5)
    assert figures.get("k") == 2.5


def test_a_folder_that_cannot_be_written_only_means_measuring_again(tmp_path):
    (tmp_path / "file").write_text("")
    figures = MeasuredFigures(tmp_path / "file" / "m.json")
    figures.put("k", 1)
    assert figures.get("k") is None
