"""Downloads from a server on this machine that behaves: whole, resumed, stopped, redirected, by a proxy."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from requests.adapters import HTTPAdapter

from support.servers.file_server import BODY, FileServer
from support.servers.ports import free_port
from yolocam.errors import DownloadError, DownloadStopped
from yolocam.zoo import weights_download
from yolocam.zoo.http_transfer import host
from yolocam.zoo.partial_download import PartFile
from yolocam.zoo.weights_download import download


def names_in(folder):
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


@pytest.fixture
def plain_weights(monkeypatch):
    """A proxy of these tests speaks no TLS."""
    monkeypatch.setattr(weights_download, "PLAIN_HOSTS", ("weights.invalid",))


def test_the_file_arrives_whole_and_nothing_else_stays(server, make_entry, folder):
    told = []
    path = download(make_entry(server.address), folder, progress=lambda *both: told.append(both))
    assert path == folder / "net.weights"
    assert path.read_bytes() == BODY
    assert names_in(folder) == ["models.json", "net.weights"]
    assert told[0] == (0, len(BODY)) and told[-1] == (len(BODY), len(BODY))
    assert told == sorted(told) and len(told) > 3
    assert server.ranges_asked() == [None]
    assert server.requests[0]["User-Agent"].startswith("yolocam/")


def test_a_second_call_asks_nobody(server, make_entry, folder):
    entry = make_entry(server.address)
    download(entry, folder)
    assert download(entry, folder).read_bytes() == BODY
    assert len(server.requests) == 1


def test_weights_that_lie_there_are_not_replaced(server, make_entry, folder):
    folder.mkdir()
    (folder / "net.weights").write_bytes(b"trained for a week")
    with pytest.raises(DownloadError, match="is there already and is not the published one"):
        download(make_entry(server.address), folder)
    assert (folder / "net.weights").read_bytes() == b"trained for a week"
    assert not server.requests


def test_stop_keeps_what_has_come_and_the_next_call_resumes(server, make_entry, folder):
    entry, seen = make_entry(server.address), []
    with pytest.raises(DownloadStopped, match=r"net was stopped \(0\.\d MB are kept"):
        download(
            entry, folder, progress=lambda done, _: seen.append(done), stop=lambda: seen[-1:] > [100_000]
        )
    kept = PartFile(folder / "net.weights").size
    assert 100_000 < kept < len(BODY)
    assert download(entry, folder).read_bytes() == BODY
    assert server.ranges_asked() == [None, f"bytes={kept}-"]
    assert server.requests[1]["If-Range"] == server.tag


def test_ctrl_c_keeps_what_has_come(server, make_entry, folder):
    def press(done: int, _: int | None) -> None:
        if done > 50_000:
            raise KeyboardInterrupt

    entry = make_entry(server.address)
    with pytest.raises(KeyboardInterrupt):
        download(entry, folder, progress=press)
    assert PartFile(folder / "net.weights").size > 50_000
    assert download(entry, folder).read_bytes() == BODY
    assert server.ranges_asked()[1] is not None


def test_stop_ends_the_wait_between_two_rounds(server, make_entry, folder, monkeypatch):
    monkeypatch.setattr("yolocam.zoo.retry.PAUSE_S", 1e6)
    server.always = server.status(503)
    with pytest.raises(DownloadStopped):
        download(make_entry(server.address), folder, stop=lambda: True)


def test_whole_bytes_that_were_not_named_yet_need_no_network(make_entry, folder):
    """The program was killed between the last byte and the renaming."""
    folder.mkdir()
    (folder / "net.weights.part").write_bytes(BODY)
    assert download(make_entry("http://127.0.0.1:9/x"), folder).read_bytes() == BODY


def test_the_rest_comes_from_another_address(server, second_server, make_entry, folder):
    server.answers.extend([server.break_off(100_000), server.status(404)])
    entry = make_entry(server.address, second_server.address)
    assert download(entry, folder).read_bytes() == BODY
    assert second_server.ranges_asked() == ["bytes=100000-"]
    assert "If-Range" not in second_server.requests[0]  # the mark is the other server's


@pytest.mark.parametrize("where", [0, 1])
def test_any_published_file_is_right(server, make_entry, folder, where):
    sha256 = ["0" * 64, "1" * 64]
    sha256[where] = make_entry().sha256[0]
    assert download(make_entry(server.address, sha256=tuple(sha256)), folder).read_bytes() == BODY


def test_a_redirect_is_followed_also_when_resuming(server, second_server, make_entry, folder):
    moved = server.status(302, {"Location": second_server.address})
    server.answers.extend([moved, moved])
    second_server.answers.append(second_server.break_off(200_000))
    assert download(make_entry(server.address), folder).read_bytes() == BODY
    assert second_server.ranges_asked() == [None, "bytes=200000-"]


@pytest.mark.usefixtures("plain_weights")
def test_a_proxy_is_asked_for_the_whole_address(server, make_entry, folder, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", server.address.removesuffix("/files/net.weights"))
    monkeypatch.setenv("http_proxy", server.address.removesuffix("/files/net.weights"))
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert download(make_entry("http://weights.invalid/net.weights"), folder).read_bytes() == BODY
    assert server.paths == ["http://weights.invalid/net.weights"]


@pytest.mark.usefixtures("plain_weights")
def test_a_proxy_that_is_away_is_named(make_entry, folder, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(DownloadError, match=r"the proxy on the way to weights\.invalid does not answer"):
        download(make_entry("http://weights.invalid/net.weights"), folder)


def test_without_a_connection_it_says_so_at_once(make_entry, folder, monkeypatch):
    monkeypatch.setattr("yolocam.zoo.retry.PAUSE_S", 1e6)  # a pause would hit the time limit
    first, second = free_port(), free_port()
    entry = make_entry(f"http://127.0.0.1:{first}/net.weights", f"http://127.0.0.1:{second}/net.weights")
    with pytest.raises(DownloadError) as caught:
        download(entry, folder)
    assert str(caught.value) == (
        f"net cannot be downloaded: no connection to 127.0.0.1:{first} or 127.0.0.1:{second}, "
        "is this machine offline?"
    )


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://example.org/net.weights", "ftp://example.org/net.weights", "a"]
)
def test_other_addresses_are_refused(server, make_entry, folder, address):
    with pytest.raises(DownloadError, match="expected https"):
        download(make_entry(server.address, address), folder)
    assert not server.requests


def test_a_redirect_that_gives_encryption_up_is_not_followed(
    server, second_server, make_entry, folder, monkeypatch
):
    send = HTTPAdapter.send

    def without_tls(self, request, **how):
        request.url = request.url.replace("https", "http")
        return send(self, request, **how)

    monkeypatch.setattr(HTTPAdapter, "send", without_tls)
    secure = server.address.replace("http", "https")
    assert download(make_entry(secure), folder).read_bytes() == BODY
    (folder / "net.weights").unlink()
    server.always = server.status(302, {"Location": second_server.address})
    with pytest.raises(DownloadError, match=rf"leads to {host(second_server.address)}, without encryption"):
        download(make_entry(secure), folder)
    assert not second_server.requests
    assert not (folder / "net.weights").exists() and not PartFile(folder / "net.weights").size


def test_a_redirect_to_something_else_is_refused(server, make_entry, folder):
    server.always = server.status(302, {"Location": "file:///etc/passwd"})
    with pytest.raises(DownloadError, match="gave no usable answer"):
        download(make_entry(server.address), folder)


def test_endless_redirects_end(server, make_entry, folder):
    server.always = server.status(302, {"Location": server.address})
    with pytest.raises(DownloadError, match="TooManyRedirects"):
        download(make_entry(server.address), folder)


def test_a_users_own_model_has_no_address(make_entry, folder):
    with pytest.raises(DownloadError, match="your own model"):
        download(make_entry(), folder)


def test_two_downloads_of_one_model_do_not_meet(server, make_entry, folder):
    entry, refused = make_entry(server.address), []

    def again(done: int, _: int | None) -> None:
        if done and not refused:
            with pytest.raises(DownloadError, match=r"another yolocam is downloading net\.weights") as caught:
                download(entry, folder)
            refused.append(caught.value)

    assert download(entry, folder, progress=again).read_bytes() == BODY
    assert refused and all("Range" in asked for asked in server.requests[1:])  # nobody began anew


def test_the_server_of_these_tests_is_a_good_one():
    """What the others rely on, asked by Python's own client."""
    import urllib.request

    made = FileServer(BODY)
    try:
        request = urllib.request.Request(made.address, headers={"Range": "bytes=299990-"})
        with urllib.request.urlopen(request) as response:
            assert (response.status, response.read()) == (206, BODY[299_990:])
            assert response.headers["Content-Range"] == "bytes 299990-299999/300000"
    finally:
        made.close()


class RefusingProxy(BaseHTTPRequestHandler):
    """Wants a password before it connects to anybody."""

    def do_CONNECT(self):
        self.send_error(407)

    def log_message(self, *_):
        pass


@pytest.mark.slow
def test_a_proxy_that_wants_a_password_is_quoted(make_entry, folder, monkeypatch):
    with HTTPServer(("127.0.0.1", 0), RefusingProxy) as proxy:
        thread = threading.Thread(target=proxy.serve_forever)
        thread.start()
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.server_port}")
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        try:
            with pytest.raises(DownloadError, match="refuses: 407 Proxy Authentication Required"):
                download(make_entry("https://weights.invalid/net.weights"), folder)
        finally:
            proxy.shutdown()
            thread.join()


def test_certificates_that_are_not_there_are_an_error_like_any_other(make_entry, folder, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(folder / "missing.pem"))
    with pytest.raises(DownloadError, match=r"missing\.pem"):
        download(make_entry("https://weights.invalid/net.weights"), folder)
