"""The file of batch sizes survives whatever happens to it, and stays small."""

import json

import pytest

from yolocam.bench.remembered import BatchMemory, Remembered
from yolocam.files.json_store import MOST_ENTRIES

ANSWER = Remembered(8, 120.5, 1000)


def test_what_is_put_is_there_for_the_next_run(tmp_path):
    path = tmp_path / "cache" / "batch_sizes.json"
    BatchMemory(path).put("a", ANSWER)
    assert BatchMemory(path).get("a") == ANSWER
    assert BatchMemory(path).get("b") is None
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_the_oldest_answers_go(tmp_path):
    memory = BatchMemory(tmp_path / "f.json")
    for number in range(MOST_ENTRIES + 5):
        memory.put(f"k{number}", ANSWER)
    assert memory.get("k4") is None and memory.get("k5") == ANSWER
    assert len(json.loads((tmp_path / "f.json").read_text())) == MOST_ENTRIES


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b"\xff\xfe\x00", b"null", b"[" * 100_000, b" " * (2 << 20)]
)
def test_a_broken_file_counts_as_none_and_is_replaced(tmp_path, content):
    path = tmp_path / "f.json"
    path.write_bytes(content)
    assert BatchMemory(path).get("a") is None
    BatchMemory(path).put("a", ANSWER)
    assert BatchMemory(path).get("a") == ANSWER


@pytest.mark.parametrize(
    "entry",
    [
        7, [], None, {}, {"batch": "8", "images_per_s": 1, "bytes_per_image": 1},
        {"batch": 0, "images_per_s": 1, "bytes_per_image": 1},
        {"batch": 10**9, "images_per_s": 1, "bytes_per_image": 1},
        {"batch": True, "images_per_s": 1, "bytes_per_image": 1},
        {"batch": 8, "images_per_s": 1, "bytes_per_image": -1},
    ],
)  # fmt: skip
def test_an_entry_that_makes_no_sense_counts_as_none(tmp_path, entry):
    path = tmp_path / "f.json"
    path.write_text(json.dumps({"a": entry}))
    assert BatchMemory(path).get("a") is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").write_text("in the way")
    memory = BatchMemory(tmp_path / "file" / "f.json")
    memory.put("a", ANSWER)
    assert memory.get("a") is None
