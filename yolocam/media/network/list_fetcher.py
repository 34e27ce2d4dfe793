"""Gets play lists from web servers, with the login of their address, and no more of them than is allowed."""

from __future__ import annotations

import http.cookiejar
import threading
import time
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import unquote, urlsplit, urlunsplit
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
)

import av

from yolocam.media.network.bounded_list import MOST_BYTES, ListRefusedError, too_long
from yolocam.media.network.certificates import trusting_context

FETCH_ERRORS: tuple[type[Exception], ...] = (URLError, OSError, HTTPException, ValueError)
"""What a server and an address can lead to."""

_CHUNK = 1 << 16


class ListFetcher:
    """Fetches play lists; many threads may ask. `limit_s` is the most that one may take, in seconds.

    It says that it is FFmpeg. Certificates have to be in order unless `unverified` is set.
    """

    def __init__(self, limit_s: float, unverified: bool = False) -> None:
        self._limit_s = limit_s
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

    def get(self, address: str) -> tuple[bytes, str]:
        """Return a play list, and the address that what it names is relative to.

        Raises ListRefusedError for one that is too long or comes too slowly, else FETCH_ERRORS.
        """
        plain, login = self._without_login(address)
        until = time.monotonic() + self._limit_s
        data = bytearray()
        with self._opener.open(plain, timeout=self._limit_s) as response:
            while chunk := response.read1(_CHUNK):
                data += chunk
                if len(data) > MOST_BYTES:
                    raise too_long()
                if time.monotonic() > until or self._stopping.is_set():
                    raise ListRefusedError(f"its play list was not there in whole after {self._limit_s:g} s")
            found = urlsplit(response.geturl())
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
        """End what is under way soon."""
        self._stopping.set()

    def _without_login(self, address: str) -> tuple[str, str]:
        """Return an address without its login, which is noted for its host, and the login."""
        parts = urlsplit(address)
        login, at, host = parts.netloc.rpartition("@")
        if not at:
            return address, ""
        user, _, password = login.partition(":")
        plain = urlunsplit(parts._replace(netloc=host))
        self._logins.add_password(None, plain, unquote(user), unquote(password))
        self._logins.add_password(None, f"{parts.scheme}://{host}/", unquote(user), unquote(password))
        return plain, login
