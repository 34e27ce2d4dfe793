"""How many images go through the network together where nobody has said it."""

import numpy as np
import pytest

from support.fake_detector import ClockedDetector, FakeClock
from yolocam.bench import auto_batch as measuring
from yolocam.bench.remembered import BatchMemory, Remembered
from yolocam.commands.detect import batch_choice
from yolocam.commands.detect.batch_choice import batch_race, chosen_batch
from yolocam.pipeline.batch_race import TURNS
from yolocam.settings import Settings

MANY = 5000


@pytest.fixture(autouse=True)
def images(monkeypatch):
    monkeypatch.setattr(batch_choice, "on_cuda", lambda settings: False)
    monkeypatch.setattr(
        "yolocam.bench.samples.sample_images",
        lambda listing, count=15, *, precision="auto": [np.zeros((100, 100, 3), np.uint8)] * count,
    )


@pytest.fixture
def measured(monkeypatch):
    """What is asked of a measurement; it always finds a batch of 4."""
    asked = []

    def measure(detector, images, settings, *, largest):
        asked.append(largest)
        return measuring.AutoBatch(4, 1, remembered=Remembered(4, 100.0, 1000, 1))

    monkeypatch.setattr(measuring, "auto_batch", measure)
    return asked


def choose(frames, *, settings=None, **options):
    told = []
    detector = ClockedDetector(FakeClock(), call_ns=0, each_ns=0)
    settings = settings or Settings(device="cpu")
    batch = chosen_batch(None, told.append, detector, settings, None, frames, **options)
    return batch, told, detector


def remember(batch, settings=None):
    detector = ClockedDetector(FakeClock(), call_ns=0, each_ns=0)
    key = measuring.memory_key(detector, settings or Settings(device="cpu"), measuring.describe_machine())
    BatchMemory().put(key, Remembered(batch, 50.0, 1000, 1))


def test_what_was_measured_before_is_taken_without_a_word(measured):
    remember(8)
    batch, told, detector = choose(MANY)
    assert (batch, told, measured, detector.batches) == (8, [], [], [])


def test_it_is_no_larger_than_the_memory_allows_now(monkeypatch):
    remember(8)
    monkeypatch.setattr(measuring, "memory_limit", lambda gpu: 130_000)
    assert choose(MANY)[0] == 2


@pytest.mark.parametrize("frames", [None, 1, 99])
def test_a_few_images_go_one_by_one_and_nothing_is_looked_up(monkeypatch, frames):
    remember(8)
    monkeypatch.setattr("yolocam.bench.samples.sample_images", None)
    assert choose(frames)[0] == 1


def test_a_long_run_is_worth_measuring_and_says_so(monkeypatch, measured):
    monkeypatch.setattr(batch_choice, "LONG_S", 0.0)
    batch, told, _ = choose(MANY)
    assert batch == 4 and measured == [64]
    assert told[0] == "measuring, once, how many images at a time are quickest here"


def test_a_short_run_and_a_worker_do_not_measure(monkeypatch, measured):
    assert choose(MANY)[0] == 1  # this detector needs no time
    monkeypatch.setattr(batch_choice, "LONG_S", 0.0)
    assert choose(MANY, measure=False)[0] == 1
    assert measured == []


def test_int8_finds_its_ranges_on_the_film_not_on_a_measurement(monkeypatch, measured):
    settings = Settings(device="cpu", precision="int8")
    remember(8, settings)
    monkeypatch.setattr(batch_choice, "LONG_S", 0.0)
    assert choose(MANY, settings=settings)[0] == 1 and measured == []


def race_of(frames=MANY, *, batch=1, wanted=None, in_thread=True, side=416, settings=None):
    detector = ClockedDetector(FakeClock(), call_ns=0, each_ns=0)
    detector.in_thread = in_thread
    detector.input_size = lambda settings: (side, side)
    return batch_race(wanted, batch, detector, settings or Settings(device="cpu"), frames)


def test_what_a_run_finds_out_is_taken_by_the_next():
    race = race_of()
    for size in (1, 2) * TURNS:
        race.took(size, 100)
    assert race.answer == 2
    assert choose(MANY)[0] == 2 and race_of() is None


@pytest.mark.parametrize(
    "known", [{"frames": 99}, {"batch": 4}, {"wanted": 1}, {"in_thread": False}, {"side": 672}]
)
def test_there_is_a_race_only_where_something_is_to_be_found_out(known):
    assert race_of() is not None
    assert race_of(**known) is None
    assert race_of(settings=Settings(device="cpu", precision="int8")) is None
    remember(1)
    assert race_of() is None
