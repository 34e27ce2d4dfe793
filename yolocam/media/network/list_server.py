"""Stands between FFmpeg and the play lists of a web server: it gets them as often as it wants, bounded."""

from __future__ import annotations

import contextlib
import secrets
import ssl
import threading
from urllib.error import HTTPError
from urllib.request import getproxies, proxy_bypass

from yolocam.media.network.bounded_list import MOST_KEPT, BoundedList, ListRefusedError, too_long
from yolocam.media.network.local_server import HOST, LocalHandler, LocalServer
from yolocam.media.network.web_reader import FETCH_ERRORS, WebReader

MOST_LISTS = 64
"""So many play lists one may name: sizes of a film, and languages."""

_HLS = b"#EXTM3U"


class PlayLists:
    """Serves the play lists of a source at `address`, to whoever knows it, on this computer alone.

    What they name is not fetched here. `refused` says why a play list was not handed on; None while all
    were. `reader` fetches them, each within `limit_s` seconds. Raises ListRefusedError when the address has
    none, FETCH_ERRORS when it cannot be fetched.
    """

    def __init__(self, url: str, reader: WebReader, limit_s: float) -> None:
        self.refused: str | None = None
        if getproxies().get("http") and not proxy_bypass(HOST):
            raise ListRefusedError(
                f"it is a play list, which is not read by way of a proxy unless {HOST} is reached without "
                f"one; set the environment variable no_proxy={HOST}"
            )
        self._reader = reader
        self._limit_s = limit_s
        self._lock = threading.Lock()  # guards _lists and _kept
        self._lists = [url]
        self._kept: dict[int, int] = {}
        self._first: tuple[bytes, str] | None = reader.play_list(url, limit_s)
        if not self._first[0].lstrip(b"\xef\xbb\xbf").startswith(_HLS):
            raise ListRefusedError(
                "it is a list that is not in the format HLS; give the address of an HLS one"
            )
        self._token = secrets.token_urlsafe(16)
        self._server = _Server(self)
        self.address = self._local(0)
        self._server.begin()

    def close(self) -> None:
        """Stop serving; what is under way ends by itself."""
        self._reader.stop()
        self._server.close()

    def answer(self, path: str) -> tuple[int, bytes]:
        """Return the status and the play list for a path that FFmpeg asks for."""
        number = self._number_of(path)
        if number is None:
            return 404, b""
        try:
            return 200, self._bounded(number)
        except ListRefusedError as error:
            self.refused = str(error)
            return 403, b""
        except HTTPError as error:
            return error.code, b""
        except FETCH_ERRORS as error:
            if isinstance(getattr(error, "reason", None), ssl.SSLCertVerificationError):
                self.refused = "it names a play list of a server whose certificate cannot be trusted"
            return 502, b""

    def cookies(self) -> list[str]:
        """Return the cookies that FFmpeg has to show when it fetches the pieces."""
        return self._reader.cookies()

    def _bounded(self, number: int) -> bytes:
        with self._lock:
            first, url = self._first, self._lists[number]
            if number == 0:
                self._first = None
        kept = first if number == 0 else None
        data, base = kept or self._reader.play_list(url, self._limit_s)
        bounded = BoundedList(data, base, self._list_address)
        with self._lock:
            self._kept[number] = bounded.kept
            if sum(self._kept.values()) > MOST_KEPT:
                raise too_long()
        return bounded.text

    def _list_address(self, url: str) -> str:
        """Return under which address FFmpeg gets another play list."""
        with self._lock:
            if url not in self._lists:
                if len(self._lists) > MOST_LISTS:
                    raise ListRefusedError(f"it names more than {MOST_LISTS} play lists")
                self._lists.append(url)
            return self._local(self._lists.index(url))

    def _local(self, number: int) -> str:
        return f"http://{HOST}:{self._server.server_port}/{self._token}/{number}.m3u8"

    def _number_of(self, path: str) -> int | None:
        token, _, name = path.strip("/").partition("/")
        number = name.removesuffix(".m3u8")
        known = secrets.compare_digest(token.encode(), self._token.encode()) and number.isdecimal()
        return int(number) if known and len(number) < 4 and int(number) < len(self._lists) else None


class _Server(LocalServer):
    def __init__(self, lists: PlayLists) -> None:
        super().__init__(_Handler, "play lists")
        self.lists = lists


class _Handler(LocalHandler):
    server: _Server

    def do_GET(self) -> None:
        """Answer with a play list."""
        status, text = self.server.lists.answer(self.path)
        with contextlib.suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "application/vnd.apple.mpegurl")
            self.send_header("Content-Length", str(len(text)))
            for cookie in self.server.lists.cookies():
                self.send_header("Set-Cookie", cookie)
            self.end_headers()
            self.wfile.write(text)
