"""A web server for tests: files with ranges, redirects, logins, and streams that never end."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Write = Callable[[bytes], None]


class WebServer(ThreadingHTTPServer):
    """Serves `files` (bytes by path) and `streams` (functions that write until the client leaves)."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _WebHandler)
        self.files: dict[str, bytes] = {}
        self.streams: dict[str, tuple[dict[str, str], Callable[[Write, threading.Event], None]]] = {}
        self.redirects: dict[str, str] = {}
        self.statuses: dict[str, int] = {}
        self.asked: list[str] = []
        self.content_type = "application/octet-stream"
        self.stopping = threading.Event()

    def handle_error(self, request, client_address) -> None:
        pass  # a client that has gone

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class _WebHandler(BaseHTTPRequestHandler):
    server: WebServer

    def do_GET(self) -> None:
        path, server = self.path.partition("?")[0], self.server
        server.asked.append(path)
        with contextlib.suppress(OSError):
            if path in server.files:
                self._file(server.files[path])
            elif path in server.redirects:
                self._head(302, {"Location": server.redirects[path]})
            elif path in server.streams:
                head, write = server.streams[path]
                self._head(200, head)
                write(self._write, server.stopping)
            else:
                self._head(server.statuses.get(path, 404), {})

    def _file(self, data: bytes) -> None:
        start = int((self.headers.get("Range") or "bytes=0-").partition("=")[2].partition("-")[0])
        head = {"Content-Length": str(len(data) - start), "Accept-Ranges": "bytes"}
        if "Range" in self.headers:
            head["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        self._head(206 if "Range" in self.headers else 200, head)
        self._write(data[start:])

    def _head(self, status: int, head: dict[str, str]) -> None:
        self.send_response(status)
        for key, value in {"Content-Type": self.server.content_type, **head}.items():
            self.send_header(key, value)
        self.end_headers()

    def _write(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, *args: object) -> None:
        pass


@contextlib.contextmanager
def web_server() -> Iterator[WebServer]:
    server = WebServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
