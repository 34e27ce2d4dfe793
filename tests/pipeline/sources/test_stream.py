import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from support.films.grey_films import FRAMES, grey_film, level
from yolocam.errors import SourceError
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.live.stream import StreamSource, open_stream


class _StreamServer(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _StreamHandler)
        self.live, self.file = grey_film("mpegts"), grey_film("matroska")
        self.connections = 0
        self.stopping = threading.Event()

    @property
    def address(self):
        return f"127.0.0.1:{self.server_port}"


class _StreamHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.partition("?")[0]
        if path not in ("/live", "/file.mkv", "/silent"):
            self.send_error(404)
            return
        self.send_response(200)
        if path == "/file.mkv":
            self.send_header("Content-Length", str(len(self.server.file)))
        self.end_headers()
        if path == "/silent":
            self.server.stopping.wait(60)
        elif path == "/live":
            self.server.connections += 1
            self._write(self.server.live)
        else:
            self._write(self.server.file)

    def _write(self, data):
        with contextlib.suppress(OSError):  # the client has gone
            self.wfile.write(data)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    server = _StreamServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.stopping.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_connection_gives_every_frame_with_its_time(server):
    source = StreamSource(f"http://{server.address}/live")
    assert source.info.live and source.info.size_wh == (64, 48) and source.info.kind == "stream"
    frames = [source.read() for _ in range(FRAMES - 1)]  # the decoder may hold back the last one
    assert [frame.index for frame in frames] == list(range(FRAMES - 1))
    assert [round(frame.pts_ns / 1e8) for frame in frames] == list(range(FRAMES - 1))
    levels = [int(frame.image.mean()) for frame in frames]
    assert levels == pytest.approx([level(number) for number in range(FRAMES - 1)], abs=5)
    assert not frames[0].image.flags.writeable
    source.close()
    assert source.read() is None


@pytest.mark.slow
def test_live_stream_that_ends_is_connected_to_again(server):
    source = open_source(f"http://{server.address}/live")
    before = server.connections
    frames = []
    while server.connections < before + 2:
        frames.append(source.read())
        source.retry_now()
    source.close()
    assert all(a.index < b.index and a.pts_ns < b.pts_ns for a, b in pairwise(frames))


def test_file_on_a_web_server_is_played_once_and_whole(server):
    source = open_source(f"http://{server.address}/file.mkv")
    assert not source.info.live
    assert source.info.duration_ns == pytest.approx(2e9, abs=2e8)
    count = 0
    while source.read() is not None:
        count += 1
    assert count == FRAMES
    source.close()


def test_secrets_of_the_address_are_never_shown(server):
    url = f"http://user:hidden@{server.address}/live?token=secret"
    source = open_stream(url)
    assert source.info.name == f"http://{server.address}/live"
    assert source.read().source.name == source.info.name
    source.close()
    with pytest.raises(SourceError) as error:
        open_stream(f"http://user:hidden@{server.address}/missing?token=secret")
    assert str(error.value).startswith(f"http://{server.address}/missing cannot be opened")
    shown = repr(error.value) + repr(error.value.__cause__) + str(error.value.__suppress_context__)
    assert "hidden" not in shown and "secret" not in shown


def test_silent_server_is_given_up(server):
    with pytest.raises(SourceError, match="cannot be opened"):
        open_stream(f"http://{server.address}/silent", open_limit=0.2)


@pytest.mark.parametrize(
    "url", ["rtsp://127.0.0.1:1/x", "rtsp:", "http://", "udp://[bad", "http://127.0.0.1:99999/"]
)
def test_bad_addresses_are_one_sentence(url):
    with pytest.raises(SourceError, match="cannot be opened"):
        open_stream(url, open_limit=1)
