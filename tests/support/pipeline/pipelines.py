"""A whole pipeline of fakes."""

from support.fake_detector import FakeDetector
from support.pipeline.fakes import FakeDrawer, FakeSource, Worker
from yolocam.pipeline.pipeline import Pipeline
from yolocam.settings import SettingsStore


def make_pipeline(source=None, detector=None, **options):
    drawer = options.pop("drawer", None) or FakeDrawer()
    store = options.pop("store", None) or SettingsStore()
    return Pipeline(source or FakeSource(), detector or FakeDetector(), drawer, store, **options)


def end_of(pipeline):
    """Whether it ended; raises what it ended with."""
    return Worker(pipeline.join).join()


def balanced(snapshot):
    """Whether each captured frame was either inferred or dropped."""
    return snapshot.captured == snapshot.inferred + snapshot.dropped["capture"] and not snapshot.in_flight
