"""Gets play lists and their pieces from web servers, with the login of an address and with their cookies."""

from __future__ import annotations

import http.cookiejar
import threading
import time
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse
from typing import cast
from urllib.error import URLError
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPCookieProcessor,
    HTTPDefaultErrorHandler,
    HTTPDigestAuthHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

import av

from yolocam.media.network.bounded_list import MOST_BYTES, ListRefusedError, too_long
from yolocam.media.network.certificates import trusting_context

FETCH_ERRORS: tuple[type[Exception], ...] = (URLError, OSError, HTTPException, ValueError)
"""What a server and an address can lead to."""

_CHUNK = 1 << 16


class WebReader:
    """Reads what is at web addresses; many threads may ask.

    It says that it is FFmpeg. Certificates have to be in order unless `unverified` is set. A login that was
    in an address is told to no other server.
    """

    def __init__(self, unverified: bool = False) -> None:
        self._logins = HTTPPasswordMgrWithDefaultRealm()
        self._cookies = http.cookiejar.CookieJar()
        self._stopping = threading.Event()
        context = trusting_context(unverified)
        self._opener = OpenerDirector()
        for handler in (
            ProxyHandler(), HTTPHandler(), HTTPSHandler(context=context), HTTPRedirectHandler(),
            HTTPBasicAuthHandler(self._logins), HTTPDigestAuthHandler(self._logins),
            HTTPCookieProcessor(self._cookies), HTTPDefaultErrorHandler(), HTTPErrorProcessor(),
        ):  # fmt: skip
            self._opener.add_handler(handler)
        version = ".".join(map(str, av.library_versions["libavformat"]))
        self._opener.addheaders = [("User-Agent", f"Lavf/{version}"), ("Accept", "*/*")]

    def open(self, address: str, timeout_s: float, headers: Mapping[str, str] | None = None) -> HTTPResponse:
        """Return the answer, to be closed; no wait for it is longer than `timeout_s`. Raises FETCH_ERRORS."""
        plain, login = _parted(address)
        if login:
            user, _, password = login.partition(":")
            self._logins.add_password(None, urljoin(plain, "/"), unquote(user), unquote(password))
        request = Request(plain, headers=dict(headers or {}))
        return cast(HTTPResponse, self._opener.open(request, timeout=timeout_s))

    def play_list(self, address: str, limit_s: float) -> tuple[bytes, str]:
        """Return a play list, and the address that what it names is relative to.

        Raises ListRefusedError for one that is too long or takes longer than `limit_s`, else FETCH_ERRORS.
        """
        until = time.monotonic() + limit_s
        data = bytearray()
        with self.open(address, limit_s) as response:
            while chunk := response.read1(_CHUNK):
                data += chunk
                if len(data) > MOST_BYTES:
                    raise too_long()
                if time.monotonic() > until or self._stopping.is_set():
                    raise ListRefusedError(f"its play list was not there in whole after {limit_s:g} s")
            found = urlsplit(response.geturl())
        plain, login = _parted(address)
        if login and found.netloc == urlsplit(plain).netloc:
            found = found._replace(netloc=f"{login}@{found.netloc}")
        return bytes(data), urlunsplit(found)

    def cookies(self) -> list[str]:
        """Return the cookies that servers have set, as lines of `Set-Cookie` for FFmpeg."""
        return [
            f"{cookie.name}={cookie.value}; path={cookie.path}; domain={cookie.domain}"
            for cookie in self._cookies
            if (f"{cookie.name}{cookie.value}{cookie.path}{cookie.domain}").isprintable()
        ]

    def stop(self) -> None:
        """End the play lists that are under way soon."""
        self._stopping.set()


def _parted(address: str) -> tuple[str, str]:
    """Return an address without its login, and the login."""
    parts = urlsplit(address)
    login, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=host)), login
