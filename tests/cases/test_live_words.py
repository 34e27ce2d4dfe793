"""A run on a camera that nobody watches says when it is lost, when it is back, and how it goes."""

from __future__ import annotations

import io
from types import SimpleNamespace

from yolocam.commands.console import Console
from yolocam.commands.detect import following
from yolocam.frame import SourceInfo
from yolocam.pipeline.sources.live.sampled import SampledSource
from yolocam.pipeline.sources.sampling import Sampling


class Camera:
    info = SourceInfo("camera:0", "camera", (64, 48), live=True)
    state = SimpleNamespace(kind="ok", message="")


class Run:
    """What a pipeline is to whoever looks on."""

    def __init__(self) -> None:
        self.camera = Camera()
        self.source = SampledSource(self.camera, Sampling())
        self.stopped = 0
        figures = SimpleNamespace(inferred=120, rates={"inference": 29.97})
        self.stats = SimpleNamespace(snapshot=lambda: figures)

    def stop(self) -> None:
        self.stopped += 1


def test_a_lost_camera_is_told_once_and_so_is_its_return(monkeypatch) -> None:
    run, told = Run(), io.StringIO()
    watcher = following._LiveWatcher(run, Console(file=told, width=200), None)
    for kind in ("ok", "lost", "lost", "opening", "ok", "ok"):
        run.camera.state = SimpleNamespace(kind=kind, message="camera:0 was unplugged: reconnecting")
        watcher.look()
    assert told.getvalue().splitlines() == [
        "yolocam: camera:0 was unplugged: reconnecting",
        "yolocam: camera:0 is back",
    ]
    monkeypatch.setattr(following, "LOG_EVERY_S", 0.0)
    run.source.missed = 3
    watcher.look()
    assert "120 frames in 0:0" in told.getvalue() and "3 missed, 30.0 a second" in told.getvalue()
    assert not run.stopped


def test_a_camera_that_hangs_ends_when_its_time_is_over(monkeypatch) -> None:
    run = Run()
    watcher = following._LiveWatcher(run, Console(file=io.StringIO()), 1.0)
    watcher.look()
    assert not run.stopped
    monkeypatch.setattr(following, "_GRACE_S", -2.0)
    watcher.look()
    assert run.stopped
