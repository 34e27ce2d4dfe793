"""`yolocam detect` as a user runs it: real network, real files."""

import csv
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from support.films.clips import times_of, write_clip
from yolocam.cli import main


def lines_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
def test_picture_gives_annotated_file_and_json(photo, picture, capsys):
    assert main(["detect", "photo.png", "--save-json", "found.jsonl", "--precision", "fp32"]) == 0
    (record,) = lines_of(Path("found.jsonl"))
    assert list(record) == ["source", "frame", "pts", "width", "height", "detections"]
    assert (record["source"], record["frame"], record["width"], record["height"]) == (
        "photo.png",
        0,
        1280,
        720,
    )
    found = {d["class_name"]: d for d in record["detections"]}
    assert {"person", "cat"} <= found.keys()
    assert found["person"]["confidence"] == pytest.approx(
        found["person"]["objectness"] * found["person"]["class_score"], rel=1e-4
    )
    annotated = cv2.imread("runs/detect/exp/det_photo.png")
    assert annotated.shape == picture.shape and (annotated != picture).any()
    told = capsys.readouterr().out
    for part in ("listing", "decoding", "preparing", "network", "post-processing", "drawing", "writing"):
        assert part in told
    assert "average per image" in told and "frames per second" in told and "person" in told


@pytest.mark.slow
def test_output_folders_count_up_unless_told(photo):
    for expected in ("exp", "exp2", "exp3"):
        assert main(["detect", "photo.png"]) == 0
        assert Path("runs/detect", expected, "det_photo.png").is_file()
    Path("runs/detect/exp/det_photo.png").unlink()
    assert main(["detect", "photo.png", "--exist-ok"]) == 0
    assert Path("runs/detect/exp/det_photo.png").is_file()
    assert not Path("runs/detect/exp4").exists()


@pytest.mark.slow
def test_film_keeps_rate_and_count_and_batches_change_nothing(picture, tmp_path):
    pictures = [np.roll(picture[:360, :640], 8 * i, axis=1) for i in range(9)]
    write_clip(tmp_path / "film.mp4", pictures)
    for name, batch in (("a", "1"), ("b", "4")):
        flags = ["--batch", batch, "--output", name, "--save-json", f"{name}.jsonl", "--precision", "fp32"]
        assert main(["detect", "film.mp4", *flags]) == 0
    assert times_of(Path("a/det_film.mp4")) == pytest.approx([i * 1001 / 30000 for i in range(9)], abs=1e-6)
    one, four = lines_of(Path("a.jsonl")), lines_of(Path("b.jsonl"))
    assert [r["frame"] for r in one] == [r["frame"] for r in four] == list(range(9))
    for a, b in zip(one, four, strict=True):
        assert [d["class_id"] for d in a["detections"]] == [d["class_id"] for d in b["detections"]]
        for left, right in zip(a["detections"], b["detections"], strict=True):
            assert left["xyxy"] == pytest.approx(right["xyxy"], abs=0.05)


@pytest.mark.slow
def test_stride_takes_every_nth_frame_with_its_true_number(picture, tmp_path):
    write_clip(tmp_path / "film.mp4", [picture[:96, :96]] * 7)
    assert main(["detect", "film.mp4", "--stride", "3", "--no-save", "--save-json", "f.jsonl"]) == 0
    assert [r["frame"] for r in lines_of(Path("f.jsonl"))] == [0, 3, 6]
    assert not Path("runs").exists()


@pytest.mark.slow
def test_broken_files_among_good_ones_are_told_and_passed_over(photo, capsys):
    Path("empty.jpg").write_bytes(b"")
    Path("text.png").write_text("no picture")
    Path("half.png").write_bytes(photo.read_bytes()[:2000])
    assert main(["detect", ".", "--no-save", "--save-json", "f.jsonl"]) == 2
    assert [r["source"] for r in lines_of(Path("f.jsonl"))] == ["photo.png"]
    told = capsys.readouterr().err
    for name in ("empty.jpg", "text.png", "half.png", "3 of 4"):
        assert name in told
    assert "Traceback" not in told


@pytest.mark.slow
def test_all_tables_agree(photo):
    files = ["--save-json", "f.jsonl", "--save-csv", "f.csv", "--save-coco", "f.json"]
    flags = ["--save-txt", "--save-conf", "--save-crop", "--output", "out", "--stats-json", "s.json"]
    assert main(["detect", "photo.png", *files, *flags]) == 0
    found = lines_of(Path("f.jsonl"))[0]["detections"]
    with Path("f.csv").open(newline="", encoding="utf-8") as file:
        assert [row["class_name"] for row in csv.DictReader(file)] == [d["class_name"] for d in found]
    assert [row["category_id"] for row in json.loads(Path("f.json").read_text())] == [
        d["class_id"] for d in found
    ]
    labels = Path("out/labels/photo.txt").read_text().split("\n")
    assert [int(line.split()[0]) for line in labels if line] == [d["class_id"] for d in found]
    assert len(list(Path("out/crops").rglob("*.jpg"))) == len(found)
    stats = json.loads(Path("s.json").read_text())
    assert stats["frames"]["total"] == 1 and stats["fps"]["total"] > 0
    assert {"listing", "decoding", "network", "drawing", "writing"} <= stats["stages_ms"].keys()


@pytest.mark.slow
def test_class_filter_by_name_and_number(photo):
    assert main(["detect", "photo.png", "--no-save", "--classes", "Cat,0", "--save-json", "a.jsonl"]) == 0
    assert {d["class_name"] for d in lines_of(Path("a.jsonl"))[0]["detections"]} == {"cat", "person"}
    assert main(["detect", "photo.png", "--no-save", "--classes", "15", "--save-json", "b.jsonl"]) == 0
    assert {d["class_name"] for d in lines_of(Path("b.jsonl"))[0]["detections"]} == {"cat"}


@pytest.mark.slow
def test_names_of_the_tutorials_flags(photo):
    flags = ["--det", "out", "--bs", "2", "--confidence", "0.6", "--nms_thresh", "0.4", "--reso", "320"]
    assert main(["detect", "--images", "photo.png", *flags, "--save-json", "f.jsonl"]) == 0
    assert Path("out/det_photo.png").is_file()
    assert all(d["confidence"] > 0.6 for d in lines_of(Path("f.jsonl"))[0]["detections"])


@pytest.mark.slow
def test_presets_differ_and_flags_win_over_them(photo):
    """The tutorials' threshold is on the objectness alone, and higher."""
    counts = {}
    low = ["--preset", "tutorial", "--conf", "0.05"]
    for name, flags in (("d", ["--preset", "darknet"]), ("t", ["--preset", "tutorial"]), ("low", low)):
        assert main(["detect", "photo.png", "--no-save", *flags, "--save-json", f"{name}.jsonl"]) == 0
        counts[name] = lines_of(Path(f"{name}.jsonl"))[0]["detections"]
    assert counts["t"] and all(d["objectness"] > 0.5 for d in counts["t"])
    assert all(d["confidence"] > 0.25 for d in counts["d"])
    assert len(counts["low"]) > len(counts["t"])
    assert any(d["confidence"] < 0.05 < d["objectness"] for d in counts["low"])


@pytest.mark.slow
def test_verbose_tells_each_picture(photo, capsys):
    assert main(["detect", "photo.png", "--no-save", "--verbose"]) == 0
    told = capsys.readouterr().out
    (line,) = (line for line in told.splitlines() if line.startswith("photo.png: "))
    assert "cat 0." in line and "person 0." in line
    rows = [line.split() for line in told.splitlines()]
    assert ["cat", "1", "100%", "1"] in [row[:4] for row in rows] and "1 frames looked at" not in told
