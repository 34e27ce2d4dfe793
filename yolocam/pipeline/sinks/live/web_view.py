"""Shows what is found on a web page: images as motion JPEG, counts and events as Server-Sent Events."""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import select
import socket
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from yolocam.errors import SinkError, reason_of
from yolocam.frame import Rendered
from yolocam.pipeline.sinks.live.newest import Newest
from yolocam.pipeline.sinks.live.stream_health import StreamHealth
from yolocam.pipeline.sinks.live.web_page import PAGE

MOST_CLIENTS = 8
"""Connections at a time; whoever comes then is sent away."""

_ADDRESS = re.compile(r"http:(?://)?(?:(?P<host>\[[0-9a-f:.%]+\]|[^:/\[\]]+):)?(?P<port>[0-9]{1,5})/?", re.I)
_CLIENT_S = 5.0
"""How long a client may take for its request, or for taking what it was sent."""

_EVERY_S = 0.5
_PART = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"


class WebView:
    """A sink behind `http:[HOST:]PORT`, on this computer alone unless a host is given.

    Whoever has the token of `url` sees the page; there is nothing else to read, and nothing to write. `tell`
    gets the sentence with the address of the page. A slow client gets fewer images. Raises SinkError where
    the port cannot be had.
    """

    def __init__(self, address: str, tell: Callable[[str], None] = lambda words: None) -> None:
        host, port = _host_and_port(address)
        self.token = secrets.token_urlsafe(16)
        self._newest = Newest()
        try:
            self._server = _Server((host, port), self._newest, self.token)
        except OSError as error:
            raise SinkError(
                f"no page can be shown at port {port} of {host}: {reason_of(error)}; give another port"
            ) from error
        shown_host = f"[{host}]" if ":" in host else host
        self._place = f"http://{shown_host}:{self._server.server_address[1]}/"
        self.url = f"{self._place}?token={self.token}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, name="web page", daemon=True
        )
        self._thread.start()
        tell(f"the page is at {self.url}")

    @property
    def wants_image(self) -> bool:
        """Whether anybody looks at the images."""
        return self._server.watching > 0

    @property
    def health(self) -> StreamHealth:
        """The state at this moment."""
        return StreamHealth(self._place, "on air", frames=self._newest.number)

    def write(self, item: Rendered) -> None:
        """Show a result in place of the last one."""
        self._newest.put(item)

    def close(self) -> None:
        """Send everybody away and give the port back."""
        self._newest.close()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._server.send_away()


class _Server(ThreadingHTTPServer):
    """Counts and bounds its clients; `_lock` guards `_clients` and `_watching`."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], newest: Newest, token: str) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.newest = newest
        self.token = token
        self._lock = threading.Lock()
        self._clients: set[socket.socket] = set()
        self._watching = 0
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Take the port, without asking the network for the name of this computer as HTTPServer does."""
        TCPServer.server_bind(self)

    @property
    def watching(self) -> int:
        """How many look at the images."""
        with self._lock:
            return self._watching

    def watch(self, change: int) -> None:
        """Count one who begins or ends looking at the images."""
        with self._lock:
            self._watching += change

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a client on a thread of its own, unless there are too many."""
        with self._lock:
            full = len(self._clients) >= MOST_CLIENTS
            if not full:
                self._clients.add(request)
        if full:
            with contextlib.suppress(OSError):
                request.sendall(b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n")
            self.shutdown_request(request)
            return
        request.settimeout(_CLIENT_S)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self._lock:
            self._clients.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in the middle is no error."""

    def send_away(self) -> None:
        """Cut every connection."""
        with self._lock:
            clients = list(self._clients)
        for client in clients:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "yolocam"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer with the page, the images or the events."""
        asked = urlsplit(self.path)
        given = parse_qs(asked.query).get("token", [""])[0]
        if not secrets.compare_digest(given.encode(), self.server.token.encode()):
            self.send_error(403, "The token is missing or wrong")
            return
        pages = {"/": self._page, "/live.mjpg": self._images, "/events": self._events}
        answer = pages.get(asked.path)
        if answer is None:
            self.send_error(404)
        else:
            answer()

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: addresses hold the token."""

    def _begin(self, kind: str, more: Mapping[str, str]) -> None:
        self.send_response(200)
        headers = {
            "Content-Type": kind,
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Connection": "close",
            **more,
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _page(self) -> None:
        nonce = secrets.token_urlsafe(12)
        allowed = (
            f"script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' data:; connect-src 'self'"
        )
        page = (PAGE % {"nonce": nonce, "token": self.server.token}).encode()
        policy = f"default-src 'none'; {allowed}; frame-ancestors 'none'"
        self._begin(
            "text/html; charset=utf-8",
            {"Content-Length": str(len(page)), "Content-Security-Policy": policy},
        )
        self.wfile.write(page)

    def _images(self) -> None:
        self._begin("multipart/x-mixed-replace; boundary=frame", {})
        self.server.watch(1)
        try:
            number = 0
            while not self._gone():
                found = self.server.newest.jpeg_after(number, _EVERY_S)
                if found is not None:
                    number, jpeg = found
                    self.wfile.write(_PART % len(jpeg) + jpeg + b"\r\n")
        except OSError:
            return  # the client has left, or takes nothing
        finally:
            self.server.watch(-1)

    def _events(self) -> None:
        self._begin("text/event-stream; charset=utf-8", {})
        event = 0
        with contextlib.suppress(OSError):
            while (found := self.server.newest.told_after(event, _EVERY_S)) is not None:
                event, told = found
                self.wfile.write(f"data: {json.dumps(told)}\n\n".encode())

    def _gone(self) -> bool:
        """Whether the client has left, or is to leave."""
        if self.server.newest.closed:
            return True
        readable, _, _ = select.select([self.connection], [], [], 0)
        return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)


def _host_and_port(address: str) -> tuple[str, int]:
    found = _ADDRESS.fullmatch(address)
    if found is None or int(found["port"]) >= 1 << 16:
        raise SinkError(
            f"'{address.partition(':')[2]}' is no place for a page, "
            "expected a port such as 8080, or host:port"
        )
    return (found["host"] or "127.0.0.1").strip("[]"), int(found["port"])
