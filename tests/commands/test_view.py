"""`yolocam view`: stored results give, at any threshold above their floor, what a fresh detection gives."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from support.films.clips import write_clip
from support.near_files import near
from yolocam.app import SAMPLE
from yolocam.assets import asset
from yolocam.cli import main
from yolocam.frame import Detected, Frame, Rendered, SourceInfo
from yolocam.loading import make_detector, model_files
from yolocam.pipeline.sinks.results.jsonl import JsonlSink
from yolocam.pipeline.stored_results.result_file import ResultFile
from yolocam.pipeline.stored_results.stored_detector import StoredDetector
from yolocam.settings import Settings

pytestmark = pytest.mark.slow

COLUMNS = ("xyxy", "objectness", "class_score", "class_id")


@pytest.fixture(scope="module")
def frames() -> list[Frame]:
    """Three frames of the clip that ships with the program."""
    capture = cv2.VideoCapture(str(asset(SAMPLE)))
    info = SourceInfo("gallery.mp4", "video", (1280, 720))
    found = []
    for index in range(250):
        ok, image = capture.read()
        assert ok
        if index % 90 == 20:
            found.append(Frame(image, index, index * 40_000_000, 0, info))
    capture.release()
    return found


@pytest.fixture
def film(tmp_path: Path, picture: np.ndarray) -> Path:
    return write_clip(tmp_path / "film.mp4", [np.roll(picture[::2, ::2], 9 * i, axis=1) for i in range(5)])


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_view_is_a_fresh_detection_to_the_last_bit(
    frames: list[Frame], tmp_path: Path, precision: str
) -> None:
    small = Settings(imgsz=160, precision=precision)  # processors without bf16 are slow with it
    detector = make_detector(model_files("yolov3-tiny", None, None, None), small)
    stored_with = replace(small, floor=0.05)
    sink = JsonlSink(tmp_path / "f.jsonl")
    for frame in frames:
        (inference,) = detector.submit([frame.image], stored_with).result()
        sink.write(Rendered(Detected(frame, inference, stored_with), None))
    sink.close()
    stored = StoredDetector(ResultFile(tmp_path / "f.jsonl"))
    compared = 0
    some = frozenset({0, 15})
    choices = [
        (0.05, 0.3, None), (0.05, 0.7, None), (0.25, 0.45, None), (0.5, 0.3, None), (0.9, 0.7, None),
        (0.05, 0.45, some), (0.5, 0.45, some),
    ]  # fmt: skip
    for confidence, iou, classes in choices:
        wanted = replace(small, confidence=confidence, iou=iou, classes=classes)
        for frame in frames:
            (fresh,) = detector.submit([frame.image], wanted).result()
            (shown,) = stored.submit_frames([frame], wanted).result()
            for column in COLUMNS:
                one, other = getattr(shown.detections, column), getattr(fresh.detections, column)
                assert one.dtype == other.dtype and one.tobytes() == other.tobytes()
            compared += len(fresh.detections)
    detector.close()
    assert compared > 30


def test_results_are_written_again_as_detect_would_have(film: Path) -> None:
    flags = ["--no-save", "--engine", "torch", "--precision", "fp32"]
    assert main(["detect", "film.mp4", *flags, "--floor", "0.05", "--save-json", "f.jsonl"]) == 0
    assert main(["detect", "film.mp4", *flags, "--save-json", "plain.jsonl"]) == 0
    wanted = ["--conf", "0.1", "--iou", "0.7", "--classes", "person,cat", "--max-det", "4"]
    tables = ["--save-json", "a.jsonl", "--save-csv", "a.csv", "--summary", "a.json", "--save-mot", "a.txt"]
    assert main(["detect", "film.mp4", *flags, *wanted, *tables]) == 0
    assert main(["view", "f.jsonl", *wanted, *(flag.replace("a.", "b.") for flag in tables)]) == 0
    for ending in ("jsonl", "csv", "json", "txt"):
        assert near(Path(f"a.{ending}").read_bytes(), Path(f"b.{ending}").read_bytes())
    with Path("a.csv").open(newline="", encoding="utf-8") as file:
        assert {row["class_name"] for row in csv.DictReader(file)} == {"person", "cat"}
    assert main(["view", "f.jsonl", "--save-json", "again.jsonl"]) == 0  # as it was shown
    assert near(Path("again.jsonl").read_bytes(), Path("plain.jsonl").read_bytes())
    lines = list(map(json.loads, Path("f.jsonl").read_text("utf-8").splitlines()))
    assert len(lines) == 5 and all("candidates" in line for line in lines)


def stored_results(path: Path, name: str = "film.mp4") -> Path:
    """A file of two frames whose first has two overlapping candidates."""
    lines: list[dict] = [
        {
            "source": name, "frame": index, "pts": index / 10, "width": 64, "height": 48,
            "detections": [], "floor": 0.1,
            "placement": {"input": [64, 64], "size": [64, 48], "offset": [0, 8]},
            "candidates": [[8, 16, 30, 40, 0.9, 0.9, 0], [9, 16, 30, 40, 0.8, 0.9, 0]][: 2 - index],
        }
        for index in range(2)
    ]  # fmt: skip
    settings = {"confidence": 0.25, "iou": 0.45, "threshold_on": "score", "max_det": 300, "classes": None}
    lines[0]["session"] = {
        "model": "own", "input": [64, 64], "precision": "fp32", "device": "cpu",
        "class_names": ["bolt"], "settings": settings,
    }  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_damage_and_too_low_thresholds_are_told(tmp_path: Path, capsys) -> None:
    path = stored_results(tmp_path / "f.jsonl")
    path.write_bytes(path.read_bytes()[:-20])
    assert main(["view", "f.jsonl", "--conf", "0.01", "--iou", "1", "--save-csv", "a.csv"]) == 0
    told = capsys.readouterr().err
    assert "1 line is damaged and left out (line 2: it is no JSON object), 1 can be read" in told
    assert "holds nothing below 0.1" in told and "Traceback" not in told
    assert len(Path("a.csv").read_text().splitlines()) == 3


def test_what_rules_ask_for_is_not_done_again(tmp_path: Path, capsys) -> None:
    pytest.importorskip("lap")
    stored_results(tmp_path / "f.jsonl")
    rule = '[[rule]]\nwhen = "appears"\ndo = [{action = "log", file = "log.txt"}]\n'
    Path("r.toml").write_text(rule)
    assert main(["view", "f.jsonl", "--rules", "r.toml", "--save-events", "e.jsonl"]) == 0
    assert "not done again" in capsys.readouterr().err
    assert Path("e.jsonl").exists() and not Path("log.txt").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.jsonl"], "missing.jsonl cannot be read"),
        (["text.jsonl"], "holds no results"),
        (["f.jsonl", "--classes", "dog", "--save-csv", "a.csv"], "unknown class 'dog'"),
        (["f.jsonl", "--save-json", "f.jsonl"], "is an input and would be overwritten"),
        (["f.jsonl"], "film.mp4, which is neither beside it nor here"),
        (["f.jsonl", "--save-csv", "a.csv", "--floor", "0.1"], "--floor needs --save-json"),
    ],
)
def test_bad_input_is_one_sentence(tmp_path: Path, capsys, arguments: list[str], words: str) -> None:
    stored_results(tmp_path / "f.jsonl")
    Path("text.jsonl").write_text("no results\n")
    assert main(["view", *arguments]) == 2
    told = capsys.readouterr().err
    assert words in told and told.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--floor", "0.05"], "--floor needs --save-json"),
        (
            ["--floor", "0.5", "--save-json", "a.jsonl"],
            "--floor is 0.5, expected at most the confidence, 0.25",
        ),
        (["--floor", "7", "--save-json", "a.jsonl"], "--floor is 7"),
    ],
)
def test_floors_that_come_to_nothing_are_refused(photo, capsys, arguments, words) -> None:
    assert main(["detect", "photo.png", "--no-save", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_the_window_opens_on_the_film_with_the_recorded_thresholds(tmp_path: Path, monkeypatch) -> None:
    from yolocam.commands.view import command as view

    opened = []
    monkeypatch.setattr(
        view, "run_window", lambda files, settings, **more: opened.append((settings, more)) or 0
    )
    monkeypatch.setattr(view, "remembered_settings", lambda: (Settings(confidence=0.8, line_width=3), None))
    path = stored_results(tmp_path / "f.jsonl")
    (tmp_path / "film.mp4").touch()
    assert main(["view", "f.jsonl", "--iou", "0.6", "--palette", "mono", "--classes", "bolt"]) == 0
    ((settings, more),) = opened
    assert more["address"] == "film.mp4" and settings.model == f"results:{path}"
    assert settings == replace(
        Settings(confidence=0.25, iou=0.6, line_width=3, palette="mono", classes=frozenset({0})),
        model=settings.model,
    )


def test_stored_results_are_tracked_as_a_fresh_run_is(tmp_path: Path, picture: np.ndarray) -> None:
    """At another threshold, and with a hole in the file: what counts is the time of each frame."""
    pytest.importorskip("lap")
    write_clip(tmp_path / "film.mp4", [np.roll(picture[::2, ::2], 5 * i, axis=1) for i in range(12)])
    flags = ["--no-save", "--engine", "torch", "--precision", "fp32"]
    assert main(["detect", "film.mp4", *flags, "--floor", "0.05", "--save-json", "f.jsonl"]) == 0
    assert main(["detect", "--track", "film.mp4", *flags, "--conf", "0.2", "--save-mot", "a.txt"]) == 0
    Path("film.mp4").unlink()
    assert main(["view", "f.jsonl", "--conf", "0.2", "--track", "--save-mot", "b.txt"]) == 0
    fresh = Path("a.txt").read_text()
    assert near(fresh.encode(), Path("b.txt").read_bytes())
    numbers = [line.split(",")[1] for line in fresh.splitlines()]
    assert "-1" not in numbers and len(numbers) > 2 * len(set(numbers))

    # What was tracked is read back as it was, without tracking again.
    assert main(["view", "f.jsonl", "--track", "--floor", "0.05", "--save-json", "t.jsonl"]) == 0
    assert main(["view", "t.jsonl", "--save-csv", "t.csv"]) == 0
    with Path("t.csv").open(newline="", encoding="utf-8") as file:
        read = [int(row["track_id"]) for row in csv.DictReader(file)]
    lines = Path("t.jsonl").read_text("utf-8").splitlines()
    assert read == [one["track_id"] for line in lines for one in json.loads(line)["detections"]]


def test_regions_count_in_stored_results_as_in_a_fresh_run(
    tmp_path: Path, picture: np.ndarray, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("lap")
    write_clip(tmp_path / "film.mp4", [np.roll(picture[::2, ::2], 9 * i, axis=1) for i in range(12)])
    line = {"name": "middle", "kind": "line", "role": "count", "points": [[0.5, 0], [0.5, 1]]}
    Path("r.json").write_text(json.dumps({"coordinates": "relative", "regions": [line]}))
    flags = ["--no-save", "--precision", "fp32", "--floor", "0.05"]
    files = [
        "--regions",
        "r.json",
        "--save-mot",
        "a.txt",
        "--save-counts",
        "a.csv",
        "--save-events",
        "a.jsonl",
    ]
    assert main(["detect", "film.mp4", "--track", *flags, "--save-json", "f.jsonl", *files]) == 0
    Path("film.mp4").unlink()
    assert main(["view", "f.jsonl", "--track", *(flag.replace("a.", "b.") for flag in files)]) == 0
    for ending in ("txt", "csv", "jsonl"):
        assert Path(f"a.{ending}").read_bytes() == Path(f"b.{ending}").read_bytes()
    with Path("a.csv").open(newline="", encoding="utf-8") as file:
        assert {(row["region"], row["kind"]) for row in csv.DictReader(file)} == {("middle", "out")}

    assert main(["view", "f.jsonl", "--save-counts", "c.csv"]) == 2
    assert "--save-counts needs --regions FILE" in capsys.readouterr().err
    Path("r.json").write_text("[]")
    assert main(["view", "f.jsonl", "--regions", "r.json", "--save-counts", "c.csv"]) == 2
    assert "r.json holds an empty list" in capsys.readouterr().err
