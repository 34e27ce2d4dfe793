"""Reads what a play list on an encrypted server names; FFmpeg would check no certificate there."""

from __future__ import annotations

import base64
import io
import ssl
import urllib.request
from collections.abc import Mapping
from http.client import HTTPResponse
from typing import IO, cast
from urllib.parse import unquote, urlsplit, urlunsplit

from yolocam.media.network.certificates import trusting_context

OPTIONS: Mapping[str, str] = {"http_persistent": "0"}
"""What FFmpeg needs to know: connections that are not its own cannot be used once more."""


class VerifiedWeb:
    """Opens web addresses in FFmpeg's place, each within `timeout_s` and only if its certificate is in order.

    With `unverified` any certificate will do. `login` is the address whose user and password the server of
    the play list wants, and no other one.
    """

    def __init__(self, login: str, timeout_s: float, unverified: bool = False) -> None:
        self._context: ssl.SSLContext = trusting_context(unverified)
        self._timeout_s = timeout_s
        self._login = urlsplit(login)

    def open(self, url: str, flags: int, options: Mapping[str, str]) -> IO[bytes]:
        """Return what is there as a file; OSError, ValueError where nothing is, or where it is encrypted."""
        parts = urlsplit(url)
        if parts.scheme.lower() not in ("http", "https"):
            raise ValueError("a part of the play list is neither http nor https, or is encrypted once more")
        host = parts.netloc.rpartition("@")[2]
        request = urllib.request.Request(urlunsplit(parts._replace(netloc=host)))
        first, end = options.get("offset", "0"), options.get("end_offset", "0")
        if end != "0":
            request.add_header("Range", f"bytes={first}-{int(end) - 1}")
        self._log_in(request, host)
        answer = urllib.request.urlopen(request, timeout=self._timeout_s, context=self._context)
        return cast(IO[bytes], _Answer(answer))

    def _log_in(self, request: urllib.request.Request, host: str) -> None:
        if self._login.username is None or self._login.netloc.rpartition("@")[2] != host:
            return
        words = f"{unquote(self._login.username)}:{unquote(self._login.password or '')}"
        token = base64.b64encode(words.encode()).decode()
        request.add_unredirected_header("Authorization", f"Basic {token}")


class _Answer(io.RawIOBase):
    """The body of an answer as it comes."""

    def __init__(self, answer: HTTPResponse) -> None:
        super().__init__()
        self._answer = answer

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._answer.read1(size)

    def close(self) -> None:
        self._answer.close()
        super().close()
