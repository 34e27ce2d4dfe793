"""Images come from nobody but the server that was meant, unless the user allows it."""

import sys
import threading

import av
import numpy as np
import pytest

from support.films.grey_films import grey_film
from support.servers.rtmp_server import rtmp_server
from support.servers.rtsp_server import rtsp_camera
from support.servers.tls_front import tls_front
from support.servers.web_server import web_server
from yolocam.address import unverified
from yolocam.errors import SourceError
from yolocam.pipeline.sources.live.stream import StreamSource

pytestmark = pytest.mark.skipif(
    sys.platform != "linux",
    reason="the certificate is trusted by SSL_CERT_FILE, which other systems do not ask",
)


def look(address):
    """The size of the first image."""
    source = StreamSource(address, open_limit=60.0, read_limit=60.0)
    try:
        return source.read().size_wh
    finally:
        source.close()


def refuse_and_allow(front, address, monkeypatch):
    """Whether a source is refused, says why and what to do, and is opened where it is allowed or trusted."""
    with pytest.raises(SourceError, match="cannot be trusted") as refused:
        look(address)
    assert "--allow-unverified" in str(refused.value) and "kanary" not in str(refused.value)
    assert not front.got
    assert look(unverified(address)) == (64, 48)
    assert b"unverified" not in front.got
    monkeypatch.setenv("SSL_CERT_FILE", str(front.authority))
    assert look(address) == (64, 48)
    with pytest.raises(SourceError, match="cannot be trusted"):
        look(address.replace("localhost", "127.0.0.1"))


@pytest.mark.slow
def test_a_web_server_is_who_it_says_it_is(tmp_path, monkeypatch):
    with web_server() as server, tls_front(tmp_path, server.server_port) as front:
        server.files["/film.ts"] = grey_film("mpegts")
        address = f"https://user:kanary@localhost:{front.port}/film.ts?a=1"
        refuse_and_allow(front, address, monkeypatch)
        server.redirects["/moved"] = address.replace("localhost", "127.0.0.1")
        with pytest.raises(SourceError):
            look(server.address("/moved"))


@pytest.mark.slow
def test_a_camera_is_who_it_says_it_is(tmp_path, monkeypatch):
    film = grey_film("h264", "libx264")
    with rtsp_camera(film, "tcp") as camera, tls_front(tmp_path, camera.port) as front:
        refuse_and_allow(front, f"rtsps://user:kanary@localhost:{front.port}/live", monkeypatch)


@pytest.mark.slow
def test_bare_tls_is_who_it_says_it_is(tmp_path, monkeypatch):
    with web_server() as server, tls_front(tmp_path, server.server_port) as front:
        front.answer = grey_film("mpegts")
        refuse_and_allow(front, f"tls://localhost:{front.port}", monkeypatch)


@pytest.mark.slow
def test_an_rtmp_server_is_who_it_says_it_is(tmp_path, monkeypatch):
    over = threading.Event()
    with rtmp_server(tmp_path) as server, tls_front(tmp_path, server.port) as front:
        sender = threading.Thread(target=send, args=(f"{server.address}/canary", over))
        sender.start()
        try:
            refuse_and_allow(front, f"rtmps://localhost:{front.port}/live/canary", monkeypatch)
        finally:
            over.set()
            sender.join()


def send(address, over):
    """Send a film over and over."""
    with av.open(address, "w", format="flv") as out:
        stream = out.add_stream("libx264", rate=10, options={"tune": "zerolatency", "g": "5"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        number = 0
        while not over.wait(0.05):
            frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), "bgr24")
            frame.pts, number = number, number + 1
            out.mux(stream.encode(frame))


@pytest.mark.slow
def test_the_pieces_of_a_play_list_come_from_whom_it_names(tmp_path, monkeypatch):
    (tmp_path / "other").mkdir()
    with (
        web_server() as server,
        tls_front(tmp_path, server.server_port) as front,
        tls_front(tmp_path / "other", server.server_port) as other,
    ):
        server.files["/piece.ts"] = grey_film("mpegts")
        head = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:2.0,\n"
        for name, place in {"own": "", "foreign": f"https://localhost:{other.port}"}.items():
            text = f"{head}{place}/piece.ts\n#EXT-X-ENDLIST\n"
            server.files[f"/{name}.m3u8"] = text.encode()
        address = f"https://user:kanary@localhost:{front.port}"
        monkeypatch.setenv("SSL_CERT_FILE", str(front.authority))
        assert look(f"{address}/own.m3u8") == (64, 48)
        with pytest.raises(SourceError):
            look(f"{address}/foreign.m3u8")
        assert look(unverified(f"{address}/foreign.m3u8")) == (64, 48)
        assert b"kanary" not in other.got
