"""What of a film is played a second time is not counted again."""

from dataclasses import replace

import numpy as np
import pytest

from support.films.media_files import MODEL, detections
from support.pipeline.fakes import make_frame, make_info
from yolocam.frame import Detected, Inference, Rendered, Timing
from yolocam.pipeline.process import ProcessStage
from yolocam.pipeline.regions.region_file import Region, Regions
from yolocam.pipeline.regions.region_processor import RegionProcessor
from yolocam.pipeline.regions.region_store import RegionStore
from yolocam.pipeline.sinks.results.region_counts import Counts, add_counts
from yolocam.pipeline.stats import Stats
from yolocam.settings import Settings

pytest.importorskip("lap")

LENGTH = 60
CROSSES = (2, 20, 23, 45)
"""At which frames, ten a second, somebody stands on the line; it is crossed for certain in the next."""


def at_frame(index, info, size=(640, 480)):
    """People who each cross the middle of the image, from left to right, in six frames."""
    walkers = [(size[0] // 2 + 20 * (index - at) + 0.5, 40 + 90 * n) for n, at in enumerate(CROSSES)]
    boxes = [(x - 10, y, x + 10, y + 40, 0.9, 0.9, 0) for x, y in walkers if abs(x - size[0] // 2) < 70]
    return detections(*boxes), make_frame(index, size, info, frame_ns=100_000_000)


class Player:
    """Plays a film, or a live source, with a line down the middle of the image."""

    def __init__(self, **info):
        points = np.array([[0.5, 0.0], [0.5, 1.0]])
        self.store = RegionStore(Regions((Region("door", "line", "count", points),), relative=True))
        self.processor = RegionProcessor(self.store)
        self.stage = ProcessStage([self.processor], Stats(), pytest.fail)
        self.info = make_info(**{"seekable": True} | info)
        self.jumps = -1
        self.counts = Counts()

    def play(self, start, stop, **changes):
        """Seek to a frame and play; return what the line says then."""
        self.jumps += 1
        for index in range(start, stop):
            found, frame = at_frame(index, self.info, changes.get("size", (640, 480)))
            frame = replace(frame, jumps=self.jumps, offset_ns=changes.get("offset_ns"))
            result = self.stage.process(Detected(frame, Inference(found, Timing(), MODEL), Settings()))
            add_counts(self.counts, Rendered(result, None))
        (shape,) = result.shapes
        assert shape.label == f"door: 0 in, {self.counted} out"
        return self.counted

    @property
    def counted(self):
        return self.counts["door", "person", "out"]


def test_a_film_in_a_loop_is_counted_once():
    film = Player()
    assert [film.play(0, LENGTH) for _ in range(3)] == [4, 4, 4]


def test_what_a_seek_back_shows_again_is_not_counted_and_what_is_new_is():
    film = Player()
    assert film.play(0, 30) == 3
    assert film.play(10, 22) == 3
    assert film.play(10, LENGTH) == 4


def test_what_was_skipped_is_counted_when_it_is_played():
    film = Player()
    assert film.play(40, LENGTH) == 1
    assert film.play(22, 25) == 2  # right after a jump
    assert film.play(0, LENGTH) == 4
    assert film.play(19, 30) == 4


def test_whom_a_jump_met_on_the_line_is_counted_when_all_is_played():
    film = Player()
    assert film.play(20, LENGTH) == 2
    assert film.play(0, LENGTH) == 4


def test_going_back_frame_by_frame_does_not_hide_what_is_played_then():
    film = Player()
    for index in reversed(range(LENGTH)):
        film.play(index, index + 1)
    assert film.play(0, LENGTH) == 4


def test_a_live_source_counts_all_that_happens():
    camera = Player(live=True, seekable=False)
    assert [camera.play(0, LENGTH) for _ in range(2)] == [4, 8]


def test_each_of_several_files_is_counted_once():
    films = Player()
    for expected in (8, 8):
        films.play(0, LENGTH, offset_ns=0)
        assert films.play(0, LENGTH, offset_ns=10_000_000_000, size=(320, 480)) == expected
    apart = Player()
    apart.play(0, LENGTH)
    apart.info = replace(apart.info, name="another")
    assert apart.play(0, LENGTH) == 8


def test_a_line_that_was_moved_counts_anew_and_so_does_all_after_a_reset():
    film = Player()
    film.play(0, LENGTH)
    (door,) = film.store.current.regions
    moved = replace(door, points=door.points + 0.01)
    film.store.current = replace(film.store.current, regions=(moved,))
    assert film.play(0, LENGTH) == 8
    film.store.current = replace(film.store.current, run=1)
    film.counts.clear()
    assert film.play(0, LENGTH) == 4
