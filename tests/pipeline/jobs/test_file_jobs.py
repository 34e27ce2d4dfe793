"""Several pipelines as one run: what is begun is completed, and one error ends all."""

import pytest

from support.eventually import eventually
from support.fake_detector import FakeDetector
from support.films.media_files import make_video
from support.pipeline.gate import Gate
from yolocam.errors import SinkError
from yolocam.pipeline.drawing.annotate import Annotator
from yolocam.pipeline.jobs.file_jobs import FileJobs
from yolocam.pipeline.jobs.listing_parts import listing_parts, part_name
from yolocam.pipeline.jobs.ordered_outputs import OrderedOutputs
from yolocam.pipeline.jobs.shared_detector import SharedDetector
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.sources.files.listing import Listing, MediaItem
from yolocam.pipeline.sources.files.sequence import SequenceSource
from yolocam.settings import Settings, SettingsStore


class Seen:
    wants_image = False

    def __init__(self, full: bool = False) -> None:
        self.names: list[str] = []
        self.closed = 0
        self.full = full

    def write(self, item):
        if self.full:
            raise SinkError("the disk is full")
        self.names.append(item.frame.source.name)

    def close(self):
        self.closed += 1


@pytest.fixture
def films(tmp_path):
    names = ("a.mp4", "b.mp4", "c.mp4")
    return Listing(tuple(MediaItem(str(make_video(tmp_path / n, 6)), "video", n) for n in names))


def jobs_of(listing, detector, sink, fault=None):
    """Two jobs; `fault` is what making the pipeline of a part raises."""
    shared, store = SharedDetector(detector), SettingsStore(Settings())

    def make(part, batch, stats):
        if fault is not None:
            raise fault
        return Pipeline(SequenceSource(part), shared, Annotator(), store, batch=batch, stats=stats)

    parts = listing_parts(listing, 2)
    return FileJobs(SequenceSource(listing), parts, make, OrderedOutputs([sink]), jobs=2)


def test_all_files_are_done_in_order_and_counted(films):
    sink = Seen()
    run = jobs_of(films, FakeDetector(2), sink)
    run.start()
    assert run.join(60)
    assert sink.names == ["a.mp4"] * 6 + ["b.mp4"] * 6 + ["c.mp4"] * 6
    assert sink.closed == 1 and run.stats.snapshot().inferred == 18 and run.progress == []


def test_a_stop_completes_what_was_begun_and_begins_no_other(films):
    gate, sink = Gate(), Seen()
    gate.close()
    run = jobs_of(films, FakeDetector(1, gate=gate), sink)
    run.start()
    eventually(lambda: len(run.progress) == 2 and run.stats.snapshot().captured >= 2)
    assert [part.name for part in run.progress] == ["a.mp4", "b.mp4"]
    eventually(lambda: run.progress[0].total == 6)
    run.stop()
    gate.open()
    assert run.join(60)
    assert set(sink.names) <= {"a.mp4", "b.mp4"} and sink.names == sorted(sink.names) and sink.closed == 1


@pytest.mark.parametrize("fault", ["sink", "detector", "make"])
def test_what_ends_one_ends_all_with_that_error(films, fault):
    error = SinkError("the disk is full")
    detector, sink = FakeDetector(1), Seen(full=fault == "sink")
    if fault == "detector":
        detector.result_faults[3] = error
    run = jobs_of(films, detector, sink, error if fault == "make" else None)
    run.start()
    with pytest.raises(SinkError, match="the disk is full"):
        run.join(60)
    assert run.wait(0) and sink.closed == 1


def test_an_aborted_run_leaves_out_what_was_only_read(films):
    gate, sink = Gate(), Seen()
    gate.close()
    run = jobs_of(films, FakeDetector(1, gate=gate), sink)
    run.start()
    eventually(lambda: len(run.progress) == 2 and run.stats.snapshot().captured >= 8)
    run.stop()
    run.abort()
    gate.open()
    assert run.join(60)
    assert len(sink.names) <= 2 and sink.closed == 1  # at most what the detector had been given


def test_images_are_grouped_and_videos_are_parts_of_their_own():
    kinds = [*"iiiii", "v", "v", *"ii"]
    items = [MediaItem(f"{n}", {"i": "image", "v": "video"}[kind], f"{n}") for n, kind in enumerate(kinds)]
    parts = listing_parts(Listing(tuple(items)), 2)
    assert [[item.name for item in part.items] for part in parts] == [
        ["0", "1", "2"], ["3", "4"], ["5"], ["6"], ["7"], ["8"],
    ]  # fmt: skip
    assert part_name(parts[0]) == "0 and 2 more" and part_name(parts[2]) == "5"
    many = Listing(tuple(MediaItem(f"{n}", "image", f"{n}") for n in range(1000)))
    assert max(map(len, listing_parts(many, 2))) == 64
