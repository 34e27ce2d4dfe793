"""Where a live stream has no clock, a picture's time is that of its arrival; a file is counted."""

from __future__ import annotations

import contextlib
import io
import json
import socket
import threading
import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from support.servers.web_server import WebServer, web_server
from yolocam.detections import Detections
from yolocam.frame import Detected, Frame, Inference, ModelInfo, Rendered, SourceInfo, Timing
from yolocam.pipeline.sinks.results.csv_file import CsvSink
from yolocam.pipeline.sinks.results.jsonl import JsonlSink
from yolocam.pipeline.sinks.video.recorder import Recorder
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.files.video import VideoSource
from yolocam.pipeline.sources.live.live_timeline import LiveTimeline
from yolocam.settings import Settings

MODEL = ModelInfo("test", ("person",), (416, 416), "cpu", "fp32")

NOISE = np.random.default_rng(0).integers(0, 255, (240, 320, 3), np.uint8)
JPEG = cv2.imencode(".jpg", NOISE[:48, :64])[1].tobytes()

PARTS = {
    "plain": (b"--b\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\nX-Timestamp: 1.5\r\n\r\n", b"\r\n"),
    "without length": (b"--b\r\nContent-Type: image/jpeg\r\n\r\n", b"\r\n"),
    "lower case, bare line feeds": (b"--b\ncontent-type: image/jpeg\ncontent-length: %d\n\n", b"\n"),
    "head before boundary": (b"Content-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n", b"\r\n--b\r\n"),
    "wrong length": (b"--b\r\nContent-Type: image/jpeg\r\nContent-Length: 200\r\n\r\n", b"\r\n"),
    "no head": (b"--b\r\n\r\n", b"\r\n"),
}
"""How cameras wrap the pictures of motion JPEG."""


@pytest.fixture(scope="module")
def server() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


def encoded(codec: str, count: int) -> list[bytes]:
    """One packet of a bare stream for each picture."""
    encoder = av.CodecContext.create(codec, "w")
    encoder.width, encoder.height, encoder.pix_fmt = 64, 48, "yuv420p"
    encoder.time_base, encoder.framerate, encoder.gop_size = Fraction(1, 25), Fraction(25), 5
    if codec == "libx264":
        encoder.options = {"tune": "zerolatency", "x264-params": "repeat-headers=1:keyint=5"}
    packets = []
    for number in range(count):
        picture = np.random.default_rng(number).integers(0, 255, (48, 64, 3), np.uint8)
        frame = av.VideoFrame.from_ndarray(picture, "bgr24").reformat(format="yuv420p")
        frame.pts = number
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return packets


def paced(pieces: list[bytes], fps: float):
    """Write a piece at a time, again and again, without drifting off the rate."""

    def write(send, stopping) -> None:
        started = time.monotonic()
        for number in range(100_000):
            if stopping.wait(max(0.0, started + number / fps - time.monotonic())):
                return
            send(pieces[number % len(pieces)])

    return write


def part(style: str) -> bytes:
    head, tail = PARTS[style]
    return (head % len(JPEG) if b"%d" in head else head) + JPEG + tail


def read_for(address: str, seconds: float) -> list[Frame]:
    source = open_source(address)
    try:
        assert source.info.live
        frames = []
        started = time.monotonic()
        while not frames or time.monotonic() - started < seconds:
            frame = source.read()
            assert frame is not None
            frames.append(frame)
        return frames
    finally:
        source.close()


def are_even(times: list[float], fps: float) -> bool:
    """Whether gaps are those of the rate, but for a few that are longer, and the next shorter."""
    gaps = [b - a for a, b in pairwise(times)]
    assert all(gap > 0 for gap in gaps)
    uneven = [gap for gap in gaps if not 0.4 / fps < gap < 2 / fps + 0.1]
    usual = bool(gaps) and np.median(gaps) == pytest.approx(1 / fps, rel=0.3)
    return usual and len(uneven) <= max(2, len(gaps) // 3)


def comes_evenly(address: str, fps: float, seconds: float) -> bool:
    """Whether frames have the times of their rate, at one of ten tries: the machine may be busy at others."""
    for _ in range(10):
        times = [frame.pts_ns / 1e9 for frame in read_for(address, seconds)]
        if are_even(times, fps):
            return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize(("fps", "seconds"), [(4, 1.1), (12, 0.5), (30, 0.3)])
def test_motion_jpeg_at_any_rate(server: WebServer, fps: float, seconds: float) -> None:
    server.streams["/mjpeg"] = (
        {"Content-Type": "multipart/x-mixed-replace; boundary=b"},
        paced([part("plain")], fps),
    )
    assert comes_evenly(server.address("/mjpeg"), fps, seconds)
    assert read_for(server.address("/mjpeg"), 0.0)[0].source.fps is None


@pytest.mark.slow
@pytest.mark.parametrize(("style", "boundary"), [*((style, "b") for style in PARTS), ("plain", "--b")])
def test_motion_jpeg_however_it_is_wrapped(server: WebServer, style: str, boundary: str) -> None:
    server.streams["/mjpeg"] = (
        {"Content-Type": f"multipart/x-mixed-replace;boundary={boundary}"},
        paced([part(style)], 20),
    )
    assert comes_evenly(server.address("/mjpeg"), 20, 0.4)


@pytest.mark.slow
@pytest.mark.parametrize("codec", ["libx264", "mpeg4", "jpg", "png"])
def test_bare_stream_over_http(server: WebServer, codec: str) -> None:
    still = [cv2.imencode(f".{codec}", NOISE)[1].tobytes()] if codec in ("jpg", "png") else []
    pictures = still or encoded(codec, 20)
    server.streams["/bare"] = ({}, paced(pictures, 24))
    assert comes_evenly(server.address("/bare"), 24, 0.6)


@pytest.mark.slow
def test_bare_stream_over_tcp() -> None:
    stopping = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):  # there will be no more clients
                while True:
                    client, _ = listener.accept()
                    with client, contextlib.suppress(OSError):  # the client has gone
                        paced(pieces, 24)(client.sendall, stopping)

        pieces = encoded("libx264", 20)
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            assert comes_evenly(f"tcp://127.0.0.1:{listener.getsockname()[1]}", 24, 0.6)
        finally:
            stopping.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.mark.slow
def test_recording_and_tables_have_the_times_of_arrival(server: WebServer, tmp_path: Path) -> None:
    server.streams["/mjpeg"] = (
        {"Content-Type": "multipart/x-mixed-replace; boundary=b"},
        paced([part("plain")], 5),
    )
    recorder = Recorder(tmp_path / "r.mp4")
    table, lines = CsvSink(tmp_path / "r.csv"), JsonlSink(tmp_path / "t.jsonl")
    one = np.ones(1, np.float32)
    box = np.array([[1, 1, 9, 9]], np.float32)
    found = Detections(xyxy=box, objectness=one, class_score=one, class_id=np.zeros(1, np.int32))
    frames = read_for(server.address("/mjpeg"), 1.1)
    for frame in frames:
        item = Rendered(Detected(frame, Inference(found, Timing(), MODEL), Settings()), frame.image)
        for sink in (recorder, table, lines):
            sink.write(item)
    for sink in (recorder, table, lines):
        sink.close()
    with av.open(str(tmp_path / "r.mp4")) as container:
        recorded = [float(frame.pts * frame.time_base) for frame in container.decode(video=0)]
    rows = [line.split(",") for line in (tmp_path / "r.csv").read_text().splitlines()]
    column = next(at for at, name in enumerate(rows[0]) if name == "seconds")
    written = [json.loads(line)["pts"] for line in (tmp_path / "t.jsonl").read_text().splitlines()]
    arrived = [(frame.pts_ns - frames[0].pts_ns) / 1e9 for frame in frames]
    for times in (recorded, [float(row[column]) for row in rows[1:]], written):
        assert [time - times[0] for time in times] == pytest.approx(arrived, abs=0.02)


@pytest.mark.slow
def test_pictures_that_come_at_once_after_a_stall_stay_in_order(server: WebServer) -> None:
    def write(send, stopping) -> None:
        paced_for = paced([part("plain")], 20)
        for _ in range(2):
            threading.Timer(0.3, burst_over.set).start()
            paced_for(send, burst_over)
            burst_over.clear()
            if stopping.wait(0.4):
                return
            for _ in range(8):
                send(part("plain"))

    burst_over = threading.Event()
    server.streams["/mjpeg"] = ({"Content-Type": "multipart/x-mixed-replace; boundary=b"}, write)
    frames = read_for(server.address("/mjpeg"), 1.0)
    times = [frame.pts_ns for frame in frames]
    assert all(a < b for a, b in pairwise(times))
    assert (times[-1] - times[0]) / 1e9 == pytest.approx(
        (frames[-1].captured_ns - frames[0].captured_ns) / 1e9, abs=0.3
    )


@pytest.mark.parametrize("codec", ["libx264", "mpeg2video", "mjpeg"])
def test_file_without_a_clock_is_counted(server: WebServer, tmp_path: Path, codec: str) -> None:
    rate = Fraction(25) if codec == "mjpeg" else Fraction(30)
    data = _bare_file(codec, 30, rate)
    path = tmp_path / "door.bin"
    path.write_bytes(data)
    server.files["/door"] = data
    for source in (VideoSource(path), open_source(server.address("/door"))):
        assert not source.info.live and source.info.fps == rate
        frames = list(iter(source.read, None))
        source.close()
        assert [frame.pts_ns for frame in frames] == [round(n * 10**9 / rate) for n in range(30)]
    source = VideoSource(path)
    for wanted in (20, 3, 29, 0):
        source.seek(round(wanted * 10**9 / rate) + 1000)
        frame = source.read()
        assert (frame.index, frame.pts_ns) == (wanted, frames[wanted].pts_ns)
        assert (frame.image == frames[wanted].image).all()
    source.close()


def _bare_file(codec: str, count: int, rate: Fraction) -> bytes:
    buffer = io.BytesIO()
    form = {"libx264": "h264", "mpeg2video": "mpeg2video", "mjpeg": "mjpeg"}[codec]
    with av.open(buffer, "w", format=form) as out:
        stream = out.add_stream(codec, rate=rate, options={"g": "10"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuvj420p" if codec == "mjpeg" else "yuv420p"
        for number in range(count):
            picture = np.full((48, 64, 3), 8 * number, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "bgr24")))
        out.mux(stream.encode(None))
    return buffer.getvalue()


@pytest.mark.parametrize("declared", [25, 12, 3])
def test_clock_at_a_wrong_rate_is_left_for_the_real_one(declared: int) -> None:
    timeline = LiveTimeline()
    info = SourceInfo("cam", "stream", (4, 4), live=True)
    image = np.zeros((4, 4, 3), np.uint8)
    placed = [
        timeline.place(Frame(image, n, n * 10**9 // declared, n * 10**9 // 6, info)) for n in range(120)
    ]
    gaps = [(b.pts_ns - a.pts_ns) / 1e9 for a, b in pairwise(placed)]
    assert gaps[60:] == pytest.approx([1 / 6] * 59, abs=1e-6)
