"""Why a server does not take a stream, in words that say what to do."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from types import MappingProxyType

import av

from yolocam.media.ffmpeg_errors import reason

_REFUSED = "the server refuses the stream; check its address and the stream key"

_CODES: Mapping[int, str] = MappingProxyType(
    {
        errno.EIO: "the server is not known or refuses the stream; check its address and the stream key",
        errno.EPERM: _REFUSED,
        errno.EACCES: _REFUSED,
        errno.EINVAL: "the address is not written as it must be; check server, port and stream key",
        errno.ENOENT: "the server knows no such place; check its address",
        errno.EPIPE: "the server has cut the connection",
        errno.ECONNRESET: "the server has cut the connection",
        errno.ENETUNREACH: "there is no way to that network; check your own connection",
        errno.EHOSTUNREACH: "the server does not answer; check its address",
        errno.ETIMEDOUT: "the server does not answer; check its address",
    }
)

_CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "ProtocolNotFoundError": "the installed PyAV cannot send this way; use an rtmp or rtmps address",
        "EOFError": "the server has cut the connection",
        "HTTPUnauthorizedError": "the server does not know the stream key (401)",
        "HTTPForbiddenError": "the server does not allow the stream key (403)",
        "HTTPNotFoundError": "the server knows no such place (404); check its address",
        "HTTPServerError": "the server has failed (5xx); try again later",
        "HTTPOtherClientError": "the server refuses the stream (4xx); check its address and the stream key",
        "InvalidDataError": "the server answers in another protocol; check its address",
    }
)


def server_reason(error: Exception) -> str:
    """Say why a stream cannot be sent, without addresses and keys."""
    if isinstance(error, av.FFmpegError):
        known = _CLASSES.get(type(error).__name__)
        if known is not None:
            return known
    code = getattr(error, "errno", None) or 0
    return _CODES.get(code) or reason(error, address=True)
