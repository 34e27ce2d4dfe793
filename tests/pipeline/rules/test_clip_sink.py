"""Clips: they hold the whole time before their event, are ordinary files, and survive a crash."""

import errno
import os
import re
import shutil
from datetime import datetime
from fractions import Fraction

import av
import numpy as np
import pytest

from support.films.media_files import number_in, picture
from support.pipeline.fakes import MODEL, make_info
from yolocam.detections import Detections
from yolocam.frame import Detected, Frame, Inference, Rendered, Timing, publish
from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.pipeline.actions.clip_sink import ClipSink
from yolocam.settings import Settings

FPS = 25
STEP_NS = 1_000_000_000 // FPS
QUICK = EncoderSettings(keyframe_s=1.0, low_latency=True, quality=18)


@pytest.fixture
def clips(tmp_path):
    """A sink that keeps two seconds, what it says, and what it failed at."""
    said, failed = [], []
    sink = ClipSink(
        tmp_path,
        2.0,
        lambda path, seconds: said.append((path, seconds)),
        failed.append,
        encoder=QUICK,
        now=lambda: datetime(2026, 11, 28),
    )
    sink.said, sink.failed = said, failed
    yield sink
    sink.close()
    assert failed == []


def item(index, size_wh=(64, 48), live=True):
    info = make_info(fps=Fraction(FPS), size_wh=size_wh, live=live, kind="camera" if live else "video")
    image = publish(np.ascontiguousarray(picture(index % 256, *size_wh)))
    frame = Frame(image, index, index * STEP_NS, index * STEP_NS, info)
    return Rendered(Detected(frame, Inference(Detections.empty(), Timing(), MODEL), Settings()), image)


def feed(sink, indices, events=(), after_s=0.4, before_s=2.0):
    for index in indices:
        if index in events:
            sink.save(index * STEP_NS, index * STEP_NS, before_s, after_s)
        sink.write(item(index))


def numbers(path):
    with av.open(str(path)) as container:
        return [number_in(frame.to_ndarray(format="bgr24")) for frame in container.decode(video=0)]


def test_a_clip_holds_all_of_the_time_before_and_after_its_event(clips, tmp_path):
    feed(clips, range(200), events={120})
    (path,) = tmp_path.glob("clip *.mp4")
    shown = numbers(path)
    assert shown == list(range(shown[0], shown[-1] + 1))
    assert 120 - 3 * FPS - 1 <= shown[0] <= 120 - 2 * FPS and shown[-1] == 130
    assert clips.said == [(path, pytest.approx(len(shown) / FPS))]


@pytest.mark.slow
def test_events_within_a_clip_make_it_longer(clips, tmp_path):
    feed(clips, range(200), events={120, 125, 129, 170})
    first, second = sorted(tmp_path.glob("clip *.mp4"), key=lambda path: numbers(path)[0])
    assert numbers(first)[-1] == 139
    assert numbers(second)[0] <= 120 and numbers(second)[-1] == 180


def test_an_event_that_is_told_later_than_its_frame_keeps_its_place(clips, tmp_path):
    feed(clips, range(140))
    clips.save(120 * STEP_NS, 120 * STEP_NS, 2.0, 0.4)
    feed(clips, range(140, 150))
    (path,) = tmp_path.glob("clip *.mp4")
    assert numbers(path)[0] <= 70


def test_a_clip_at_the_end_of_the_run_is_finished(clips, tmp_path):
    feed(clips, range(100), events={99})
    clips.save(100 * STEP_NS, 100 * STEP_NS, 2.0, 5.0)
    clips.close()
    (path,) = tmp_path.glob("clip *.mp4")
    assert numbers(path)[-1] == 99


def test_a_disk_that_does_not_take_the_last_second_of_a_clip(clips, monkeypatch):
    def refuse(fd: int) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("yolocam.files.disk_sync.sync_fd", refuse)
    feed(clips, range(30), events={29}, after_s=5.0)
    clips.close()
    told = r"the clip ends early: .* cannot be written: read-only file system"
    assert re.fullmatch(told, clips.failed.pop())
    assert clips.said == []


def test_another_size_begins_anew(clips, tmp_path):
    feed(clips, range(60), events={55}, after_s=5)
    for index in range(60, 90):
        clips.write(item(index, (96, 64)))
    (path,) = tmp_path.glob("clip *.mp4")
    assert numbers(path)[-1] == 59


def test_a_clip_can_be_played_while_it_is_written(clips, tmp_path):
    feed(clips, range(150), events={100}, after_s=60)
    (path,) = tmp_path.glob("clip *.mp4")
    torn = tmp_path / "torn.mp4"
    shutil.copy(path, torn)  # what is left after kill -9
    assert len(numbers(torn)) > 80


def test_memory_is_bounded(tmp_path):
    clips = ClipSink(tmp_path, 100.0, print, print, encoder=QUICK, most_bytes=30_000)
    noise = np.random.default_rng(1)
    for index in range(120):
        image = publish(noise.integers(0, 255, (48, 64, 3), np.uint8))
        clips.write(Rendered(item(index).detected, image))
    kept = clips.held.bytes
    clips.close()
    assert 0 < kept < 120_000


def test_the_replay_is_saved_when_it_is_asked_for(clips, tmp_path):
    feed(clips, range(120))
    clips.save_now()
    feed(clips, range(120, 125))
    (path,) = tmp_path.glob("clip *.mp4")
    assert numbers(path)[0] <= 119 - 2 * FPS and numbers(path)[-1] >= 119


def test_what_is_kept_is_saved_at_once_where_no_more_frames_come(clips, tmp_path):
    assert not clips.save_held(tmp_path / "out") and not (tmp_path / "out").exists()
    feed(clips, range(120))
    assert clips.held.seconds >= 2 and clips.held.bytes > 0
    assert clips.save_held(tmp_path / "out") and clips.save_held(tmp_path / "out")
    for path, seconds in clips.said:
        assert path.parent == tmp_path / "out" and seconds >= 2
        assert numbers(path)[0] <= 119 - 2 * FPS and numbers(path)[-1] == 119
    assert len(clips.said) == 2
    feed(clips, range(120, 130))  # and it goes on
    assert clips.save_held(tmp_path / "out") and numbers(clips.said[-1][0])[-1] == 129
