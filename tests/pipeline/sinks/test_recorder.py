from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

import numpy as np
import pytest

from support.pipeline.recording_frames import FILE, LIVE, SECOND, read_film, result, top_level_boxes
from yolocam.detections import Detections
from yolocam.errors import SinkError
from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.media.encoding.encoders import ENCODERS, working_encoders
from yolocam.pipeline.sink_runner import SinkRunner
from yolocam.pipeline.sinks.names.dated_names import default_recording_path
from yolocam.pipeline.sinks.video.recorder import Recorder

X264 = EncoderSettings(low_latency=True, keyframe_s=1.0)


def record(path, frames, **options):
    recorder = Recorder(path, encoder=X264, **options)
    for item in frames:
        recorder.write(item)
    recorder.close()
    return recorder.state


def test_a_clean_stop_leaves_an_ordinary_mp4(tmp_path):
    state = record(tmp_path / "a.mp4", [result(i) for i in range(60)])
    boxes = top_level_boxes(tmp_path / "a.mp4")
    assert boxes.count("moov") == 1 and "moof" not in boxes
    film = read_film(tmp_path / "a.mp4")
    assert film.times == pytest.approx([i / 25 for i in range(60)], abs=1e-4)
    assert film.levels == pytest.approx([200] * 60, abs=12)  # annotated, in 16..235
    assert max(np.diff(film.keys)) <= 1.0 + 1e-6
    assert (state.frames, state.parts, state.error) == (60, (tmp_path / "a.mp4",), None)
    assert state.seconds == pytest.approx(60 / 25)
    assert state.bytes == (tmp_path / "a.mp4").stat().st_size


def test_matroska_has_its_length_after_a_clean_stop(tmp_path):
    import av

    record(tmp_path / "a.mkv", [result(i) for i in range(50)])
    with av.open(str(tmp_path / "a.mkv")) as container:
        assert container.duration == pytest.approx(2_000_000, abs=1000)
    assert len(read_film(tmp_path / "a.mkv").times) == 50


def test_dropped_frames_are_gaps_and_repeated_ones_are_passed_over(tmp_path):
    frames = [result(i) for i in (3, 4, 4, 9, 10)]
    frames[2] = result(4, repeat=True, level=0)
    record(tmp_path / "a.mp4", frames)
    assert read_film(tmp_path / "a.mp4").times == pytest.approx([0, 0.04, 0.24, 0.28], abs=1e-4)


def test_a_variable_rate_is_kept(tmp_path):
    pts = [0, 17, 50, 51, 400, 1400]
    record(tmp_path / "a.mp4", [result(i, ms * 10**6, source=LIVE) for i, ms in enumerate(pts)])
    assert read_film(tmp_path / "a.mp4").times == pytest.approx([ms / 1000 for ms in pts], abs=1e-4)


def test_seeking_back_does_not_turn_back_the_recording(tmp_path):
    record(tmp_path / "a.mp4", [result(i, captured_ns=i) for i in (50, 51, 52, 10, 11, 200, 201)])
    assert read_film(tmp_path / "a.mp4").times == pytest.approx([i / 25 for i in range(7)], abs=1e-4)


@pytest.mark.parametrize(("what", "level"), [("annotated", 200), ("raw", 60)])
def test_annotated_or_raw_pictures(tmp_path, what, level):
    recorder = Recorder(tmp_path / "a.mp4", what=what, encoder=X264)
    assert recorder.wants_image == (what == "annotated")
    recorder.write(result(0, drawn=200 if recorder.wants_image else None))
    recorder.close()
    assert read_film(tmp_path / "a.mp4").levels == pytest.approx([level], abs=12)


def test_both_pictures_go_to_two_films_of_equal_times(tmp_path):
    record(tmp_path / "a.mp4", [result(i) for i in range(10)], what="both")
    annotated, raw = read_film(tmp_path / "a.mp4"), read_film(tmp_path / "a.raw.mp4")
    assert annotated.times == raw.times
    assert annotated.levels == pytest.approx([200] * 10, abs=12)
    assert raw.levels == pytest.approx([60] * 10, abs=12)


def test_detections_are_written_beside_the_film_line_by_line(tmp_path):
    found = Detections(
        xyxy=np.array([[1, 2, 30, 40]], np.float32),
        objectness=np.array([0.5], np.float32),
        class_score=np.array([0.5], np.float32),
        class_id=np.array([1], np.int32),
    )
    recorder = Recorder(tmp_path / "a.mp4", encoder=X264)
    recorder.write(result(4, found=found))
    recorder.write(result(5))
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    recorder.close()
    assert [line["frame"] for line in lines] == [4, 5]
    assert lines[0]["detections"][0]["class_name"] == "dög"
    assert lines[0]["detections"][0]["xyxy"] == [1, 2, 30, 40]


@pytest.mark.parametrize("size_wh", [(63, 47), (1, 1), (17, 300)])
def test_every_size_can_be_recorded(tmp_path, size_wh):
    record(tmp_path / "a.mp4", [result(i, size_wh=size_wh) for i in range(3)])
    film = read_film(tmp_path / "a.mp4")
    assert film.sizes == {(size_wh[0] + size_wh[0] % 2, size_wh[1] + size_wh[1] % 2)}
    assert len(film.times) == 3


def test_a_new_size_or_source_starts_a_new_part(tmp_path):
    other = replace(FILE, name="other.mp4")
    frames = [result(i) for i in range(5)]
    frames += [result(i, size_wh=(32, 32)) for i in range(5, 12)]
    frames += [result(i, size_wh=(32, 32), source=other) for i in range(3)]
    state = record(tmp_path / "a.mp4", frames)
    assert [path.name for path in state.parts] == ["a.mp4", "a.part2.mp4", "a.part3.mp4"]
    assert [len(read_film(path).times) for path in state.parts] == [5, 7, 3]
    assert [read_film(path).times[0] for path in state.parts] == [0, 0, 0]
    assert all(path.with_suffix(".jsonl").is_file() for path in state.parts)
    assert state.frames == 15
    assert state.seconds == pytest.approx(15 / 25)


def test_a_slide_show_of_equal_sizes_is_one_film(tmp_path):
    stills = [replace(FILE, kind="image", name=f"{i}.jpg", fps=None) for i in range(3)]
    frames = [result(0, 0, source=s, captured_ns=i * SECOND) for i, s in enumerate(stills)]
    state = record(tmp_path / "a.mp4", frames)
    assert len(state.parts) == 1
    assert read_film(tmp_path / "a.mp4").times == pytest.approx([0, 1, 2], abs=1e-4)


@pytest.mark.parametrize("taken", ["ä b.mp4", "ä b.jsonl", "ä b.raw.mp4"])
def test_nothing_is_overwritten(tmp_path, taken):
    (tmp_path / taken).write_bytes(b"precious")
    state = record(tmp_path / "ä b.mp4", [result(0), result(1)], what="both")
    assert state.path == tmp_path / "ä b (2).mp4"
    assert (tmp_path / taken).read_bytes() == b"precious"
    assert len(read_film(tmp_path / "ä b (2).raw.mp4").times) == 2


def test_a_recording_without_frames_leaves_no_file(tmp_path):
    record(tmp_path / "new" / "folder" / "a.mp4", [], what="both")
    assert list((tmp_path / "new" / "folder").iterdir()) == []


def test_what_cannot_be_recorded_is_said_at_once(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SinkError, match=r"a\.avi cannot be recorded, expected a name that ends in \.mp4"):
        Recorder(tmp_path / "a.avi")
    with pytest.raises(SinkError, match=r"folder .*file.* cannot be created"):
        Recorder(tmp_path / "file" / "a.mp4")
    with pytest.raises(SinkError, match="cannot be written"):
        Recorder(tmp_path / ("x" * 300 + ".mp4"))


def test_pictures_too_large_for_the_encoder_are_refused_in_words(tmp_path):
    recorder = Recorder(tmp_path / "a.mp4", encoder=X264)
    with pytest.raises(SinkError, match=r"a\.mp4 cannot hold pictures of 20000x16"):
        recorder.write(result(0, size_wh=(20_000, 16)))
    recorder.close()
    assert "20000x16" in str(recorder.state.error)
    assert list(tmp_path.iterdir()) == []


def test_a_new_part_that_cannot_be_started_leaves_the_first(tmp_path):
    recorder = Recorder(tmp_path / "a.mp4", encoder=X264)
    recorder.write(result(0))
    with pytest.raises(SinkError, match=r"part2\.mp4 cannot hold"):
        recorder.write(result(1, size_wh=(20_000, 16)))
    recorder.close()
    assert len(read_film(tmp_path / "a.mp4").times) == 1
    assert recorder.state.frames == 1
    assert not (tmp_path / "a.part2.mp4").exists()


def test_small_and_huge_pictures_do_not_go_to_nvenc():
    nvenc = next(encoder for encoder in ENCODERS if encoder.name == "h264_nvenc")
    assert nvenc.takes((1280, 720))
    assert not nvenc.takes((1280, 64)) and not nvenc.takes((7680, 4320))


def test_the_state_can_be_read_while_it_is_recorded(tmp_path):
    recorder = Recorder(tmp_path / "a.mp4", encoder=X264)
    runner = SinkRunner(recorder, name="test")
    seen, stop = [], threading.Event()

    def watch():
        while not stop.is_set():
            seen.append(recorder.state)
            stop.wait(0.001)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for index in range(50):
        runner.offer(result(index))
    runner.finish()
    stop.set()
    watcher.join()
    assert runner.error is None
    frames = [state.frames for state in seen]
    assert frames == sorted(frames)
    assert all(state.seconds == pytest.approx(state.frames / 25) for state in seen)


def test_each_encoded_frame_is_reported(tmp_path):
    calls = []
    frames = [result(0), result(1), result(1, repeat=True), result(2)]
    record(tmp_path / "a.mp4", frames, on_recorded=lambda: calls.append(1))
    assert len(calls) == 3


@pytest.mark.slow
def test_a_bitrate_bounds_the_size(tmp_path):
    rng = np.random.default_rng(1)
    sizes = []
    for name, options in (("a", X264), ("b", replace(X264, bitrate=200_000))):
        recorder = Recorder(tmp_path / f"{name}.mp4", encoder=options)
        for index in range(50):
            item = result(index, size_wh=(320, 240), source=replace(FILE, fps=Fraction(25)))
            recorder.write(replace(item, image=rng.integers(0, 255, (240, 320, 3), np.uint8)))
        recorder.close()
        sizes.append((tmp_path / f"{name}.mp4").stat().st_size)
    assert sizes[1] < 200_000 / 8 * 2 * 2 < sizes[0]


def test_an_encoder_is_chosen_that_works():
    assert working_encoders(X264)[0].name == "libx264"
    assert working_encoders(replace(X264, hardware=True))[0].name in {"h264_nvenc", "libx264"}


def test_where_an_encoder_is_missing_the_message_says_what_there_is(monkeypatch):
    fewer = tuple(encoder for encoder in ENCODERS if encoder.name in ("libx264", "mpeg4"))
    monkeypatch.setattr("yolocam.media.encoding.encoders.ENCODERS", fewer)
    with pytest.raises(SinkError, match="no encoder of hevc works on this machine, expected h264 or mpeg4"):
        working_encoders(EncoderSettings("hevc"))
    without = tuple(replace(encoder, quality_option=None) for encoder in fewer)
    monkeypatch.setattr("yolocam.media.encoding.encoders.ENCODERS", without)
    with pytest.raises(SinkError, match=r"no encoder of h264 .* constant quality, expected a bitrate"):
        working_encoders(EncoderSettings(quality=20))
    monkeypatch.setattr("yolocam.media.encoding.encoders.ENCODERS", ())
    with pytest.raises(SinkError, match="no encoder of h264 works on this machine; install PyAV again"):
        working_encoders(EncoderSettings())


def test_the_default_name_has_date_and_time(tmp_path):
    now = datetime(2026, 11, 23, 15, 46, 46)
    assert default_recording_path(now, tmp_path) == tmp_path / "yolocam 2026-11-23 15-46-46.mp4"
    assert default_recording_path(now).is_absolute()
