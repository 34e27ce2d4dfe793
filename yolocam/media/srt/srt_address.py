"""What an SRT address says: where to, who calls whom, and with which passphrase."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal
from urllib.parse import unquote

SrtMode = Literal["caller", "listener"]

_ADDRESS = re.compile(
    r"srt://(?P<host>\[[0-9a-f:.%]+\]|[^:/?\[\]@\s]*):(?P<port>[0-9]{1,5})/?(?:\?(?P<query>.*))?", re.I | re.S
)
_MODES: Mapping[str, SrtMode] = MappingProxyType(
    {"caller": "caller", "0": "caller", "listener": "listener", "1": "listener"}
)
_IDLE = frozenset({"pkt_size", "payload_size", "transtype", "tlpktdrop", "timeout", "connect_timeout"})
"""What addresses of others say beside that; here it is so anyhow."""

_PASSPHRASE = (10, 79)
_KEY_BYTES = (16, 24, 32)
_MOST_STREAM_ID = 512
_LATENCY_US = (8_000, 8_000_000)
_USUAL_LATENCY_US = 120_000


@dataclass(frozen=True, slots=True)
class SrtAddress:
    """An address that is in order.

    A caller connects to `host`; a listener waits at `port` of `host`, or of every address of this computer
    where that is empty. `latency_ms` is how long a lost packet may be asked for again.
    """

    host: str
    port: int
    mode: SrtMode
    latency_ms: int
    passphrase: str = field(repr=False)
    key_bytes: int
    stream_id: str = field(repr=False)

    @property
    def shown(self) -> str:
        """The address without its secrets."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"srt://{host}:{self.port}"


def srt_address(url: str) -> SrtAddress:
    """Return what an address says; ValueError says what is wrong with it, without repeating it.

    The parameters have the names and units of FFmpeg and OBS: `latency` is in microseconds.
    """
    found = _ADDRESS.fullmatch(url)
    if found is None or not 0 < int(found["port"]) < 1 << 16:
        raise ValueError("an SRT address is host and port, such as srt://host:9000")
    given = _parameters(found["query"] or "")
    mode = _MODES.get(given.pop("mode", "caller").lower())
    if mode is None:
        raise ValueError("the mode of an SRT address is caller or listener")
    host = found["host"].strip("[]")
    if mode == "caller" and not host:
        raise ValueError("an SRT address without a host waits for the other side: add ?mode=listener")
    passphrase = given.pop("passphrase", "")
    if passphrase and not _PASSPHRASE[0] <= len(passphrase.encode()) <= _PASSPHRASE[1]:
        raise ValueError(f"a passphrase of SRT has {_PASSPHRASE[0]} to {_PASSPHRASE[1]} letters")
    key_bytes = _number(given.pop("pbkeylen", "0"))
    if key_bytes and key_bytes not in _KEY_BYTES:
        raise ValueError("pbkeylen of an SRT address is 16, 24 or 32 bytes")
    stream_id = given.pop("streamid", "") or given.pop("srt_streamid", "")
    if len(stream_id.encode()) > _MOST_STREAM_ID:
        raise ValueError(f"the stream key of SRT has at most {_MOST_STREAM_ID} letters")
    latency_ms = _latency_ms(given.pop("latency", str(_USUAL_LATENCY_US)))
    unknown = sorted(set(given) - _IDLE - {"srt_streamid"})
    if unknown:
        raise ValueError(
            "an SRT address knows mode, latency, passphrase, pbkeylen and streamid, and nothing else"
        )
    return SrtAddress(host, int(found["port"]), mode, latency_ms, passphrase, key_bytes, stream_id)


def _parameters(query: str) -> dict[str, str]:
    # A `#` begins many a stream id, so that nothing is a fragment here.
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return {name.lower(): unquote(value) for name, _, value in pairs}


def _number(text: str) -> int:
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else -1


def _latency_ms(text: str) -> int:
    latency_us = _number(text)
    if latency_us and not _LATENCY_US[0] <= latency_us <= _LATENCY_US[1]:
        raise ValueError(
            "latency of an SRT address is in microseconds as in OBS: "
            f"{_LATENCY_US[0]} to {_LATENCY_US[1]}, such as 200000 for a fifth of a second"
        )
    return latency_us // 1000
