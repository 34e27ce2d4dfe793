"""Units are handed out once, in order; what was lost comes first."""

import threading
from pathlib import Path

import pytest

from yolocam.media.key_frames import FilmPart
from yolocam.pipeline.distribution.manifest import Manifest
from yolocam.pipeline.distribution.run_store import FolderStore, rows_name
from yolocam.pipeline.distribution.schedule import MOST_TRIES, Schedule
from yolocam.pipeline.distribution.work_unit import WorkUnit
from yolocam.pipeline.sources.files.listing import MediaItem

PARTS = (FilmPart(0, 0, 20, 2_000, 0, 0), FilmPart(20, 2_000, None, None, 10, 1_000))


def unit(name: str) -> WorkUnit:
    return WorkUnit((MediaItem(f"/in/{name}", "video", name),), ("1 2",), may_split=True)


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    return Manifest(FolderStore(tmp_path), {}, resume=False)


def note(manifest: Manifest, tmp_path: Path, one: WorkUnit, **more: object) -> dict:
    record = {"key": one.key, "state": "done", **more}
    path = tmp_path / rows_name(one.key)
    path.parent.mkdir(exist_ok=True)
    path.touch()
    manifest.add(record)
    return record


def test_a_unit_is_the_same_from_json_and_another_when_its_file_has_changed():
    one = unit("a.mp4").parts(PARTS, "libx264")[1]
    assert WorkUnit.from_json(one.to_json()) == one
    assert one.key != unit("a.mp4").key != WorkUnit(one.items, ("1 3",), may_split=True).key


def test_results_become_ready_in_order(manifest):
    schedule = Schedule([unit("a"), unit("b")], manifest)
    first, second = schedule.take(), schedule.take()
    schedule.done(second, {"state": "done"})
    assert schedule.next_ready() is None and schedule.complete_places == 1
    schedule.done(first, {"state": "done"})
    assert [schedule.next_ready().unit for _ in range(2)] == [first, second]
    assert schedule.next_ready() is None and schedule.take() is None


def test_what_is_lost_is_done_again_before_the_rest_but_not_for_ever(manifest):
    schedule = Schedule([unit("a"), unit("b")], manifest)
    for tries in range(1, MOST_TRIES + 1):
        one = schedule.take()
        assert one == unit("a") and schedule.lost(one) == tries
    assert schedule.take() == unit("b")


def test_whoever_finds_nothing_waits_for_what_may_come_back(manifest):
    schedule = Schedule([unit("a")], manifest)
    one = schedule.take()
    found = []
    waiting = threading.Thread(target=lambda: found.append(schedule.take()))
    waiting.start()
    schedule.lost(one)
    waiting.join(60)
    assert found == [one]


def test_parts_take_the_place_of_their_film(manifest):
    schedule = Schedule([unit("a"), unit("b")], manifest)
    film = schedule.take()
    parts = film.parts(PARTS, None)
    schedule.replace(film, parts)
    assert [schedule.take() for _ in range(3)] == [*parts, unit("b")]
    for part in parts:
        assert schedule.next_ready() is None
        schedule.done(part, {"state": "done"})
    assert schedule.next_ready().units == parts


def test_a_film_that_cannot_be_cut_is_done_whole_and_its_parts_are_forgotten(manifest):
    schedule = Schedule([unit("a")], manifest)
    film = schedule.take()
    first, second = film.parts(PARTS, None)
    schedule.replace(film, (first, second))
    assert (schedule.take(), schedule.take()) == (first, second)
    schedule.done(first, {"state": "done"})
    schedule.replace(second, (second.whole(),))
    whole = schedule.take()
    assert whole == film.whole() and not schedule.is_wanted(first)
    schedule.done(whole, {"state": "done"})
    assert schedule.next_ready().records == {whole.key: {"state": "done"}}


def test_nothing_that_is_done_is_handed_out_again(manifest, tmp_path):
    a, b, c = unit("a"), unit("b"), unit("c")
    first, second = b.parts(PARTS, "libx264")
    manifest.add(
        {"key": b.key, "state": "parts", "encoder": "libx264", "parts": [_facts(part) for part in PARTS]}
    )
    manifest.add({"key": c.key, "state": "whole"})
    note(manifest, tmp_path, a)
    note(manifest, tmp_path, second)
    schedule = Schedule([a, b, c], manifest)
    assert (schedule.repeated, schedule.complete_places) == (2, 1)
    assert [schedule.take(), schedule.take()] == [first, c.whole()]
    assert schedule.next_ready().unit == a


def _facts(part: FilmPart) -> dict:
    return {name: getattr(part, name) for name in FilmPart.__slots__}
