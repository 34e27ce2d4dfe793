"""Reads what a play list on an encrypted server names; FFmpeg would check no certificate there."""

from __future__ import annotations

import io
from collections.abc import Mapping
from http.client import HTTPResponse
from typing import IO, cast

from yolocam.media.network.web_reader import WebReader

OPTIONS: Mapping[str, str] = {"http_persistent": "0"}
"""What FFmpeg needs to know: connections that are not its own cannot be used once more."""


class VerifiedWeb:
    """Opens web addresses in FFmpeg's place by `reader`; no wait for an answer is longer than `timeout_s`."""

    def __init__(self, reader: WebReader, timeout_s: float) -> None:
        self._reader = reader
        self._timeout_s = timeout_s

    def open(self, url: str, flags: int, options: Mapping[str, str]) -> IO[bytes]:
        """Return what is there as a file; FETCH_ERRORS where nothing is, or where it is encrypted."""
        if not url.lower().startswith(("http:", "https:")):
            raise ValueError("a part of the play list is neither http nor https, or is encrypted once more")
        first, end = options.get("offset", "0"), options.get("end_offset", "0")
        part = {} if end == "0" else {"Range": f"bytes={first}-{int(end) - 1}"}
        return cast(IO[bytes], _Answer(self._reader.open(url, self._timeout_s, part)))


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
