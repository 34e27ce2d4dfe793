"""Where a stream goes: the address with its key, and what its protocol asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import quote

from yolocam.address import for_opening, shown
from yolocam.errors import SinkError, reason_of
from yolocam.media.srt.srt_address import srt_address
from yolocam.media.srt.srt_library import SrtError, found_library
from yolocam.media.streaming.dtls_certificate import can_certify

SCHEMES = ("rtmp", "rtmps", "srt", "whip")
"""The addresses that a stream can be sent to."""

SERVICES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "twitch": ("Twitch", "rtmps://ingest.global-contribute.live-video.net:443/app"),
        "youtube": ("YouTube", "rtmps://a.rtmps.youtube.com:443/live2"),
    }
)
"""What people call the servers of a service: its title, and the server near them."""

_HOST = re.compile(r"(?:https?:)?//[^/\s]+", re.I)
_RTMP = frozenset({"rtmp", "rtmps"})


@dataclass(frozen=True, slots=True)
class Destination:
    """A server that takes a stream.

    `url` is what FFmpeg opens and may hold the key, as may `options`: neither is ever shown. `name` may be
    shown. `container` is FFmpeg's name of the format, `sound` that of the encoder of the sound.
    With `baseline` it goes on to browsers, which want H.264's baseline profile. With `fetched` nobody is
    called: the stream waits at a port of this computer until somebody comes for it.
    """

    name: str
    url: str = field(repr=False)
    container: str
    sound: str = "aac"
    baseline: bool = False
    fetched: bool = False
    options: dict[str, str] = field(default_factory=dict, repr=False)


def server_of(address: str) -> str:
    """Return the server that the name of a service stands for, and every other address as it is."""
    known = SERVICES.get(address.lower())
    return address if known is None else known[1]


def takes_key(address: str) -> bool:
    """Whether an address is that of a server, which needs a stream key as well.

    An RTMP address has the application first and the key after it: `rtmp://host/app/key`.
    """
    scheme, _, rest = address.partition("://")
    path = rest.partition("?")[0].strip("/").split("/")[1:]
    return scheme.lower() in _RTMP and len(path) < 2


def destination(address: str, key: str | None = None) -> Destination:
    """Return where `address` leads, with a stream `key` that is not in it; SinkError if it leads nowhere.

    The key is the last part of an RTMP path, the `streamid` of SRT, and the bearer token of WHIP.
    """
    scheme, _, rest = address.partition(":")
    scheme = scheme.lower()
    if scheme not in SCHEMES or not _HOST.match(rest):
        raise SinkError(
            f"{shown(address)} is no address to stream to, "
            "expected one such as rtmp://host/app, rtmps://host/app, srt://host:9000 or whip:https://host"
        )
    if key is not None and (not key.strip() or any(letter.isspace() for letter in key.strip())):
        raise SinkError("the stream key is empty or has blanks in it, expected it as the service shows it")
    key = None if key is None else key.strip()
    name = shown(address)
    if scheme == "whip":
        if not can_certify():
            raise SinkError(f"{name} needs cryptography: pip install 'yolocam[whip]'")
        bearer = {} if key is None else {"authorization": key}
        return Destination(name, rest, "whip", "libopus", baseline=True, options=bearer)
    if scheme == "srt":
        return _srt_destination(name, _with_query(f"{scheme}:{rest}", "streamid", key))
    url = for_opening(f"{scheme}:{rest}")
    if key is not None:
        url = f"{url.rstrip('/')}/{key}"
    # The muxer would go back to the beginning at the end, which a server has no room for.
    return Destination(name, url, "flv", options={"flvflags": "no_duration_filesize"})


def _srt_destination(name: str, url: str) -> Destination:
    try:
        place = srt_address(url)
        found_library()
    except ValueError as error:
        raise SinkError(f"{name} is no address to stream to: {error}") from None
    except SrtError as error:
        raise SinkError(f"{place.shown} cannot be streamed to: {reason_of(error)}") from error
    # The receiver shows an image when it comes, rather than when the muxer's buffer is full.
    options = {"flush_packets": "1"}
    return Destination(place.shown, url, "mpegts", options=options, fetched=place.mode == "listener")


def _with_query(url: str, name: str, value: str | None) -> str:
    if value is None:
        return url
    return f"{url}{'&' if '?' in url else '?'}{name}={quote(value, safe='')}"
