"""Lists of paths: a text file with one on each line, or standard input."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from support.collision_files import write_film, write_still
from yolocam.errors import SourceError
from yolocam.pipeline.sources.files.listing import list_sources


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("set/train/1.jpg", "set/val/1.jpg", "set/val/with space.jpg", "work/here.jpg", "set/#5.jpg"):
        write_still(tmp_path / name)
    write_film(tmp_path / "set" / "film.mp4", 2)
    (tmp_path / "work").mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


def listed(source: str) -> list[tuple[str, str]]:
    return [(item.name, item.kind) for item in list_sources([source]).items]


FULL = "train/1.jpg\nval/1.jpg\nval/with space.jpg\nfilm.mp4\n#5.jpg\n"
NAMES = ["train/1.jpg", "val/1.jpg", "val/with space.jpg", "film.mp4", "#5.jpg"]


@pytest.mark.parametrize(
    "written",
    [
        FULL.encode(),
        FULL.rstrip("\n").encode(),
        b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode(),
        FULL.encode("utf-16"),
        ("# a comment\n\n  " + FULL.replace("\n", "  \n\n")).encode(),
        "".join(f'"{name}"\n' for name in NAMES).encode(),
        FULL.replace("/", "\\").encode(),
        FULL.replace("val/1", "../set/./val/1").encode(),
    ],
)
@pytest.mark.parametrize("source", ["../set/list.txt", "@../set/list.txt"])
def test_a_list_however_it_is_written(files: Path, written: bytes, source: str) -> None:
    (files / "set" / "list.txt").write_bytes(written)
    found = listed(source)
    assert [name for name, _ in found] == NAMES
    assert [kind for _, kind in found] == ["image", "image", "image", "video", "image"]


def test_paths_count_from_the_list_or_else_from_here(files: Path) -> None:
    (files / "set" / "list.lst").write_text(f"here.jpg\ntrain/1.jpg\n{files / 'set' / 'val' / '1.jpg'}\n")
    assert [name for name, _ in listed("../set/list.lst")] == [
        "work/here.jpg",
        "set/train/1.jpg",
        "set/val/1.jpg",
    ]


def test_a_list_of_darknet_counts_from_where_that_was_run(files: Path) -> None:
    (files / "set" / "train" / "train.txt").write_text("set/train/1.jpg\nset/val/1.jpg\n")
    assert [name for name, _ in listed("../set/train/train.txt")] == ["train/1.jpg", "val/1.jpg"]


def test_folders_and_globs_in_a_list(files: Path) -> None:
    (files / "work" / "list.txt").write_text("../set/train\n../set/val/*.jpg\n")
    assert [name for name, _ in listed("list.txt")] == ["1.jpg", "1_2.jpg", "with space.jpg"]


def test_what_is_not_there_spoils_nothing_else(files: Path) -> None:
    (files / "set" / "list.txt").write_text("gone.jpg\ntrain/1.jpg\nrtsp://user:secret@host/stream\n")
    found = [item.file for item in list_sources(["../set/list.txt"]).items]
    assert [Path(file).name for file in found] == ["gone.jpg", "1.jpg", "stream"]
    assert "secret" not in "".join(found)


@pytest.mark.parametrize("data", [FULL.encode(), "\0".join(NAMES).encode() + b"\0"])
def test_standard_input(files: Path, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.chdir(files / "set")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert [name for name, _ in listed("-")] == NAMES


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "names no file"),
        (b"\n# nothing\n", "names no file"),
        (b"\xff\xd8\xff\xe0" + bytes(80), "is an image"),
    ],
)
def test_nothing_useful_on_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, words: str) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    with pytest.raises(SourceError, match=words):
        list_sources(["-"])


def test_a_text_that_is_no_list_is_said_to_be_none(files: Path) -> None:
    (files / "work" / "notes.txt").write_text("Dear film,\nrtsp://user:secret@host/\n")
    with pytest.raises(SourceError, match="neither an image nor a video") as caught:
        list_sources(["notes.txt"])
    assert "secret" not in str(caught.value)
