"""Wall clock, Parquet, MOT, summary, timeline; what a floor adds to JSON Lines."""

from __future__ import annotations

import csv
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.films.media_files import MODEL, detections, image_frame, video_frame
from support.pipeline.result_items import candidates, live_frame, rendered, with_candidates
from yolocam.errors import SinkError
from yolocam.frame import Detected, Inference, Rendered, Timing
from yolocam.palette import load_palette
from yolocam.pipeline.drawing.text_renderer import Hershey
from yolocam.pipeline.interfaces import Sink
from yolocam.pipeline.sinks.results.class_histogram import BINS, PresenceSink
from yolocam.pipeline.sinks.results.csv_file import CsvSink, plain_text
from yolocam.pipeline.sinks.results.jsonl import JsonlSink
from yolocam.pipeline.sinks.results.mot import MotSink
from yolocam.pipeline.sinks.results.records import exact_numbers
from yolocam.pipeline.sinks.results.result_set import ResultSet
from yolocam.pipeline.sinks.results.summary import SummarySink, summary_text
from yolocam.pipeline.sinks.results.timeline_picture import DARK, TimelineSink, draw_timeline
from yolocam.pipeline.sinks.results.wall_clock import WallClock, iso
from yolocam.settings import Settings

PERSON = detections((8, 4, 40, 28, 0.9, 0.8, 0))
TWO = detections((8, 4, 40, 28, 0.9, 0.8, 0), (0, 0, 20, 10, 0.5, 0.5, 0), (1, 1, 9, 9, 0.5, 0.5, 2))
NOW = datetime(2026, 11, 23, 15, 46, 46, 120_000, UTC)


def write_all(sink: Sink, *items: Rendered) -> None:
    for item in items:
        sink.write(item)
    sink.close()


@pytest.fixture
def at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment 5 s of the monotonic clock is NOW."""
    monkeypatch.setattr(time, "monotonic_ns", lambda: 5_000_000_000)
    monkeypatch.setattr(time, "time_ns", lambda: round(NOW.timestamp() * 1e9))


def test_wall_clock_is_that_of_the_capture(at_now: None) -> None:
    clock = WallClock()
    assert clock.time_of(video_frame(1)) is None
    moment = clock.time_of(live_frame(0, 4_500_000_000))
    assert moment is not None and moment.utcoffset() is not None
    assert moment == NOW - timedelta(seconds=0.5)
    assert datetime.fromisoformat(iso(moment)) == moment


def test_wall_clock_is_taken_anew_only_after_a_jump(at_now: None, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = WallClock()
    for late_s, shown_s in ((0.9, 0), (3600, 3600)):
        monkeypatch.setattr(time, "time_ns", lambda late=late_s: round((NOW.timestamp() + late) * 1e9))
        assert clock.time_of(live_frame(0, 5_000_000_000)) == NOW + timedelta(seconds=shown_s)


def test_live_sources_have_their_time_in_tables(tmp_path: Path, at_now: None) -> None:
    items = [rendered(live_frame(1, 5_000_000_000), PERSON), rendered(video_frame(1), PERSON)]
    write_all(CsvSink(tmp_path / "a.csv"), *items)
    write_all(JsonlSink(tmp_path / "a.jsonl"), *items)
    with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as file:
        live, film = csv.DictReader(file)
    assert datetime.fromisoformat(live["time"]) == NOW and film["time"] == ""
    live, film = (json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines())
    assert datetime.fromisoformat(live["time"]) == NOW and "time" not in film


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_text_that_begins_as_a_formula_gets_an_apostrophe(start: str) -> None:
    assert plain_text(f"{start}1+1") == f"'{start}1+1"
    assert plain_text(f"1{start}1") == f"1{start}1"


def test_csv_has_no_formula_and_a_mark_only_where_excel_needs_it(tmp_path: Path) -> None:
    write_all(CsvSink(tmp_path / "a.csv"), rendered(image_frame("=HYPERLINK(1).jpg"), PERSON))
    assert ",'=HYPERLINK(1).jpg," in (tmp_path / "a.csv").read_text("utf-8")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"x_min")
    write_all(CsvSink(tmp_path / "b.csv"), rendered(image_frame("Straße.jpg"), PERSON))
    data = (tmp_path / "b.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfx_min") and data.decode("utf-8-sig").count("\ufeff") == 0


def test_parquet_has_the_rows_of_the_csv(tmp_path: Path, at_now: None, monkeypatch) -> None:
    pytest.importorskip("pyarrow")
    from pyarrow import parquet as reader

    from yolocam.pipeline.sinks.results import parquet

    monkeypatch.setattr(parquet, "ROWS_PER_GROUP", 4)
    items = [rendered(video_frame(i), TWO) for i in range(3)]
    items += [rendered(live_frame(0, 5_000_000_000), TWO), rendered(image_frame("bad\udcff.jpg"))]
    write_all(parquet.ParquetSink(tmp_path / "a.parquet"), *items)
    write_all(CsvSink(tmp_path / "a.csv"), *items)
    table = reader.read_table(tmp_path / "a.parquet")
    assert reader.ParquetFile(tmp_path / "a.parquet").num_row_groups == 2
    with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert table.column_names == list(rows[0]) and table.num_rows == len(rows) == 12
    for typed, row in zip(table.to_pylist(), rows, strict=True):
        assert typed["class_name"] == row["class_name"] and typed["frame"] == int(row["frame"])
        for name in ("x_min", "y_max", "confidence", "seconds"):
            assert typed[name] == pytest.approx(float(row[name]), abs=1e-5)
        assert typed["time"] == (datetime.fromisoformat(row["time"]) if row["time"] else None)


def test_parquet_without_its_library_names_the_extra(tmp_path: Path, monkeypatch) -> None:
    import sys

    from yolocam.pipeline.sinks.results.parquet import ParquetSink

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(SinkError, match=r"pip install 'yolocam\[parquet\]'"):
        ParquetSink(tmp_path / "a.parquet")
    assert not list(tmp_path.iterdir())


def test_mot_counts_everything_from_one(tmp_path: Path) -> None:
    items = [rendered(video_frame(4), PERSON), rendered(video_frame(5)), rendered(video_frame(6), TWO)]
    write_all(MotSink(tmp_path / "det.txt"), *items, rendered(image_frame("a.jpg"), PERSON))
    lines = (tmp_path / "det.txt").read_text().splitlines()
    assert lines[0] == "5,-1,9.00,5.00,32.00,24.00,0.720000,1,-1"
    assert [line.split(",")[0] for line in lines] == ["5", "7", "7", "7", "8"]
    assert lines[3].split(",")[7] == "3"


def test_mot_numbers_pictures_in_their_order(tmp_path: Path) -> None:
    write_all(MotSink(tmp_path / "det.txt"), *(rendered(image_frame(f"{n}.jpg"), PERSON) for n in "abc"))
    assert [line.split(",")[0] for line in (tmp_path / "det.txt").read_text().splitlines()] == ["1", "2", "3"]


def test_summary_counts_frames_and_things(tmp_path: Path) -> None:
    items = [rendered(video_frame(i), TWO if i == 3 else PERSON if i > 3 else None) for i in (2, 3, 9, 5)]
    for ending in (".csv", ".json", ".txt"):
        write_all(SummarySink(tmp_path / f"s{ending}"), *items)
    with (tmp_path / "s.csv").open(newline="", encoding="utf-8") as file:
        person, other = csv.DictReader(file)
    assert (person["class_name"], person["frames"], person["detections"]) == (MODEL.class_names[0], "3", "4")
    assert (person["first_seconds"], person["last_seconds"]) == ("0.3", "0.9")
    assert float(person["mean_confidence"]) == pytest.approx((3 * 0.72 + 0.25) / 4, abs=1e-6)
    assert (other["frames"], other["first_seconds"], other["last_seconds"]) == ("1", "0.3", "0.3")
    content = json.loads((tmp_path / "s.json").read_text("utf-8"))
    assert content["frames"] == 4 and content["classes"][0]["first"]["source"] == "street.mp4"
    told = (tmp_path / "s.txt").read_text("utf-8")
    assert "75%" in told and "0:00.9" in told and told.endswith("4 frames looked at\n")
    with pytest.raises(SinkError, match=r"\.csv, \.json or \.txt"):
        SummarySink(tmp_path / "s.xls")


def test_summary_of_pictures_names_the_first_and_the_last() -> None:
    sink = SummarySink()
    for name in ("b.jpg", "a.jpg", "c.jpg"):
        sink.write(rendered(image_frame(name), PERSON))
    (row,) = sink.rows()
    assert (row.first.source, row.last.source) == ("b.jpg", "c.jpg")
    assert "b.jpg" in summary_text([row], 3)


@pytest.mark.slow
def test_presence_of_an_endless_run_keeps_its_size_and_its_counts() -> None:
    sink = PresenceSink()
    for second in range(0, 40_000, 13):
        frame = video_frame(second * 10)
        sink.write(rendered(frame, TWO if second < 20_000 else None))
    presence = sink.presence()
    assert len(presence.frames) <= BINS and presence.frames.sum() == len(range(0, 40_000, 13))
    person = presence.found[0, MODEL.class_names[0]]
    assert person.sum() == 2 * len(range(0, 20_000, 13)) and presence.most[0, MODEL.class_names[0]] == 2
    half = int(20_000 / presence.width) + 1
    assert person[:half].all() and not person[half:].any()


def test_presence_lays_files_one_after_the_other() -> None:
    sink = PresenceSink()
    for name in ("a.mp4", "b.mp4"):
        for index in range(5):
            sink.write(rendered(video_frame(index, name), PERSON))
    assert sink.presence().frames.sum() == 10 and sink.presence().length > 0.8


def test_timeline_shows_each_class_where_it_was(tmp_path: Path) -> None:
    items = [rendered(video_frame(i), PERSON if i < 50 else None) for i in range(100)]
    write_all(TimelineSink(tmp_path / "t.png"), *items)
    image = cv2.imread(str(tmp_path / "t.png"))
    colour = np.array(load_palette("clear").colour(0))
    columns = np.flatnonzero((np.abs(image.astype(int) - colour).max(axis=2) < 3).sum(axis=0) > 10)
    assert len(columns) > 300
    half = (columns[0] + 2 * len(columns) + columns[0]) / 2
    assert columns[-1] == pytest.approx(half, abs=8) and (np.diff(columns) == 1).all()
    with pytest.raises(SinkError, match=r"\.png"):
        TimelineSink(tmp_path / "t.jpg")


@pytest.mark.parametrize("kind", ["nothing", "one picture", "live", "many", "the first frame twice"])
def test_timeline_can_be_drawn_of_anything(kind: str) -> None:
    sink = PresenceSink()
    crowd = detections(*((0, 0, 9, 9, 0.9, 0.9, k) for k in range(100)))
    items = {
        "nothing": [],
        "one picture": [rendered(image_frame(), PERSON)],
        "live": [rendered(live_frame(i, i * 10**11), PERSON) for i in range(9)],
        "many": [rendered(video_frame(0), crowd)],
        "the first frame twice": [rendered(video_frame(0), PERSON)] * 2,
    }
    for item in items[kind]:
        sink.write(item)
    for width in (1080, 20):
        image = draw_timeline(sink.presence(), load_palette("clear"), DARK, width)
        assert image.dtype == np.uint8 and image.shape[1] >= 100


def test_a_timeline_without_its_title_is_in_no_language(monkeypatch) -> None:
    written = []

    class Paper(Hershey):
        def write(self, image, text, origin, size, colour) -> None:
            written.append(text)

    monkeypatch.setattr("yolocam.pipeline.sinks.results.timeline_picture.lettering", Paper)
    sink = PresenceSink()
    sink.write(rendered(image_frame(), PERSON))
    draw_timeline(sink.presence(), load_palette("clear"), titled=False)
    assert written[-2:] == ["person", "0-1"]


def test_a_timeline_without_its_title_has_the_same_rows() -> None:
    sink = PresenceSink()
    sink.write(rendered(image_frame(), PERSON))
    whole = draw_timeline(sink.presence(), load_palette("clear"), DARK)
    bare = draw_timeline(sink.presence(), load_palette("clear"), DARK, titled=False)
    assert (whole[-len(bare) + 4 :] == bare[4:]).all()
    assert len(bare) < len(whole)


@given(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_exact_numbers_give_back_every_bit(values: list[float]) -> None:
    column = np.array(values, np.float32)
    back = json.loads(json.dumps(exact_numbers(column)))
    assert np.array(back, np.float64).astype(np.float32).tobytes() == column.tobytes()


def test_a_floor_keeps_one_line_for_a_frame_and_tells_the_session_once(tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    write_all(JsonlSink(path), *(with_candidates(video_frame(i), candidates(i)) for i in range(3)))
    first, *others = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    assert len(others) == 2 and all("session" not in line for line in others)
    assert first["session"]["class_names"] == list(MODEL.class_names)
    assert first["session"]["settings"]["confidence"] == 0.25
    assert len(first["candidates"]) == 12 and first["floor"] == 0.05
    plain = ["source", "frame", "pts", "width", "height", "detections"]
    assert list(first)[: len(plain)] == plain


def test_a_set_of_results_shares_one_free_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("mine")
    results = ResultSet(tmp_path / "a.jsonl", ["json", "csv"], from_start=True)
    write_all(results, *(rendered(video_frame(i), PERSON) for i in (7, 0, 1)))
    assert [path.name for path in results.paths] == ["a (2).jsonl", "a (2).csv"]
    assert results.frames == 2 and results.last_ns == 100_000_000
    assert len((tmp_path / "a (2).jsonl").read_text().splitlines()) == 2
    assert (tmp_path / "a.csv").read_text() == "mine"


def test_a_set_of_results_begins_where_the_settings_have_a_floor(tmp_path: Path) -> None:
    """Frames that were under way when saving began have no candidates."""
    results = ResultSet(tmp_path / "a.jsonl", ["json"], floor=0.05)
    later = [with_candidates(video_frame(i), candidates(i)) for i in (4, 5)]
    write_all(results, rendered(video_frame(3), PERSON), *later)
    lines = (tmp_path / "a.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 2 and all("candidates" in json.loads(line) for line in lines)


def test_a_set_of_results_that_cannot_be_opened_leaves_nothing_open(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SinkError):
        ResultSet(tmp_path / "file" / "a.jsonl", ["json", "csv"])


def test_no_model_names_are_needed() -> None:
    """A class beyond the names counts under its number."""
    sink = SummarySink()
    odd = detections((0, 0, 9, 9, 0.9, 0.9, 77))
    sink.write(Rendered(Detected(video_frame(0), Inference(odd, Timing(), MODEL), Settings()), None))
    assert sink.rows()[0].class_name == "class 77"
