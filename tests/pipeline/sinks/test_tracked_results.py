"""Result files whose objects have tracks, and those whose objects have none."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from support.films.media_files import detections, rendered, video_frame
from yolocam.frame import Rendered
from yolocam.pipeline.interfaces import Sink
from yolocam.pipeline.sinks.results.csv_file import CsvSink
from yolocam.pipeline.sinks.results.jsonl import JsonlSink
from yolocam.pipeline.sinks.results.mot import MotSink
from yolocam.pipeline.sinks.results.summary import SummarySink

TWO = detections((8, 4, 40, 28, 0.9, 0.8, 0), (0, 0, 20, 10, 0.5, 0.5, 2))
TRACKED = replace(TWO, track_id=np.array([12, -1], np.int32))


def write_all(sink: Sink, *items: Rendered) -> None:
    for item in items:
        sink.write(item)
    sink.close()


def frames(*found: object) -> list[Rendered]:
    return [rendered(video_frame(index), one) for index, one in enumerate(found)]


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_json_lines_name_the_track_of_an_object_that_has_one(tmp_path: Path) -> None:
    write_all(JsonlSink(tmp_path / "a.jsonl"), *frames(TRACKED, TWO))
    tracked, plain = (json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines())
    assert [found.get("track_id") for found in tracked["detections"]] == [12, None]
    assert not any("track_id" in found for found in plain["detections"])


def test_csv_has_a_column_of_tracks_where_something_tracks(tmp_path: Path) -> None:
    write_all(CsvSink(tmp_path / "tracked.csv"), *frames(TRACKED, TWO))
    write_all(CsvSink(tmp_path / "plain.csv"), *frames(TWO, TRACKED))
    write_all(CsvSink(tmp_path / "empty.csv"))
    rows = csv_rows(tmp_path / "tracked.csv")
    assert list(rows[0])[-1] == "track_id"
    assert [row["track_id"] for row in rows] == ["12", "", "", ""]
    plain = csv_rows(tmp_path / "plain.csv")
    assert len(plain) == 4 and list(plain[0])[-1] == "time" and None not in plain[3]
    assert (tmp_path / "empty.csv").read_text().rstrip().endswith(",time")


def test_parquet_has_the_same_column(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    from pyarrow import parquet as reader

    from yolocam.pipeline.sinks.results.parquet import ParquetSink

    write_all(ParquetSink(tmp_path / "tracked.parquet"), *frames(TRACKED, TWO))
    write_all(ParquetSink(tmp_path / "plain.parquet"), *frames(TWO, TRACKED))
    write_all(ParquetSink(tmp_path / "empty.parquet"))
    table = reader.read_table(tmp_path / "tracked.parquet")
    assert table.column("track_id").to_pylist() == [12, None, None, None]
    plain = reader.read_table(tmp_path / "plain.parquet")
    assert plain.num_rows == 4 and plain.column_names[-1] == "time"
    assert reader.read_table(tmp_path / "empty.parquet").column_names == plain.column_names


def test_mot_has_the_track_in_place_of_the_identity(tmp_path: Path) -> None:
    write_all(MotSink(tmp_path / "det.txt"), *frames(TRACKED, TWO))
    lines = (tmp_path / "det.txt").read_text().splitlines()
    assert [line.split(",")[1] for line in lines] == ["12", "-1", "-1", "-1"]


def test_summary_counts_different_objects(tmp_path: Path) -> None:
    """One that is seen in a single frame may have been nothing."""
    again = replace(TWO, track_id=np.array([12, 13], np.int32))
    items = frames(TRACKED, again, again, replace(TWO, track_id=np.array([20, 13], np.int32)))
    for ending in ("csv", "json", "txt"):
        write_all(SummarySink(tmp_path / f"s.{ending}"), *items)
        write_all(SummarySink(tmp_path / f"plain.{ending}"), *frames(TWO, TWO))
    assert [row["objects"] for row in csv_rows(tmp_path / "s.csv")] == ["1", "1"]
    assert "objects" not in csv_rows(tmp_path / "plain.csv")[0]
    classes = json.loads((tmp_path / "s.json").read_text())["classes"]
    assert [one["objects"] for one in classes] == [1, 1]
    assert "objects" not in (tmp_path / "plain.json").read_text()
    assert (tmp_path / "s.txt").read_text().splitlines()[0].endswith("objects")
    assert "objects" not in (tmp_path / "plain.txt").read_text()
