"""Results as JSON Lines, CSV, YOLO labels, crops, COCO; pictures; folders of runs."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from support.films.media_files import detections, image_frame, rendered, video_frame
from yolocam.errors import SinkError
from yolocam.frame import Rendered
from yolocam.pipeline.interfaces import Sink
from yolocam.pipeline.sinks import open_result_file, result_formats
from yolocam.pipeline.sinks.names.run_dir import next_run_dir
from yolocam.pipeline.sinks.results.annotated_images import ImageSink, write_image
from yolocam.pipeline.sinks.results.coco import CocoSink
from yolocam.pipeline.sinks.results.crops import CropSink
from yolocam.pipeline.sinks.results.csv_file import CsvSink
from yolocam.pipeline.sinks.results.jsonl import JsonlSink
from yolocam.pipeline.sinks.results.yolo_txt import YoloTxtSink

FOUND = detections((8.128, 4, 40, 28, 0.9, 0.8, 1), (0, 0, 64, 48, 0.5, 0.5, 2))
CLASS_UNKNOWN = detections((0, 0, 10, 10, 0.5, 0.5, 77))


def write_all(sink: Sink, *items: Rendered) -> None:
    for item in items:
        sink.write(item)
    sink.close()


def test_jsonl_has_the_agreed_form(tmp_path: Path) -> None:
    path = tmp_path / "new" / "out.jsonl"
    write_all(JsonlSink(path), rendered(image_frame(), FOUND), rendered(video_frame(3)))
    first, second = path.read_text("utf-8").splitlines()
    assert first == (
        '{"source": "dog.jpg", "frame": 0, "pts": 0.0, "width": 64, "height": 48, "detections": ['
        '{"class_id": 1, "class_name": "dog", "confidence": 0.72, "objectness": 0.9, '
        '"class_score": 0.8, "xyxy": [8.13, 4.0, 40.0, 28.0]}, '
        '{"class_id": 2, "class_name": "traffic light", "confidence": 0.25, "objectness": 0.5, '
        '"class_score": 0.5, "xyxy": [0.0, 0.0, 64.0, 48.0]}]}'
    )
    assert json.loads(second) == {
        "source": "street.mp4", "frame": 3, "pts": 0.3, "width": 64, "height": 48, "detections": [],
    }  # fmt: skip


def test_jsonl_is_on_disk_after_every_write(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    sink = JsonlSink(path)
    for index in range(5):
        sink.write(rendered(video_frame(index), FOUND))
        lines = path.read_text("utf-8").splitlines()
        assert [json.loads(line)["frame"] for line in lines] == list(range(index + 1))
    sink.close()


def test_jsonl_takes_every_name_and_no_nan(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    odd = detections((float("nan"), 0, float("inf"), 9, 0.5, 0.5, 0))
    names = ["Straße/犬.jpg", 'quo"te\n.jpg', "bad\udcff.jpg"]
    write_all(JsonlSink(path), *(rendered(image_frame(name), odd) for name in names))
    assert "犬" in path.read_text("utf-8")
    objects = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [o["source"] for o in objects] == names
    assert objects[0]["detections"][0]["xyxy"] == [0.0, 0.0, 0.0, 9.0]


def test_csv_has_a_header_and_a_row_for_each_detection(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    item = rendered(image_frame('a,"b".jpg'), FOUND)
    write_all(
        CsvSink(path), item, rendered(image_frame("empty.jpg")), rendered(video_frame(2), CLASS_UNKNOWN)
    )
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert ",".join(rows[0]) == (
        "x_min,y_min,x_max,y_max,class_id,confidence,class_name,objectness,class_score,source,frame,seconds,"
        "time"
    )
    assert [r["class_name"] for r in rows] == ["dog", "traffic light", "class 77"]
    assert rows[0]["source"] == 'a,"b".jpg' and rows[0]["x_min"] == "8.13"
    assert (rows[2]["frame"], rows[2]["seconds"]) == ("2", "0.2")
    write_all(CsvSink(tmp_path / "none.csv"))
    assert (tmp_path / "none.csv").read_bytes().startswith(b"x_min,") and b"\r\r" not in path.read_bytes()


def test_yolo_labels(tmp_path: Path) -> None:
    items = [rendered(image_frame("sub/dog.jpg"), FOUND), rendered(video_frame(7), FOUND)]
    write_all(YoloTxtSink(tmp_path), *items, rendered(image_frame("none.jpg")))
    lines = (tmp_path / "labels" / "sub" / "dog.txt").read_text().splitlines()
    assert lines[1] == "2 0.500000 0.500000 1.000000 1.000000"
    assert [float(v) for v in lines[0].split()] == pytest.approx([1, 0.376, 1 / 3, 0.498, 0.5], abs=1e-3)
    assert (tmp_path / "labels" / "street_7.txt").read_text().splitlines() == lines
    assert (tmp_path / "labels" / "none.txt").read_bytes() == b""


def test_yolo_labels_with_confidence_and_one_file_for_each_picture(tmp_path: Path) -> None:
    pictures = [rendered(image_frame(name), FOUND) for name in ("a.jpg", "a.png", "A.jpg", "a_2.jpg")]
    write_all(YoloTxtSink(tmp_path, save_conf=True), *pictures)
    files = sorted((tmp_path / "labels").iterdir())
    assert len(files) == 4
    assert files[0].read_text().splitlines()[0].endswith(" 0.720000")


def test_crops_are_cut_from_the_frame_without_boxes(tmp_path: Path) -> None:
    frame = image_frame("a.jpg")
    found = detections(
        (8, 4, 40, 28, 0.9, 0.8, 1), (5, 5, 5.2, 30, 0.9, 0.8, 1), (-9, -9, 99, 99, 0.9, 0.8, 2)
    )
    black = np.zeros_like(frame.image)
    write_all(CropSink(tmp_path), rendered(frame, found, black), rendered(video_frame(3), found, black))
    written = sorted(p.relative_to(tmp_path / "crops").as_posix() for p in tmp_path.rglob("*.jpg"))
    assert written == [
        "dog/a_0.jpg", "dog/street_3_0.jpg", "traffic light/a_2.jpg", "traffic light/street_3_2.jpg",
    ]  # fmt: skip
    crop = cv2.imread(str(tmp_path / "crops" / "dog" / "a_0.jpg"))
    assert np.abs(crop.astype(int) - frame.image[4:28, 8:40]).mean() < 4


def test_coco_results(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    frames = [image_frame("val/000000000139.jpg"), image_frame("dog.jpg"), video_frame(5)]
    write_all(CocoSink(path), *(rendered(frame, FOUND) for frame in frames), rendered(image_frame()))
    rows = json.loads(path.read_text("utf-8"))
    assert [row["image_id"] for row in rows] == [139, 139, 2, 2, 3, 3]
    assert rows[0]["category_id"] == 1 and rows[0]["score"] == 0.72
    assert rows[0]["bbox"] == [8.13, 4.0, 31.87, 24.0]
    assert rows[4]["frame"] == 5 and rows[4]["file_name"] == "street.mp4"
    write_all(CocoSink(tmp_path / "none.json"), rendered(image_frame()))
    assert json.loads((tmp_path / "none.json").read_text()) == []


@pytest.mark.parametrize("name", ["a.jpg", "sub/b.PNG", "c.webp", "d.bmp"])
def test_pictures_keep_name_folder_and_format(tmp_path: Path, name: str) -> None:
    sink = ImageSink(tmp_path)
    write_all(sink, rendered(image_frame(name)))
    path = (tmp_path / name).with_name(f"det_{Path(name).name}")
    assert sink.last_path == path
    image = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
    assert np.abs(image.astype(int) - image_frame().image).mean() < 4


def test_picture_in_a_format_that_is_not_written_becomes_png(tmp_path: Path) -> None:
    write_all(ImageSink(tmp_path), rendered(image_frame("a.jp2")))
    assert (tmp_path / "det_a.png").read_bytes().startswith(b"\x89PNG")


def test_names_stay_inside_the_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_all(ImageSink(out), *(rendered(image_frame(n)) for n in ("../../x.jpg", "/etc/x.jpg", "a:b?.jpg")))
    inside = {p.relative_to(out).as_posix() for p in tmp_path.rglob("*.jpg")}
    assert inside == {"_/_/det_x.jpg", "etc/det_x.jpg", "det_a_b_.jpg"}


def test_every_format_opens_by_its_name(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    endings = {"summary": ".csv", "timeline": ".png", "heatmap": ".png"}
    for kind in [one.name for one in result_formats().types]:
        path = tmp_path / "out" / f"{kind}{endings.get(kind, '')}"
        write_all(open_result_file(kind, path), rendered(image_frame(), FOUND))
    assert {p.stem for p in (tmp_path / "out").iterdir()} == {one.name for one in result_formats().types}
    empty = {p.stem for p in (tmp_path / "out").iterdir() if not p.stat().st_size}
    assert empty == {"events"}  # nothing happened


@pytest.mark.parametrize("make", [JsonlSink, CsvSink, CocoSink])
def test_repeats_are_left_out(tmp_path: Path, make: type[JsonlSink]) -> None:
    once, twice = tmp_path / "once", tmp_path / "twice"
    write_all(make(once), rendered(image_frame(), FOUND))
    write_all(make(twice), rendered(image_frame(), FOUND), rendered(image_frame(repeat=True), FOUND))
    assert once.read_bytes() == twice.read_bytes()


@pytest.mark.parametrize("make", [JsonlSink, CsvSink, CocoSink])
def test_outputs_that_cannot_be_opened_are_named(tmp_path: Path, make: type[JsonlSink]) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SinkError, match="is a folder"):
        make(tmp_path)
    with pytest.raises(SinkError, match="file"):
        make(tmp_path / "file" / "out")


def test_full_disk_is_one_sentence() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    sink = JsonlSink(full)
    with pytest.raises(SinkError, match="/dev/full cannot be written: no space left"):
        sink.write(rendered(image_frame(), FOUND))
    sink.close()


def test_full_disk_leaves_no_half_picture(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3)).astype(np.uint8)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(SinkError, match=r"a\.png cannot be written"):
            write_image(tmp_path / "a.png", noise)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_run_folders_count_up(tmp_path: Path) -> None:
    base = tmp_path / "runs" / "detect"
    assert [next_run_dir(base).name for _ in range(3)] == ["exp", "exp2", "exp3"]
    assert next_run_dir(base, exist_ok=True) == base / "exp"
    (tmp_path / "file").write_text("x")
    with pytest.raises(SinkError, match="file"):
        next_run_dir(tmp_path / "file")
