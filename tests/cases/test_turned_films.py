"""A film that says how it is to be turned is shown upright: in every container, from disk and the network."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import av
import pytest

from support.films.turned_films import TURNS, UPRIGHT_WH, film, is_upright, jpeg, stored, write
from support.servers.rtsp_server import rtsp_camera
from support.servers.web_server import WebServer, web_server
from yolocam.frame import Frame
from yolocam.media.orientation import Orientation, orientation_of
from yolocam.media.stream_times import ArrivalTimes
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.live.stream import StreamSource

FORMS = (
    "mp4 matrix", "mov matrix", "matroska matrix",
    "mp4 sei", "matroska sei", "mpegts sei", "flv sei", "avi sei", "h264 sei",
    "mov exif", "matroska exif", "avi exif", "mjpeg exif",
)  # fmt: skip
WITHOUT_LENGTH = ("mpegts sei", "flv sei", "h264 sei", "matroska matrix")
PLAY_LIST = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:1\n{}#EXTINF:0.3,\n{}\n#EXT-X-ENDLIST\n"


@pytest.fixture(scope="module")
def server() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


def first_frame(address: str) -> Frame:
    source = open_source(address)
    try:
        info, frame = source.info, source.read()
        assert frame is not None
        assert frame.source.size_wh == frame.size_wh
        assert info.live or info == frame.source
        return frame
    finally:
        source.close()


@pytest.mark.slow
@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("form", FORMS)
def test_from_disk_and_from_a_web_server(tmp_path: Path, server: WebServer, form: str, turn: int) -> None:
    data = film(form, turn)
    assert is_upright(first_frame(str(write(tmp_path / "film.mp4", data))).image)
    server.files["/film"] = data
    assert is_upright(first_frame(server.address("/film")).image)


@pytest.mark.slow
@pytest.mark.parametrize("turn", [3, 6])
@pytest.mark.parametrize("form", WITHOUT_LENGTH)
def test_sent_without_end(server: WebServer, form: str, turn: int) -> None:
    data = film(form, turn)

    def send(send_bytes, stopping) -> None:
        send_bytes(data)
        if form.startswith("mpegts") or form.startswith("h264"):
            while not stopping.wait(0.05):
                send_bytes(data)

    server.streams["/live"] = ({}, send)
    assert is_upright(first_frame(server.address("/live")).image)


def test_a_first_frame_that_is_passed_over_says_it_for_those_after_it(server: WebServer, monkeypatch) -> None:
    """What had come before the stream was open is not shown, and later frames need not say it again."""
    times = itertools.chain([None], itertools.count())
    monkeypatch.setattr(ArrivalTimes, "time_of", lambda self, frame: next(times))
    data = film("h264 sei", 6)

    def send(send_bytes, stopping) -> None:
        while not stopping.wait(0.05):
            send_bytes(data)

    server.streams["/live"] = ({}, send)
    source = StreamSource(server.address("/live"))
    assert is_upright(source.read().image)
    source.close()


@pytest.mark.slow
@pytest.mark.parametrize("turn", TURNS)
def test_motion_jpeg_over_http(server: WebServer, turn: int) -> None:
    picture = jpeg(turn)

    def send(send_bytes, stopping) -> None:
        while not stopping.wait(0.03):
            send_bytes(b"--b\r\nContent-Type: image/jpeg\r\n\r\n" + picture + b"\r\n")

    server.streams["/mjpeg"] = ({"Content-Type": "multipart/x-mixed-replace; boundary=b"}, send)
    assert is_upright(first_frame(server.address("/mjpeg")).image)


@pytest.mark.parametrize("turn", TURNS)
def test_play_list_of_segments(server: WebServer, turn: int) -> None:
    server.files["/segment.ts"] = film("mpegts sei", turn)
    server.files["/list.m3u8"] = PLAY_LIST.format("", "segment.ts").encode()
    assert is_upright(first_frame(server.address("/list.m3u8")).image)


@pytest.mark.slow
@pytest.mark.parametrize("turn", [3, 5, 6])
def test_rtsp_camera(turn: int) -> None:
    with rtsp_camera(film("h264 sei", turn), "tcp") as camera:
        assert is_upright(first_frame(f"rtsp://127.0.0.1:{camera.port}/").image)


@pytest.mark.parametrize("turn", [1, 3, 6, 8])
def test_tag_of_old_programs(tmp_path: Path, turn: int) -> None:
    assert is_upright(first_frame(str(write(tmp_path / "film.mkv", film("matroska tag", turn)))).image)


@pytest.mark.parametrize("form", ["mp4 matrix", "matroska matrix", "mpegts sei", "h264 sei"])
@pytest.mark.parametrize(
    ("turn", "expected"), [(1, Fraction(4, 3)), (3, Fraction(4, 3)), (6, Fraction(3, 4))]
)
def test_shape_of_pixels(tmp_path: Path, server: WebServer, form: str, turn: int, expected: Fraction) -> None:
    data = film(form, turn, aspect=Fraction(4, 3))
    server.files["/film"] = data
    for address in (str(write(tmp_path / "film", data)), server.address("/film")):
        frame = first_frame(address)
        assert (frame.source.pixel_aspect, frame.size_wh) == (expected, UPRIGHT_WH)


@pytest.mark.parametrize(
    ("rotation", "expected"),
    [(0, Orientation()), (-180, Orientation(flip_x=True, flip_y=True)), (90, Orientation(True, flip_y=True))],
)
def test_side_data_that_cannot_be_read_leaves_the_angle(rotation: int, expected: Orientation) -> None:
    frame: Any = SimpleNamespace(rotation=rotation)
    assert orientation_of(frame) == expected


def test_turned_by_no_multiple_of_90_degrees(tmp_path: Path) -> None:
    from support.films.turned_films import _h264

    data = _h264("mp4", 1, stored(1), None)
    at = data.index(b"tkhd") + 44
    slanted = b"".join(number.to_bytes(4, "big", signed=True) for number in (46341, 46341, 0, -46341, 46341))
    path = write(tmp_path / "v.mp4", data[:at] + slanted + data[at + 20 :])
    with av.open(str(path)) as container:
        assert next(container.decode(video=0)).rotation  # it does say so
    assert is_upright(first_frame(str(path)).image)
