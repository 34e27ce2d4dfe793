"""One HTTP request of a download: appends what one address sends to the partial file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import requests
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError, ProxyError, ReadTimeout, SSLError
from urllib3.exceptions import HTTPError, ProtocolError

from yolocam import __version__
from yolocam.zoo.partial_download import Note, PartFile

CONNECT_S = 10.0
STALL_S = 15.0
"""A connection that is silent for so long is closed and opened again."""

PIECE_BYTES = 64 << 10
"""Most bytes read at once; each piece is written without waiting for more."""

_HEADERS = {"User-Agent": f"yolocam/{__version__}", "Accept-Encoding": "identity"}
_RANGE = re.compile(r"bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\*)")
_BUSY = (408, 425, 429)


class Broken(Exception):
    """A failure that another try may not meet."""


class Refused(Exception):
    """This address does not have the file."""


class Unreachable(Exception):
    """Nobody answers at this address."""


class NoProxy(Unreachable):
    """The proxy on the way to it does not answer."""


Came = Callable[[int, int | None], None]
"""Told the bytes so far and the whole size that the server names, or None."""


def fetch(address: str, part: PartFile, came: Came, limit: int) -> None:
    """Request the rest of a file and append it; returns when the server has sent all.

    It calls `came` before the first piece and after each; an exception from there ends the request. Raises
    Broken, Refused (also beyond `limit` bytes) or Unreachable with a few words on what happened, and
    DownloadError if the disk does not take it.
    """
    headers = _HEADERS | _range(address, part)
    try:
        with (
            _session(address) as session,
            session.get(address, headers=headers, stream=True, timeout=(CONNECT_S, STALL_S)) as response,
        ):
            total = _begin(response, address, part)
            if total is None or part.size < total:
                part.append(_pieces(response, part.size, total, came, limit))
    except requests.RequestException as error:
        raise _explained(error, address) from error
    except OSError as error:  # REQUESTS_CA_BUNDLE names a file that is not there
        raise Refused(f"the certificates to check it with cannot be read ({error})") from error


def host(address: str) -> str:
    """Return host and port of an address, without user, password and path."""
    parts = urlsplit(address)
    return f"{parts.hostname}" if parts.port is None else f"{parts.hostname}:{parts.port}"


class _NoWay(HTTPAdapter):
    """Stands where requests without encryption would be sent."""

    def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:
        raise Refused(f"it leads to {host(request.url or '')}, without encryption")


def _session(address: str) -> requests.Session:
    """Return what asks an address and those that it leads to: from https to https only."""
    session = requests.Session()
    if urlsplit(address).scheme == "https":
        session.mount("http://", _NoWay())
    return session


def _range(address: str, part: PartFile) -> dict[str, str]:
    """Return the headers that ask for the rest, if the file is still the same."""
    if not part.size:
        return {}
    note = part.note()
    known = note is not None and note.address == address and note.mark is not None
    return {"Range": f"bytes={part.size}-", **({"If-Range": str(note.mark)} if note and known else {})}


def _begin(response: Response, address: str, part: PartFile) -> int | None:
    """Look at the answer and put the part file where its bytes go on; returns the whole size."""
    asks, status = host(address), response.status_code
    if status in _BUSY or status >= 500:
        raise Broken(f"{asks} answered {status} {response.reason}")
    if status == 416 and part.size:
        return _beyond_the_end(response, part)
    if status not in (200, 206):
        raise Refused(f"{asks} answered {status} {response.reason}")
    if response.headers.get("Content-Type", "").lower().startswith("text/html"):
        raise Refused(f"{asks} sent a web page in place of the file")
    note = Note(address, _mark(response))
    if status == 200:
        part.begin(note)
        return _number(response.headers.get("Content-Length"))
    return _resume(response, note, part)


def _resume(response: Response, note: Note, part: PartFile) -> int | None:
    """Look whether a partial answer continues what has come; returns the whole size."""
    found = _RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
    before = part.note()
    changed = (
        before is not None
        and before.address == note.address
        and None not in (before.mark, note.mark)
        and before.mark != note.mark
    )
    if found is None or int(found[1]) != part.size or changed:
        part.discard()
        raise Broken(f"{host(note.address)} sent another part than it was asked for")
    return _number(found[2])


def _beyond_the_end(response: Response, part: PartFile) -> int:
    """There is nothing after what has come: it is all, or of no use."""
    if response.headers.get("Content-Range", "").strip() != f"bytes */{part.size}":
        part.discard()
        raise Broken(f"{host(response.url)} has less of the file than has come already")
    return part.size


def _pieces(response: Response, done: int, total: int | None, came: Came, limit: int) -> Iterator[bytes]:
    came(done, total)
    while True:
        try:
            # Not iter_content: it waits for whole pieces, and loses what it holds when the line breaks.
            piece = response.raw.read1(PIECE_BYTES, decode_content=False)
        except (HTTPError, OSError) as error:  # told apart from the disk's own errors
            raise Broken(f"{host(response.url)} broke off after {done / 1e6:.1f} MB") from error
        if not piece:
            return
        yield piece
        done += len(piece)
        if done > limit:
            raise Refused(f"{host(response.url)} sends more than the {limit / 1e6:.1f} MB of the file")
        came(done, total)


def _mark(response: Response) -> str | None:
    """Return what tells this version of the file from another: RFC 9110 wants a strong tag, or a date."""
    tag = response.headers.get("ETag", "")
    if tag and not tag.startswith("W/"):
        return tag
    return response.headers.get("Last-Modified")


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch("[0-9]{1,18}", text) else None


def _explained(error: requests.RequestException, address: str) -> Exception:
    asks = host(address)
    if isinstance(error, ProxyError):
        refused = re.search(r"Tunnel connection failed: ([^'\")]+)", str(error))
        said = f"refuses: {refused[1].strip()}" if refused else "does not answer"
        return NoProxy(f"the proxy on the way to {asks} {said}")
    if isinstance(error, SSLError):
        return Refused(f"the certificate of {asks} is not accepted")
    if isinstance(error, ReadTimeout):
        return Broken(f"{asks} did not answer within {STALL_S:g} s")
    if error.args and isinstance(error.args[0], ProtocolError):
        return Broken(f"{asks} closed the connection without an answer")
    if isinstance(error, ConnectionError):  # a timeout of connecting is one as well
        return Unreachable(f"no connection to {asks}")
    return Refused(f"{asks} gave no usable answer ({type(error).__name__})")
