"""Play lists of web servers: what they name is played as before, and none takes memory without end."""

from __future__ import annotations

import base64
import io
import sys
import threading
import time
from collections.abc import Iterator

import av
import numpy as np
import psutil
import pytest

from support.servers.tls_front import tls_front
from support.servers.web_server import WebServer, web_server
from yolocam.errors import SourceError
from yolocam.media.network.bounded_list import MOST_BYTES, MOST_KEPT, BoundedList, ListRefusedError
from yolocam.media.network.list_server import MOST_LISTS, PlayLists
from yolocam.media.network.network_video import NetworkVideo
from yolocam.media.network.web_reader import WebReader

HEAD = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n"
PIECE = "#EXTINF:1.2,\n{}\n"
END = "#EXT-X-ENDLIST\n"
LIMITS = (8.0, 8.0)


FRAMES = 30
"""Of a piece: more than the second that FFmpeg looks at before it begins."""


def piece(number: int) -> bytes:
    """Images that come after those of the pieces before."""
    data = io.BytesIO()
    with av.open(data, "w", "mpegts", container_options={"output_ts_offset": f"{1.2 * number:.1f}"}) as film:
        track = film.add_stream("libx264", rate=25, options={"g": "1", "x264-params": "repeat-headers=1"})
        track.width, track.height, track.pix_fmt = 64, 64, "yuv420p"
        for _ in range(FRAMES):
            film.mux(
                track.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="bgr24"))
            )
        film.mux(track.encode())
    return data.getvalue()


@pytest.fixture
def server() -> Iterator[WebServer]:
    with web_server() as server:
        server.files.update({f"/{name}.ts": piece(number) for number, name in enumerate("abc")})
        yield server


def frames(address: str) -> int:
    video = NetworkVideo(address, "it", LIMITS)
    try:
        return sum(1 for _ in video.frames())
    finally:
        video.close()


def test_a_film_in_sizes_with_a_language_of_its_own(server):
    server.files["/film.m3u8"] = (
        b'#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x, y",URI="sound/list.m3u8"\n'
        b'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="z",URI="words.m3u8"\n'
        b'#EXT-X-STREAM-INF:BANDWIDTH=90000,AUDIO="a"\nsmall/list.m3u8?size=1\n'
    )
    server.files["/small/list.m3u8"] = (
        HEAD + PIECE.format("../a.ts") + PIECE.format("../b.ts") + END
    ).encode()
    server.files["/sound/list.m3u8"] = (
        HEAD + PIECE.format(server.address("/a.ts")) + PIECE.format("/b.ts") + END
    ).encode()
    assert frames(server.address("/film.m3u8")) == 2 * FRAMES
    assert "/words.m3u8" not in server.asked
    assert {"/small/list.m3u8", "/sound/list.m3u8"} <= set(server.asked)


def test_pieces_that_are_encrypted(server):
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    data = server.files["/a.ts"]
    data += bytes([16 - len(data) % 16]) * (16 - len(data) % 16)
    server.files["/key"] = b"k" * 16
    coder = Cipher(algorithms.AES(b"k" * 16), modes.CBC(bytes(16))).encryptor()
    server.files["/secret.ts"] = coder.update(data) + coder.finalize()
    key = f'#EXT-X-KEY:METHOD=AES-128,URI="key",IV=0x{"0" * 32}\n'
    server.files["/list.m3u8"] = (HEAD + key + PIECE.format("secret.ts") + END).encode()
    assert frames(server.address("/list.m3u8")) == FRAMES


@pytest.fixture(params=["http", "https"])
def asked(request, server, tmp_path, monkeypatch) -> Iterator[str]:
    """Where a server is reached, with a login."""
    login = "me:p%40ss@"
    if request.param == "http":
        yield server.address("").replace("//", f"//{login}")
        return
    if sys.platform != "linux":
        pytest.skip("other systems do not ask SSL_CERT_FILE which certificates are trusted")
    with tls_front(tmp_path, server.server_port) as front:
        monkeypatch.setenv("SSL_CERT_FILE", str(front.authority))
        yield f"https://{login}localhost:{front.port}"


def test_login_and_cookie_reach_list_and_pieces(server, asked, monkeypatch):
    """The login of the address, and what the server wants back."""
    handler, heads = server.RequestHandlerClass, []
    answered = handler.do_GET

    def guarded(self) -> None:
        heads.append((self.path, self.headers["Authorization"], self.headers["Cookie"]))
        if self.headers["Authorization"] is None:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="x"')
            self.end_headers()
        else:
            answered(self)

    def with_cookie(self, *args, **more) -> None:
        send(self, *args, **more)
        self.send_header("Set-Cookie", "seen=yes; path=/")

    send = handler.send_response
    monkeypatch.setattr(handler, "do_GET", guarded)
    monkeypatch.setattr(handler, "send_response", with_cookie)
    server.files["/list.m3u8"] = (HEAD + PIECE.format("a.ts") + END).encode()
    assert frames(f"{asked}/list.m3u8") == FRAMES
    path, login, cookie = heads[-1]
    assert path == "/a.ts" and login == "Basic " + base64.b64encode(b"me:p@ss").decode()
    assert cookie == "seen=yes"


def test_what_is_added_later_is_played(server):
    """A live list is asked for again and again."""
    server.files["/live.m3u8"] = (HEAD + "#EXT-X-MEDIA-SEQUENCE:0\n" + PIECE.format("a.ts")).encode()
    video = NetworkVideo(server.address("/live.m3u8"), "it", LIMITS)
    try:
        seen = 0
        for _ in video.frames():
            seen += 1
            if seen == 2:
                server.files["/live.m3u8"] += (PIECE.format("b.ts") + END).encode()
        assert seen == 2 * FRAMES
    finally:
        video.close()


def endless(send, stopping: threading.Event) -> None:
    send(HEAD.encode())
    while not stopping.is_set():
        send(PIECE.format("a.ts").encode() * 1000)


@pytest.mark.parametrize("where", ["first", "named"])
def test_a_list_without_end(server, where):
    """FFmpeg would keep ten bytes for each byte of it, as long as it comes."""
    server.streams["/endless.m3u8"] = ({"Content-Type": "application/vnd.apple.mpegurl"}, endless)
    server.files["/all.m3u8"] = b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=9\nendless.m3u8\n"
    before = psutil.Process().memory_info().rss
    with pytest.raises(SourceError, match="it cannot be opened: its play list is longer than 8 MB"):
        frames(server.address("/endless.m3u8" if where == "first" else "/all.m3u8"))
    assert psutil.Process().memory_info().rss - before < 200_000_000


@pytest.mark.slow
def test_a_live_list_that_becomes_endless(server):
    server.files["/live.m3u8"] = (HEAD + PIECE.format("a.ts")).encode()
    video = NetworkVideo(server.address("/live.m3u8"), "it", (8, 3))
    before = psutil.Process().memory_info().rss
    seen = 0
    try:
        with pytest.raises(SourceError, match="it broke off: its play list is longer"):
            for _ in video.frames():
                seen += 1
                if seen == 2:
                    server.files.pop("/live.m3u8")
                    server.streams["/live.m3u8"] = ({}, endless)
    finally:
        video.close()
    assert seen == FRAMES
    assert psutil.Process().memory_info().rss - before < 200_000_000


def test_subtitles_without_end(server):
    """FFmpeg reads a file of subtitles as a whole."""

    def write(send, stopping: threading.Event) -> None:
        while not stopping.is_set():
            send(b"1\n00:00:01,000 --> 00:00:02,000\nhello\n\n" * 1000)

    server.streams["/film.srt"] = ({}, write)
    started = time.monotonic()
    with pytest.raises(SourceError, match="it cannot be opened"):
        frames(server.address("/film.srt"))
    assert time.monotonic() - started < 60


def bounded(text: str, base: str = "http://host/a/list.m3u8") -> BoundedList:
    return BoundedList(text.encode(), base, lambda address: f"http://local/{address.rpartition('/')[2]}")


@pytest.mark.parametrize(
    "text",
    [
        PIECE.format("a") * (MOST_KEPT // 200),
        # Few bytes that FFmpeg makes many of: it gives each piece whole addresses of its own.
        f'#EXT-X-KEY:METHOD=AES-128,URI="/{"k" * 3900}"\n' + PIECE.format("a") * 9000,
        f'#EXT-X-MAP:URI="/{"k" * 3900}"\n' + PIECE.format("a") * 9000,
    ],
)
def test_a_list_of_which_too_much_would_be_kept(text):
    assert len(text) < MOST_BYTES
    with pytest.raises(ListRefusedError, match="longer than 8 MB"):
        bounded("#EXTM3U\n" + text)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("file:///etc/passwd", "names a file: address"),
        ("crypto+http://host/a", r"names a crypto\+http: address"),
        ("http://[", "makes no sense"),
        ("a" * 5000, "too long"),
        ("a\x1bb", "letters that none may have"),
        ('#EXT-X-MEDIA:TYPE=AUDIO,NAME="\\",URI=http://host/b"', "not written as it must be"),
        ('#EXT-X-MAP:URI="data:,a"', "names a data: address"),
    ],
)
def test_a_list_that_is_not_handed_on(line, told):
    with pytest.raises(ListRefusedError, match=told):
        bounded(f"#EXTM3U\n#EXTINF:1,\n{line}\n")


def test_what_ffmpeg_gets():
    text = bounded(
        '#EXTM3U\n#X-OTHER:URI="b"\n#EXT-X-KEY:METHOD=AES-128,URI=k\n#EXTINF:1,\0b.ts\r#EXTINF:1,\n'
        "#EXT-X-STREAM-INF:BANDWIDTH=1\n  c.m3u8\n/d.ts\n"
    ).text.decode()
    assert text.splitlines() == [
        "#EXTM3U", '#EXT-X-KEY:METHOD=AES-128,URI="http://host/a/k"', "#EXTINF:1,", "http://host/a/b.ts",
        "#EXTINF:1,", "#EXT-X-STREAM-INF:BANDWIDTH=1", "http://local/c.m3u8", "http://host/d.ts",
    ]  # fmt: skip


def test_a_list_of_too_many_lists(server):
    names = "".join(f"#EXT-X-STREAM-INF:BANDWIDTH=1\n{n}.m3u8\n" for n in range(MOST_LISTS + 1))
    server.files["/list.m3u8"] = f"#EXTM3U\n{names}".encode()
    with pytest.raises(SourceError, match=f"names more than {MOST_LISTS} play lists"):
        frames(server.address("/list.m3u8"))


def test_nobody_else_reads_the_lists(server):
    server.files["/list.m3u8"] = (HEAD + PIECE.format("a.ts")).encode()
    lists = PlayLists(server.address("/list.m3u8"), WebReader(), 5)
    try:
        path = lists.address.partition(":")[2].partition("/")[2].partition("/")[2]
        assert lists.answer(f"/{path.partition('/')[2]}")[0] == 200
        for guess in ("/0.m3u8", "/x/0.m3u8", f"/{path.partition('/')[2].replace('0.m3u8', '1.m3u8')}", "/"):
            assert lists.answer(guess) == (404, b"")
    finally:
        lists.close()


def test_a_proxy_that_would_be_asked_for_this_machine(server, monkeypatch):
    server.files["/list.m3u8"] = (HEAD + PIECE.format("a.ts")).encode()
    monkeypatch.setenv("http_proxy", server.address("/"))
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(ListRefusedError, match=r"set the environment variable no_proxy=127\.0\.0\.1"):
        PlayLists(server.address("/list.m3u8"), WebReader(), 5)


def test_a_list_that_comes_too_slowly(server):
    def write(send, stopping: threading.Event) -> None:
        while not stopping.wait(0.02):
            send(b"#\n")

    server.streams["/list.m3u8"] = ({}, write)
    with pytest.raises(ListRefusedError, match=r"not there in whole after 0\.3 s"):
        WebReader().play_list(server.address("/list.m3u8"), 0.3)
