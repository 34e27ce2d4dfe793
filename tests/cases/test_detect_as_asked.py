"""`yolocam detect` and `watch` as people ask for them: one photo, a camera, a list, an end in good order."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import av
import cv2
import pytest

from support.collision_files import found_in, write_film, write_still
from support.eventually import eventually
from yolocam.assets import asset
from yolocam.cli import main
from yolocam.commands.flags import parse_classes
from yolocam.errors import SettingsError
from yolocam.pipeline.sinks import open_result_file
from yolocam.pipeline.sinks.results.result_options import CsvForm, ResultOptions
from yolocam.pipeline.sources.files.image import ImageSource

LIVE = "synthetic:64x48@20"
YOLOCAM = [sys.executable, "-m", "yolocam"]


@pytest.fixture(autouse=True)
def in_tmp_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write_photo(path: Path, shade: float = 1.0) -> Path:
    """A frame of the sample clip, in which there are a person and a cat."""
    capture = cv2.VideoCapture(str(asset("samples/gallery.mp4")))
    capture.set(cv2.CAP_PROP_POS_FRAMES, 65)
    ok, image = capture.read()
    capture.release()
    assert ok
    path.write_bytes(cv2.imencode(".jpg", cv2.convertScaleAbs(image, alpha=shade))[1].tobytes())
    return path


def lines_of(path: str) -> list[dict]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
def test_what_was_found_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    write_photo(Path("photo.jpg"))
    assert main(["detect", "photo.jpg"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("found in photo.jpg: ") and "person 0." in lines[0]
    assert lines[1] == f"results in {Path('runs/detect/exp')}"
    assert any("network" in line for line in lines[2:])


@pytest.mark.slow
def test_names_that_the_terminal_cannot_show(monkeypatch: pytest.MonkeyPatch) -> None:
    write_still(Path("犬.jpg"))
    terminal = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(terminal, "cp1252", write_through=True))
    assert main(["detect", "犬.jpg", "--no-save"]) == 0
    assert rb"found in \u72ac.jpg: nothing" in terminal.getvalue()


@pytest.mark.slow
def test_long_names_and_a_list_with_a_file_that_is_gone(capsys: pytest.CaptureFixture[str]) -> None:
    long = "m" + "犬" * 82 + ".jpg"
    for name in ("a.jpg", long, "z.jpg"):
        write_still(Path("in") / name)
    Path("list.txt").write_text(f"in/a.jpg\nin/gone.jpg\nin/{long}\nin/z.jpg\n", encoding="utf-8")
    assert main(["detect", "list.txt", "--output", "out", "--save-txt"]) == 2
    told = capsys.readouterr()
    assert "gone.jpg" in told.err and "1 of 4 files" in told.err and "found in 0 of 3 images" in told.out
    assert len(list(Path("out").glob("det_*.jpg"))) == 3 == len(list(Path("out/labels").glob("*.txt")))


@pytest.mark.slow
def test_one_output_that_cannot_be_written_is_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.jpg", "b.jpg"):
        write_still(Path("in") / name)
    Path("out/det_a.jpg/x").mkdir(parents=True)
    assert main(["detect", "in", "--output", "out"]) == 1
    assert Path("out/det_b.jpg").is_file() and "det_a.jpg is a folder" in capsys.readouterr().err


@pytest.mark.slow
def test_inputs_in_the_output_folder_stay() -> None:
    before = {
        name: write_still(Path(name), shade).read_bytes() for name, shade in (("a.jpg", 9), ("det_a.jpg", 99))
    }
    assert main(["detect", "a.jpg", "det_a.jpg", "--output", "."]) == 0
    assert {name: Path(name).read_bytes() for name in before} == before
    assert Path("det_a_2.jpg").is_file() and Path("det_det_a.jpg").is_file()


@pytest.mark.slow
def test_only_pictures_with_something_in_them() -> None:
    write_photo(Path("b.jpg"))
    for name in ("a.jpg", "c.jpg"):
        write_still(Path(name))
    flags = ["--save-txt", "--save-json", "f.jsonl", "--save-csv", "f.csv", "--summary", "s.json"]
    assert (
        main(["detect", "a.jpg", "b.jpg", "c.jpg", "--output", "out", "--only-with-detections", *flags]) == 0
    )
    assert [path.name for path in Path("out").glob("det_*")] == ["det_b.jpg"]
    assert [path.name for path in Path("out/labels").iterdir()] == ["b.txt"]
    assert [line["source"] for line in lines_of("f.jsonl")] == ["b.jpg"]
    assert json.loads(Path("s.json").read_text())["frames"] == 3  # shares are of all that was looked at


@pytest.mark.slow
def test_a_live_source_is_recorded_and_ends(capsys: pytest.CaptureFixture[str]) -> None:
    flags = ["--output", "out", "--save-json", "f.jsonl", "--save-txt", "--max-frames", "6"]
    assert main(["watch", LIVE, *flags]) == 0
    assert "of 6 frames: " in capsys.readouterr().out
    lines = lines_of("f.jsonl")
    assert len(lines) == 6 == len(list(Path("out/labels").iterdir())) and all(
        "time" in line for line in lines
    )
    (film,) = Path("out").glob("det_*.mp4")
    with av.open(str(film)) as container:
        assert sum(1 for _ in container.decode(video=0)) == 6


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["detect", LIVE, "a.jpg"], "one camera or stream"),
        (["detect", LIVE, "9"], "one camera or stream"),
        (["detect", "9"], "camera:9"),
        (["watch", "a.jpg"], "no camera or stream"),
        (["detect", "ftp://user:secret@host/film"], "ftp://host"),
        (["watch", "rtsps://user:secret@"], ""),
        (["detect", "a.jpg", "--every", "1", "--stride", "2"], "--every and --stride"),
        (["detect"], "camera or stream was given"),
    ],
)
def test_sources_that_cannot_be(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    write_still(Path("a.jpg"))
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert words in told and "secret" not in told and len(told.splitlines()) == 1
    assert not Path("runs").exists()


@pytest.mark.slow
def test_a_folder_called_0_is_a_folder() -> None:
    write_still(Path("0/a.jpg"))
    assert main(["detect", "0", "--no-save", "--save-json", "f.jsonl"]) == 0
    assert lines_of("f.jsonl")[0]["source"] == "a.jpg"


def start_watching(folder: Path) -> tuple[subprocess.Popen, int]:
    """Start a recording on a terminal of its own, and return that terminal's other end."""
    folder.mkdir()
    terminal, its_end = os.openpty()
    flags = ["--output", "out", "--save-json", "f.jsonl", "--imgsz", "96", "--precision", "fp32"]
    process = subprocess.Popen(
        [*YOLOCAM, "detect", LIVE, *flags],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=its_end,
        text=True,
        # Where the tests themselves run under nohup, it would be ignored here too.
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
    )
    os.close(its_end)
    return process, terminal


@pytest.mark.slow
@pytest.mark.torch
@pytest.mark.skipif(sys.platform == "win32", reason="sends POSIX signals")
def test_signals_finish_what_is_written(tmp_path: Path) -> None:
    """SIGTERM, as from a service manager, and SIGHUP from a terminal that is gone."""
    runs = {name: start_watching(tmp_path / name) for name in ("term", "hup")}
    for name, (process, terminal) in runs.items():
        lines = tmp_path / name / "f.jsonl"
        eventually(lambda lines=lines: lines.exists() and lines.read_text().count("\n") > 2, seconds=200)
        process.send_signal(signal.SIGTERM if name == "term" else signal.SIGHUP)
        if name == "hup":
            os.close(terminal)
        out, _ = process.communicate(timeout=200)
        assert process.returncode == (143 if name == "term" else 129) and "frames: " in out
        (film,) = (tmp_path / name / "out").glob("det_*.mp4")
        with av.open(str(film)) as container:
            frames = sum(1 for _ in container.decode(video=0))
        assert frames == len(lines.read_text().splitlines())
    os.close(runs["term"][1])


@pytest.mark.slow
def test_a_film_is_sampled_by_its_time() -> None:
    write_film(Path("film.mp4"), 30)
    flags = ["--start", "0:01", "--duration", "1.5", "--every", "0.5", "--no-save", "--save-json", "f.jsonl"]
    assert main(["detect", "film.mp4", *flags]) == 0
    assert [(line["frame"], line["pts"]) for line in lines_of("f.jsonl")] == [(10, 1.0), (15, 1.5), (20, 2.0)]


@pytest.mark.parametrize(
    ("form", "first"),
    [
        (CsvForm(";", ","), "4,0;4,0;40,0;40,0;0;0,81;person;0,9;0,9;"),
        (CsvForm("\t"), "4.0\t4.0\t40.0\t40.0\t0\t0.81\tperson\t0.9\t0.9\t"),
        (CsvForm(), "4.0,4.0,40.0,40.0,0,0.81,person,0.9,0.9,"),
    ],
)
def test_tables_for_spreadsheets_of_all_countries(form: CsvForm, first: str) -> None:
    frame = ImageSource(write_still(Path("1.5.jpg"))).read()
    for kind in ("csv", "summary"):
        sink = open_result_file(kind, Path(f"{kind}.csv"), ResultOptions(form))
        sink.write(found_in(frame, (0, 2)))
        sink.close()
        with Path(f"{kind}.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file, delimiter=form.separator))
        assert [row["class_name"] for row in rows] == ["person", "a/b,c"]
        assert "1.5.jpg" in (rows[0].get("source") or rows[0]["first_source"])
    assert Path("csv.csv").read_text().splitlines()[1].startswith(first)


NAMES = ("person", "a/b,c", "car", "a/b", "c, d", 'x"y', "dog/../../wolf")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("a/b,c", {1}),
        ("person,a/b,c,car", {0, 1, 2}),
        ('"a/b,c",CAR', {1, 2}),
        ("A/B, C", {1}),
        ("c,d", {4}),
        ("a/b", {3}),
        ("a/b,person", {3, 0}),
        ("'c, d',0", {4, 0}),
        ('x"y, dog/../../wolf', {5, 6}),
        ("2,,1,", {1, 2}),
    ],
)
def test_classes_whose_names_hold_commas(text: str, ids: set[int]) -> None:
    assert parse_classes(text, NAMES) == ids


@pytest.mark.parametrize("text", ["", ",", "a/b,x", "7", "c"])
def test_classes_that_are_not_there(text: str) -> None:
    with pytest.raises(SettingsError):
        parse_classes(text, NAMES)
