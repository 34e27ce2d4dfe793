"""Stored results read back: found by source and time, damaged lines left out, the same bits again."""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from support.eventually import eventually
from support.films.media_files import MODEL, detections, image_frame, video_frame
from support.pipeline.fakes import FakeDrawer, FakeSink, FakeSource
from support.pipeline.result_items import candidates, live_frame, rendered, same, with_candidates
from yolocam.errors import SourceError
from yolocam.frame import Frame, Rendered
from yolocam.pipeline.detector_switch import DetectorSwitch
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.sinks.results.jsonl import JsonLines, JsonlSink
from yolocam.pipeline.stored_results.find_video import find_video
from yolocam.pipeline.stored_results.result_file import ResultFile
from yolocam.pipeline.stored_results.rewrite import rendered_again
from yolocam.pipeline.stored_results.stored_detector import StoredDetector
from yolocam.pipeline.stored_results.stored_frame import LINE_ERRORS, parse_line
from yolocam.selection import select
from yolocam.settings import Settings, SettingsStore

CHOICES = [
    Settings(confidence=c, iou=i, threshold_on=on, classes=k, floor=0.05)
    for c, i, on, k in itertools.product(
        (0.05, 0.25, 0.5, 0.9), (0.3, 0.45, 0.7), ("score", "objectness"), (None, frozenset({1}))
    )
]
FRAMES = 6


def store(path: Path, *items: Rendered) -> Path:
    sink = JsonlSink(path)
    for item in items:
        sink.write(item)
    sink.close()
    return path


@pytest.fixture
def results(tmp_path: Path) -> ResultFile:
    items = [with_candidates(video_frame(i), candidates(i)) for i in range(FRAMES)]
    return ResultFile(store(tmp_path / "f.jsonl", *items))


def answer(results: ResultFile, frame: Frame, settings: Settings):
    return StoredDetector(results).submit_frames([frame], settings).result()[0]


@pytest.mark.slow
def test_results_are_those_of_any_settings_above_the_floor(results: ResultFile) -> None:
    kept = 0
    for wanted, index in itertools.product(CHOICES, range(FRAMES)):
        found = answer(results, video_frame(index), wanted)
        expected = select(candidates(index), wanted)
        assert same(found.detections, expected)
        assert found.candidates is not None and len(found.candidates) == len(candidates(index))
        kept += len(expected)
    assert kept > 100


def test_file_tells_what_made_it(results: ResultFile) -> None:
    assert replace(results.model, stored=None) == MODEL
    stored = results.model.stored
    assert stored is not None and (stored.floor, stored.complete) == (0.05, True)
    assert results.settings.confidence == 0.25 and len(results) == FRAMES
    assert results.problem is None


def test_frames_are_found_by_time_whatever_their_index(results: ResultFile) -> None:
    """After a seek in a film of variable rate the index is an estimate."""
    frame = replace(video_frame(3), index=99, pts_ns=300_400_000)
    assert same(answer(results, frame, Settings()).detections, select(candidates(3), Settings()))
    assert len(answer(results, replace(frame, pts_ns=350_000_000), Settings(confidence=0.05)).detections) == 0


def test_a_frame_seen_twice_counts_as_it_was_last(tmp_path: Path) -> None:
    items = [with_candidates(video_frame(1), candidates(seed)) for seed in (1, 2)]
    found = answer(ResultFile(store(tmp_path / "f.jsonl", *items)), video_frame(1), Settings())
    assert same(found.detections, select(candidates(2), Settings()))


def test_pictures_are_found_by_name(tmp_path: Path) -> None:
    items = [with_candidates(image_frame(name), candidates(i)) for i, name in enumerate(("a.jpg", "x/b.jpg"))]
    results = ResultFile(store(tmp_path / "f.jsonl", *items))
    shown = replace(image_frame("b.jpg"), pts_ns=3_000_000_000, index=1)
    assert same(answer(results, shown, Settings()).detections, select(candidates(1), Settings()))
    assert len(answer(results, image_frame("c.jpg"), Settings()).detections) == 0


def test_a_renamed_film_takes_the_only_results_there_are(results: ResultFile) -> None:
    found = answer(results, video_frame(2, "copy.mp4"), Settings())
    assert same(found.detections, select(candidates(2), Settings()))


def test_the_film_of_a_recording_takes_the_lines_written_with_it(tmp_path: Path) -> None:
    """Its times run from 0, the camera's do not."""
    lines, path = JsonLines(), tmp_path / "rec.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for i in range(4):
            item = with_candidates(live_frame(50 + i, 10**9), candidates(i))
            file.write(lines.line(item.detected, at_ns=i * 100_000_000))
    results = ResultFile(path)
    film = video_frame(2, "rec.mp4")
    assert same(answer(results, film, Settings()).detections, select(candidates(2), Settings()))
    assert results.mismatch(replace(film.source, frame_count=4)) is None
    (tmp_path / "rec.mp4").touch()
    assert find_video(path) == tmp_path / "rec.mp4"
    (tmp_path / "rec.raw.mp4").touch()
    assert find_video(path) == tmp_path / "rec.raw.mp4"


def test_results_without_candidates_hold_what_was_shown(tmp_path: Path) -> None:
    overlapping = detections((8, 4, 40, 28, 0.9, 0.9, 1), (8, 4, 40, 27, 0.6, 0.9, 1))
    results = ResultFile(store(tmp_path / "f.jsonl", rendered(video_frame(0), overlapping)))
    assert not results.complete and results.floor == 0.53
    assert results.model.class_names == ("class 0", "dog")
    assert len(answer(results, video_frame(0), replace(results.settings, iou=0.1)).detections) == 2
    (only,) = answer(results, video_frame(0), Settings(confidence=0.6)).detections.xyxy.tolist()
    assert only == [8, 4, 40, 28]


def test_damaged_lines_are_left_out(results: ResultFile, tmp_path: Path) -> None:
    lines = results.path.read_bytes().splitlines(keepends=True)
    bad = [
        b"\n",
        b"\xff\xfe\x00\n",
        b"null\n",
        b"[]\n",
        b"{}\n",
        b"{" * 3000 + b"\n",
        lines[1].replace(b"0.05", b'"x"'),
    ]
    path = tmp_path / "cut.jsonl"
    path.write_bytes(lines[0] + b"".join(bad) + lines[4] + lines[5][:-40])
    damaged = ResultFile(path)
    assert len(damaged) == 2 and damaged.damaged == len(bad)  # the empty line is none
    assert damaged.problem is not None
    assert damaged.problem.startswith(f"{path}: {len(bad)} lines are damaged and left out (line ")
    assert damaged.problem.endswith("), 2 can be read")
    assert same(answer(damaged, video_frame(4), Settings()).detections, select(candidates(4), Settings()))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"xyxy": [0, 0, 1]}, "more or fewer numbers than one has"),
        ({"xyxy": None}, "of another kind than expected"),
        ({"class_name": 7}, "not a text"),
        ({"objectness": -1}, "a score that is none"),
    ],
)
def test_the_damage_is_told_in_our_words(change, words, results: ResultFile, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in results.path.read_text().splitlines()]
    for line in lines:
        del line["candidates"]
    next(iter(one for line in lines for one in line["detections"])).update(change)
    path = tmp_path / "damaged.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    problem = ResultFile(path).problem
    assert problem is not None and words in problem


def test_no_damage_is_more_than_a_line_error(results: ResultFile) -> None:
    """A thousand changes of a byte: a line is read or refused, and what is read can be shown."""
    line = results.path.read_bytes().splitlines()[0]
    chance = random.Random(3)
    for _ in range(1000):
        place = chance.randrange(len(line))
        damaged = line[:place] + bytes([chance.randrange(256)]) + line[place + 1 :]
        try:
            stored = parse_line(damaged)
        except LINE_ERRORS:
            continue
        with np.errstate(all="ignore"):
            select(stored.candidates, Settings())


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "cannot be read"), (b"", "holds no results"), (b"a,b\n1,2\n", "holds no results")],
)
def test_files_that_are_no_results_are_named(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "x.jsonl"
    if content is not None:
        path.write_bytes(content)
    for read in (ResultFile, find_video):
        with pytest.raises(SourceError, match=f"x.jsonl .*{words}|x.jsonl {words}"):
            read(path)


def test_a_film_that_does_not_fit_is_told(results: ResultFile) -> None:
    info = replace(video_frame(0).source, frame_count=FRAMES)
    assert results.mismatch(info) is None
    assert "has 9 frames" in results.mismatch(replace(info, frame_count=9))
    assert "is 10x20, but f.jsonl is of 64x48" in results.mismatch(replace(info, size_wh=(10, 20)))
    detector = StoredDetector(results)
    assert detector.refusal is None
    detector.submit_frames([video_frame(0, size=(32, 32))], Settings())
    assert detector.refusal is not None and "32x32" in detector.refusal


def test_the_film_is_looked_for_beside_the_results(results: ResultFile, tmp_path: Path, monkeypatch) -> None:
    with pytest.raises(SourceError, match=r"street\.mp4, which is neither beside it nor here"):
        find_video(results.path)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    Path("street.mp4").touch()
    assert find_video(results.path) == Path("street.mp4")
    (tmp_path / "street.mp4").touch()
    assert find_video(results.path) == tmp_path / "street.mp4"


def test_written_again_under_the_same_settings_it_is_the_same_file(results: ResultFile, tmp_path) -> None:
    again = store(tmp_path / "g.jsonl", *rendered_again(results, replace(results.settings, floor=0.05)))
    assert again.read_bytes() == results.path.read_bytes()


def test_live_times_survive_being_written_again(tmp_path: Path) -> None:
    path = store(tmp_path / "a.jsonl", with_candidates(live_frame(0, 12_345_000_000), candidates(0)))
    again = store(tmp_path / "b.jsonl", *rendered_again(ResultFile(path), Settings()))
    times = [json.loads(file.read_text("utf-8"))["time"] for file in (path, again)]
    first, second = map(datetime.fromisoformat, times)
    assert abs(first - second) < timedelta(seconds=5)


def test_the_pipeline_runs_on_results_and_follows_seeks_and_settings(tmp_path: Path) -> None:
    source = FakeSource(20, sizes=((64, 48),))
    frames = [source.read() for _ in range(20)]
    items = [with_candidates(frame, candidates(frame.index)) for frame in frames]
    path = store(tmp_path / "f.jsonl", *items)
    store_ = SettingsStore(Settings(confidence=0.3))
    switch = DetectorSwitch(lambda _: StoredDetector(ResultFile(path)), store_)
    kept = FakeSink()
    film = FakeSource(20, sizes=((64, 48),))
    pipeline = Pipeline(film, switch, FakeDrawer(), store_, at_end="hold", paced=True)
    pipeline.outputs.attach(kept, name="kept")
    pipeline.start()
    try:
        eventually(lambda: pipeline.playback.state.ended and len(kept.items) >= 20)
        pipeline.playback.pause()
        pipeline.playback.seek(7 * source.frame_ns)
        eventually(lambda: kept.items[-1].frame.index == 7)
        store_.update(confidence=0.7, iou=0.1)
        eventually(lambda: kept.items[-1].detected.settings.confidence == 0.7)
    finally:
        pipeline.stop()
        pipeline.join(60)
        switch.close()
    for item in kept.items:
        expected = select(candidates(item.frame.index), item.detected.settings)
        assert same(item.detected.detections, expected)
    assert kept.items[-1].frame.index == 7 and kept.items[-1].frame.repeat
