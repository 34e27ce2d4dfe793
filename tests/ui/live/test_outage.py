"""A server is away for seconds: the window goes on, a recording has no gap, and the stream comes back."""

from __future__ import annotations

import time

import av
import numpy as np
import pytest
from PySide6.QtCore import QTimer

from support.pipeline.live_streams import KEY
from support.servers.rtmp_server import rtmp_server
from support.window.window_fakes import CAMERA
from yolocam.ui.live.live_stream import LiveRequest
from yolocam.ui.recording.recording_choices import RecordingChoices

AWAY_S = 3.0
STALLED_S = 2.0
"""Less than the server is away, and more than what a busy machine makes of a tenth of a second."""


class Heartbeat:
    """The longest time in which the window did nothing."""

    def __init__(self, parent) -> None:
        self.longest = 0.0
        self._last = time.monotonic()
        timer = QTimer(parent, interval=10)
        timer.timeout.connect(self._beat)
        timer.start()

    def _beat(self) -> None:
        now = time.monotonic()
        self.longest, self._last = max(self.longest, now - self._last), now


@pytest.mark.slow
def test_neither_the_window_nor_a_recording_notices_and_the_stream_resumes(make_window, qtbot, tmp_path):
    window = make_window(address=CAMERA)
    qtbot.waitUntil(lambda: window.view.current is not None)
    stream, recording = window._live.stream, window.saved_files.recording
    recording.choices = RecordingChoices(container=".mkv", folder=tmp_path / "videos")
    with rtmp_server(tmp_path) as server:
        recording.start()
        stream.start(LiveRequest(server.address, KEY))
        qtbot.waitUntil(lambda: stream.health is not None and stream.health.phase == "on air")
        beat = Heartbeat(window)
        server.stop()
        qtbot.waitUntil(lambda: stream.health.phase == "lost")
        qtbot.wait(int(AWAY_S * 1000))
        server.start()
        qtbot.waitUntil(lambda: stream.health.phase == "on air")
        longest = beat.longest
        recording.stop()
        qtbot.waitUntil(lambda: recording.phase == "idle")
        stream.stop()
        qtbot.waitUntil(lambda: stream.phase == "idle")
    assert longest < STALLED_S
    (path,) = (tmp_path / "videos").glob("*.mkv")
    with av.open(str(path)) as container:
        times = sorted(float(p.pts * p.time_base) for p in container.demux(video=0) if p.pts is not None)
    assert times[-1] > AWAY_S and np.diff(times).max() < STALLED_S
