"""A recording of the window is compressed as the flags say."""

import threading
from dataclasses import replace

import av
import pytest

from support.window.window_fakes import FILM
from yolocam.errors import SinkError
from yolocam.media.encoding.encoder_settings import LIVE

PROBE = "yolocam.pipeline.sinks.video.recorder.working_encoders"


@pytest.mark.slow
def test_codec_and_size(qtbot, make_window, tmp_path):
    movie = tmp_path / "all.mkv"
    encoder = replace(LIVE, codec="mpeg4", size_wh=(96, 64))
    window = make_window(address=FILM, record=movie, encoder=encoder, exit_at_end=True)
    qtbot.waitUntil(lambda: not window.isVisible())
    with av.open(str(movie)) as container:
        assert container.streams.video[0].codec_context.name == "mpeg4"
        assert {(frame.width, frame.height) for frame in container.decode(video=0)} == {(96, 64)}


@pytest.mark.slow
def test_no_encoder_is_tested_on_the_thread_of_the_window(make_window, tmp_path, monkeypatch):
    on: list[threading.Thread] = []

    def none_works(settings):
        on.append(threading.current_thread())
        raise SinkError("no encoder works")

    monkeypatch.setattr(PROBE, none_works)
    with pytest.raises(SinkError, match="no encoder works"):
        make_window(address=FILM, record=tmp_path / "film.mp4")
    assert len(on) == 1 and on[0] is not threading.main_thread()


@pytest.mark.slow
def test_a_driver_that_hangs_does_not_keep_the_window_shut(qtbot, make_window, tmp_path, monkeypatch):
    answers = threading.Event()

    def hangs(settings):
        answers.wait(60)
        raise SinkError("the driver does not answer")

    monkeypatch.setattr(PROBE, hangs)
    monkeypatch.setattr("yolocam.ui.recording.recording.START_PATIENCE_S", 0.05)
    window = make_window(record=tmp_path / "film.mp4")
    assert window.isVisible() and window.saved_files.recording.phase == "starting"
    answers.set()
    bar = window.viewer.message_bar
    qtbot.waitUntil(lambda: "driver does not answer" in bar.text)
