"""A web server for FFmpeg in this process: on this computer alone, and silent about what is asked of it."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

HOST = "127.0.0.1"


class LocalServer(ThreadingHTTPServer):
    """Answers at a port of its own from `begin` to `close`; OSError where none is free.

    What is under way at `close` ends by itself.
    """

    daemon_threads = True

    def __init__(self, handler: type[LocalHandler], name: str) -> None:
        super().__init__((HOST, 0), handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), name=name, daemon=True)

    def begin(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def close(self) -> None:
        """Answer nobody any more."""
        self.shutdown()
        self._thread.join()
        self.server_close()

    def server_bind(self) -> None:
        """Take a port, without asking the network for the name of this computer as HTTPServer does."""
        TCPServer.server_bind(self)
        self.server_port: int = self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: FFmpeg may leave in the middle."""


class LocalHandler(BaseHTTPRequestHandler):
    """Answers one request."""

    server_version = "yolocam"
    sys_version = ""

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: addresses hold tokens and keys."""
