"""What FFmpeg says to a WebRTC server goes to that server, and its answers lead nowhere else."""

import http.client
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from support.servers.tls_front import tls_front
from yolocam.media.streaming.verified_relay import VerifiedRelay


class Whip(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, self.headers["Host"], self.headers["Authorization"], body))
        status, location = self.server.answer
        self.send_response(status)
        self.send_header("Location", location)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"answer")

    def log_message(self, *args):
        pass


@pytest.fixture
def served(tmp_path, monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Whip)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    with tls_front(tmp_path, server.server_port) as front:
        monkeypatch.setenv("SSL_CERT_FILE", str(front.authority))
        relay = VerifiedRelay(f"https://localhost:{front.port}/live?x=1")
        yield server, front, relay
        relay.close()
    server.shutdown()
    server.server_close()
    thread.join()


def ask(relay):
    """Return status, place and body of an answer."""
    parts = urlsplit(relay.url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    connection.request("POST", f"{parts.path}?{parts.query}", b"offer", {"Authorization": "Bearer kanary"})
    answer = connection.getresponse()
    found = answer.status, answer.headers.get("Location"), answer.read()
    connection.close()
    return found


def test_a_request_is_passed_on_and_its_answer_is_of_this_computer(served):
    server, front, relay = served
    for location, here in (
        ("/live/1", "/live/1"),
        (f"https://localhost:{front.port}/live/1", "/live/1"),
        ("https://elsewhere.example/live/1", None),
    ):
        server.answer = 201, location
        assert ask(relay) == (201, here, b"answer")
    assert server.asked[0] == ("/live?x=1", f"localhost:{front.port}", "Bearer kanary", b"offer")


@pytest.mark.parametrize(("said", "answered"), [("", ":443"), (":443", "")])
def test_the_port_of_https_need_not_be_said(served, monkeypatch, said, answered):
    server, front, _ = served
    connect = socket.create_connection

    def redirected(address, *args, **more):
        return connect(("127.0.0.1", front.port) if address[1] == 443 else address, *args, **more)

    monkeypatch.setattr(socket, "create_connection", redirected)
    server.answer = 201, f"https://localhost{answered}/live/1"
    relay = VerifiedRelay(f"https://localhost{said}/live")
    assert ask(relay)[:2] == (201, "/live/1")
    relay.close()


def test_nobody_is_led_elsewhere(served):
    server, _, relay = served
    server.answer = 307, "https://elsewhere.example/live"
    assert ask(relay)[:2] == (502, None)


def test_a_certificate_that_is_not_in_order_gets_no_request(served, monkeypatch, tmp_path):
    server, front, _ = served
    monkeypatch.delenv("SSL_CERT_FILE")
    relay = VerifiedRelay(f"https://localhost:{front.port}/live")
    with pytest.raises(http.client.HTTPException):
        ask(relay)
    relay.close()
    assert not server.asked and b"kanary" not in front.got
