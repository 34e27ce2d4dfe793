"""One output that cannot be written loses nothing else; a full disk ends the run."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from support.collision_files import found_in, write_film, write_still
from yolocam.errors import OneOutputError, SinkError
from yolocam.files.output_file import failure, write_bytes
from yolocam.pipeline.sinks.forgiving import MOST_IN_A_ROW, ForgivingSink
from yolocam.pipeline.sinks.names.output_names import OutputNames
from yolocam.pipeline.sinks.names.safe_names import longest_name
from yolocam.pipeline.sinks.results.crops import CropSink
from yolocam.pipeline.sinks.results.yolo_txt import YoloTxtSink
from yolocam.pipeline.sinks.video.folder import FolderSink
from yolocam.pipeline.sources.files.listing import list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource


def run_into(out: Path, top: Path) -> list[str]:
    """Write all outputs of a folder of inputs, as `detect` does; returns what was told."""
    told: list[str] = []
    listing = list_sources([str(top)], recursive=True)
    plan = OutputNames((item.name, item.kind == "image") for item in listing.items)
    made = [FolderSink(out, names=plan), YoloTxtSink(out, names=plan), CropSink(out, plan)]
    sinks = [ForgivingSink(sink, told.append) for sink in made]
    source = SequenceSource(listing)
    for item in map(found_in, iter(source.read, None)):
        for sink in sinks:
            sink.write(item)
    for closing in (source, *sinks):
        closing.close()
    return told


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg", "e.jpg"):
        write_still(tmp_path / "in" / name)
    write_film(tmp_path / "in" / "c.mp4", 3)
    write_film(tmp_path / "in" / "d.mp4", 3)
    out = tmp_path / "out"
    for place in ("det_b.jpg", "det_c.mp4", "labels/c_1.txt", "crops/person/b_0.jpg"):
        (out / place / "in the way").mkdir(parents=True)
    told = run_into(out, tmp_path / "in")
    assert {path.name for path in out.glob("det_*") if path.is_file()} == {
        "det_a.jpg",
        "det_e.jpg",
        "det_d.mp4",
    }
    assert sum(path.is_file() for path in (out / "labels").iterdir()) == 3 + 6 - 1
    assert len(told) == 4 and all("\n" not in text for text in told)
    assert all(name in "".join(told) for name in ("det_b.jpg", "det_c.mp4", "c_1.txt", "b_0.jpg"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs paths longer than the system takes")
def test_a_path_that_is_too_long_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "in"
    for letter in "abcdefghijklmnop":  # each folder's name is allowed, all of them in a row are not
        deep.mkdir()
        monkeypatch.chdir(deep)
        deep = Path(letter * 240)
    write_still(Path("deep.jpg"))
    monkeypatch.chdir(tmp_path)
    write_still(tmp_path / "in" / "z.jpg")
    out = tmp_path / ("out" + "o" * 200)
    told = run_into(out, tmp_path / "in")
    assert {path.name for path in out.rglob("*") if path.is_file()} >= {"det_z.jpg", "z.txt", "z_0.jpg"}
    assert all(len(text) < 400 and "too long" in text for text in told)


def test_a_full_disk_is_not_about_one_name() -> None:
    assert type(failure(Path("a"), OSError(errno.ENOSPC, "No space left on device"))) is SinkError
    assert type(failure(Path("a"), OSError(errno.ENAMETOOLONG, "File name too long"))) is OneOutputError


@pytest.mark.skipif(not hasattr(os, "pathconf"), reason="this system does not say how long names may be")
def test_a_name_of_the_greatest_length_is_written(tmp_path: Path) -> None:
    name = "n" * longest_name(tmp_path)
    write_bytes(tmp_path / name, b"x")
    with pytest.raises(OneOutputError, match="too long"):
        write_bytes(tmp_path / (name + "n"), b"x")


def test_nothing_that_can_be_written_ends_the_run(tmp_path: Path) -> None:
    class Refusing:
        wants_image = True

        def write(self, _: object) -> None:
            raise OneOutputError("a cannot be written: permission denied")

        def close(self) -> None: ...

    for number in range(MOST_IN_A_ROW + 1):
        write_still(tmp_path / f"{number}.jpg")
    source = SequenceSource(list_sources([str(tmp_path)]))
    told: list[str] = []
    sink = ForgivingSink(Refusing(), told.append)
    with pytest.raises(SinkError, match="10 outputs in a row"):
        for frame in iter(source.read, None):
            sink.write(found_in(frame))
    source.close()
    assert len(told) == MOST_IN_A_ROW - 1
