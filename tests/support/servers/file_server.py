"""A small HTTP server on this machine that serves one file, well or badly."""

import contextlib
import http.server
import random
import re
import threading
from collections import deque
from collections.abc import Callable

BODY = random.Random(7).randbytes(300_000)
"""A file to download."""

Handler = http.server.BaseHTTPRequestHandler
Answer = Callable[[Handler], None]


class FileServer:
    """Serves `body` under any path as a good server does; `answers` are used up first, one a request."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.tag = '"first"'
        self.ranges = True
        self.answers: deque[Answer] = deque()
        self.always: Answer | None = None
        self.requests: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.released = threading.Event()
        outer = self

        class _FileHandler(Handler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.requests.append(dict(self.headers))
                outer.paths.append(self.path)
                answer = outer.answers.popleft() if outer.answers else outer.always or outer.serve
                self.close_connection = True
                with contextlib.suppress(ConnectionError):  # the client may have had enough
                    answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _FileHandler)
        self._server.daemon_threads = False  # server_close waits for them
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/files/net.weights"

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def ranges_asked(self) -> list[str | None]:
        return [headers.get("Range") for headers in self.requests]

    # Answers, good and bad.

    def serve(self, handler: Handler) -> None:
        """Answer as RFC 9110 says."""
        start = self._start(handler)
        if start is None:
            self.head(handler, 416, {"Content-Range": f"bytes */{len(self.body)}", "Content-Length": "0"})
            return
        self._send(handler, start, self.body[start:], len(self.body) - start)

    def break_off(self, after: int) -> Answer:
        """Promise the rest of the file and hang up after so many bytes of it."""

        def answer(handler: Handler) -> None:
            start = self._start(handler) or 0
            rest = self.body[start:]
            self._send(handler, start, rest[:after], len(rest))

        return answer

    def claim(self, length: int) -> Answer:
        """Name a wrong length of the whole file, and send as much of it as that allows."""

        def answer(handler: Handler) -> None:
            self.head(handler, 200, {"Content-Length": str(length)})
            handler.wfile.write(self.body[:length])

        return answer

    def stall(self, after: int) -> Answer:
        """Send so many bytes, and then nothing for ever."""

        def answer(handler: Handler) -> None:
            start = self._start(handler) or 0
            rest = self.body[start:]
            self._send(handler, start, rest[:after], len(rest))
            self.released.wait()

        return answer

    def drip(self, size: int, pause_s: float) -> Answer:
        """Send the rest slowly, in small pieces."""

        def answer(handler: Handler) -> None:
            start = self._start(handler) or 0
            self._send(handler, start, b"", len(self.body) - start)
            for offset in range(start, len(self.body), size):
                handler.wfile.write(self.body[offset : offset + size])
                if self.released.wait(pause_s):
                    return

        return answer

    def status(self, code: int, headers: dict[str, str] | None = None, body: bytes = b"") -> Answer:
        return lambda handler: self.head(
            handler, code, {"Content-Length": str(len(body)), **(headers or {})}, body
        )

    def head(self, handler: Handler, code: int, headers: dict[str, str], body: bytes = b"") -> None:
        handler.send_response(code)
        handler.send_header("Connection", "close")
        for key, value in headers.items():
            handler.send_header(key, value)
        handler.end_headers()
        handler.wfile.write(body)

    def _start(self, handler: Handler) -> int | None:
        """Where the answer starts in the file; None beyond its end."""
        found = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
        condition = handler.headers.get("If-Range")
        if found is None or not self.ranges or condition not in (None, self.tag):
            return 0
        start = int(found[1])
        return start if start < len(self.body) else None

    def _send(self, handler: Handler, start: int, data: bytes, length: int) -> None:
        headers = {
            "Content-Length": str(length),
            "ETag": self.tag,
            "Content-Type": "application/octet-stream",
        }
        if start:
            headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{start + length}"
        self.head(handler, 206 if start else 200, headers, data)
