"""Addresses: what goes wrong is said in words that tell what to do, and unusual servers are understood."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import av
import pytest

from support.films.turned_films import film, is_upright, jpeg
from support.servers.ports import free_port
from support.servers.rtsp_server import rtsp_camera
from support.servers.web_server import WebServer, web_server
from yolocam.errors import SourceError
from yolocam.media.ffmpeg_errors import reason
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.live.stream import StreamSource, open_stream

LIBRARY_WORDS = (
    "protocol not", "invalid argument", "invalid data", "immediate exit", "patches welcome",
    "input/output error", "end of file", "operation not permitted", "server returned", "errno",
)  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


def refusal(address: str, limit: float = 60.0) -> str:
    with pytest.raises(SourceError) as caught:
        open_stream(address, open_limit=limit)
    words = str(caught.value)
    assert "\n" not in words
    assert not any(library in words.lower() for library in LIBRARY_WORDS), words
    return words


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "(400); check its path"),
        (401, "are missing or wrong (401); write them before the host, as USER:PASSWORD@HOST"),
        (403, "refuses access"),
        (404, "nothing at this address"),
        (429, "asked too often"),
        (418, "refuses the request"),
        (500, "the server has failed"),
        (503, "the server has failed"),
    ],
)
def test_status_of_a_web_server(server: WebServer, status: int, words: str) -> None:
    server.statuses["/film.mp4"] = status
    assert words in refusal(server.address("/film.mp4"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("rtsp://127.0.0.1:1/x", "nobody listens there"),
        ("http://127.0.0.1:1/x", "nobody listens there"),
        ("tcp://127.0.0.1:1", "nobody listens there"),
        ("http://127.0.0.1:99999/", "the address is not written as it must be"),
        ("http://nowhere.invalid/", "the host is not known, or the connection failed"),
    ],
)
def test_address_that_leads_nowhere(address: str, words: str) -> None:
    assert words in refusal(address)


@pytest.mark.slow
def test_address_from_which_nothing_comes() -> None:
    address = f"udp://127.0.0.1:{free_port(socket.SOCK_DGRAM)}"
    assert "nothing came within the time limit" in refusal(address, limit=0.5)


@pytest.mark.parametrize(
    "content", [b"<!DOCTYPE html><html>camera</html>" * 50, b"", bytes(9000), b"#EXTM3U\n"]
)
def test_what_is_no_video(server: WebServer, content: bytes) -> None:
    server.files["/page"] = content
    assert "cannot be opened" in refusal(server.address("/page"))


def test_web_page_that_never_ends(server: WebServer) -> None:
    def write(send, stopping: threading.Event) -> None:
        while not stopping.wait(0.01):
            send(b"<p>still no video</p>\n" * 100)

    server.streams["/page"] = ({"Content-Type": "text/html"}, write)
    started = time.monotonic()
    refusal(server.address("/page"), limit=0.7)
    assert time.monotonic() - started < 30


def test_play_list_must_not_read_files_of_this_machine(server: WebServer, tmp_path) -> None:
    (tmp_path / "secret.ts").write_bytes(film("mpegts sei", 1))
    server.files["/list.m3u8"] = (
        f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{tmp_path}/secret.ts\n#EXT-X-ENDLIST\n".encode()
    )
    refusal(server.address("/list.m3u8"))


def test_redirects_and_a_wrong_content_type(server: WebServer) -> None:
    server.files["/film"] = film("mp4 matrix", 6)
    server.redirects["/old"] = "/older"
    server.redirects["/older"] = server.address("/film")
    server.content_type = "text/plain"
    source = open_source(server.address("/old"))
    server.content_type = "application/octet-stream"
    assert is_upright(source.read().image)
    source.close()


def test_snapshot_is_one_picture(server: WebServer) -> None:
    server.files["/snap.jpg"] = jpeg(6)
    source = open_source(server.address("/snap.jpg"))
    assert not source.info.live
    assert is_upright(source.read().image)
    assert source.read() is None
    source.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("offered", "scheme", "asked"),
    [
        (("tcp", "udp"), "rtsp", ["tcp"]),
        (("udp",), "rtsp", ["tcp", "udp"]),  # 461 to TCP
        (("tcp", "udp"), "rtspu", ["udp"]),
        (("tcp", "udp"), "rtspt", ["tcp"]),
    ],
)
def test_transports_of_rtsp(offered: tuple[str, ...], scheme: str, asked: list[str]) -> None:
    with rtsp_camera(film("h264 sei", 6), *offered) as camera:
        source = open_source(f"{scheme}://127.0.0.1:{camera.port}/")
        assert is_upright(source.read().image)
        source.close()
        assert camera.requested[: len(asked)] == asked


@pytest.mark.slow
def test_first_frame_of_rtsp_has_no_time_stamp() -> None:
    with rtsp_camera(film("h264 sei", 1), "tcp") as camera:
        source = StreamSource(f"rtsp://127.0.0.1:{camera.port}/")
        times = [source.read().pts_ns for _ in range(30)]
        source.close()
    assert times[0] == 0
    steps = [b - a for a, b in pairwise(times)]
    assert min(steps) > 0
    assert sorted(steps)[15] == pytest.approx(10**9 / 60, rel=0.1)
    assert times[-1] == pytest.approx(29 * 10**9 / 60, rel=0.3)


@pytest.mark.parametrize("scheme", ["rtsp", "rtspt"])
def test_rtsp_camera_that_offers_neither(scheme: str) -> None:
    offered = () if scheme == "rtsp" else ("udp",)
    with rtsp_camera(film("h264 sei", 1), *offered) as camera:
        assert "TCP" in refusal(f"{scheme}://127.0.0.1:{camera.port}/")


def test_every_error_of_ffmpeg_has_words() -> None:
    for code, kind in av.error.classes.items():
        error = kind(code, "library words")
        for address in (False, True):
            words = reason(error, address=address)
            assert words and "\n" not in words
            if kind.__module__ == "av.error" and kind.__name__ in (
                "InvalidDataError",
                "ExitError",
                "EOFError",
            ):
                assert "library" not in words
