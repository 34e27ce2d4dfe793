from types import SimpleNamespace

from support.fakes import FakeSink
from yolocam.pipeline.session_recording import SessionRecording


class OpenPipeline:
    """Remembers who is fed."""

    def __init__(self):
        self.source = SimpleNamespace(info=SimpleNamespace(live=False))
        self.fed = []

    def adopt_sink(self, runner):
        self.fed.append(runner)

    def release_sink(self, runner):
        self.fed.remove(runner)


def make(running):
    return SessionRecording(running, lambda notice: None, lambda: None)


def test_a_source_that_starts_while_recording_starts_feeds_it_once():
    pipeline = OpenPipeline()
    recording = make(lambda: pipeline)
    recording.start(FakeSink())
    recording.follow(pipeline)
    assert pipeline.fed == [recording.runner]
    recording.stop().join(20)


def test_a_recording_that_ended_is_not_fed_by_the_source_that_starts():
    pipeline, recorder = OpenPipeline(), FakeSink()
    recording = make(lambda: None)
    recording.start(recorder)
    recording.stop().join(20)
    recording.follow(pipeline)
    assert pipeline.fed == []
    assert recorder.closed == 1


def test_another_recorder_takes_the_place_of_the_first():
    pipeline, first, second = OpenPipeline(), FakeSink(), FakeSink()
    recording = make(lambda: pipeline)
    recording.start(first)
    recording.start(second)
    assert (first.closed, second.closed) == (1, 0)
    assert [runner.sink for runner in pipeline.fed] == [second]
    recording.stop().join(20)
    assert pipeline.fed == []
