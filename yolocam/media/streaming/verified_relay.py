"""Takes what FFmpeg says to a WebRTC server, and says it over a connection whose certificate is verified.

FFmpeg's muxer for WHIP looks at no certificate. It is told to speak to this relay, on this computer, instead.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from http.client import HTTPS_PORT, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, urlsplit, urlunsplit

from yolocam.media.network.certificates import trusting_context
from yolocam.media.network.local_server import HOST, LocalHandler, LocalServer

_PATIENCE_S = 5.0
_MOST = 1 << 18
"""Bytes of a description or an answer."""

_OWN_HEADERS = frozenset({"host", "connection", "content-length", "transfer-encoding", "location"})
_REDIRECTS = range(300, 400)


class VerifiedRelay:
    """Serves `url` on this computer until `close`, in place of an https address.

    Each request is passed on once the certificate of the server is found to be in order. OSError where no
    port is free.
    """

    def __init__(self, address: str) -> None:
        server = urlsplit(address)
        self._relay = _Relay(server)
        login, at, _ = server.netloc.rpartition("@")
        place = f"{login}{at}{HOST}:{self._relay.server_port}"
        self.url = urlunsplit(server._replace(scheme="http", netloc=place))
        self._relay.begin()

    def close(self) -> None:
        """Serve nothing any more, and break off what is under way."""
        self._relay.close()
        self._relay.break_off()


class _Relay(LocalServer):
    def __init__(self, server: SplitResult) -> None:
        self.context = trusting_context()
        super().__init__(_Passer, "stream relay")
        self.server = server
        self._lock = threading.Lock()
        self._open: set[HTTPSConnection] = set()  # guarded by _lock

    def connection(self) -> HTTPSConnection:
        made = HTTPSConnection(
            self.server.hostname or "", self.server.port, context=self.context, timeout=_PATIENCE_S
        )
        with self._lock:
            self._open.add(made)
        return made

    def forget(self, connection: HTTPSConnection) -> None:
        connection.close()
        with self._lock:
            self._open.discard(connection)

    def break_off(self) -> None:
        with self._lock:
            under_way = [one.sock for one in self._open if one.sock is not None]
        for one in under_way:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class _Passer(LocalHandler):
    server: _Relay
    timeout = _PATIENCE_S

    def do_POST(self) -> None:
        length = min(int(self.headers.get("Content-Length") or 0), _MOST)
        body = self.rfile.read(length)
        connection = self.server.connection()
        try:
            connection.putrequest(self.command, self.path, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in _OWN_HEADERS:
                    connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            self._answer(connection.getresponse())
        except (OSError, HTTPException):
            self.close_connection = True
        finally:
            self.server.forget(connection)

    do_DELETE = do_PATCH = do_OPTIONS = do_POST

    def _answer(self, answer: HTTPResponse) -> None:
        body = answer.read(_MOST)
        place = self._here(answer.headers.get("Location"))
        if answer.status in _REDIRECTS and place is None:
            self.send_error(502)
            return
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.headers.items():
            if name.lower() not in _OWN_HEADERS:
                self.send_header(name, value)
        if place is not None:
            self.send_header("Location", place)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def _here(self, location: str | None) -> str | None:
        """Return a place on the server as one of the relay; None for one elsewhere, which is not verified."""
        if location is None:
            return None
        parts = urlsplit(location)
        if parts.netloc and _origin(parts) != _origin(self.server.server):
            return None
        return urlunsplit(parts._replace(scheme="", netloc=""))


def _origin(parts: SplitResult) -> tuple[str, str | None, int]:
    return parts.scheme, parts.hostname, parts.port or HTTPS_PORT
