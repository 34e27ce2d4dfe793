"""What FFmpeg and the system say went wrong, in words that tell what was found and what to do."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from types import MappingProxyType

import av

from yolocam.errors import reason_of

MEDIA_ERRORS: tuple[type[Exception], ...] = (
    av.FFmpegError,
    OSError,
    ValueError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
)
"""All that PyAV raises on bad media: FFmpeg's own errors, and Python's for what FFmpeg returned."""

_CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "InvalidDataError": "it is in no format that FFmpeg knows, or is damaged; "
        "see whether another player shows it, and convert it with that one",
        "PatchWelcomeError": "it uses a feature that FFmpeg does not have yet; "
        "convert it to H.264 in MP4 with another program",
        "ExperimentalError": "it uses a feature that FFmpeg holds to be unfinished; "
        "convert it to H.264 in MP4 with another program",
        "DecoderNotFoundError": "its format cannot be decoded here; convert it to H.264 in MP4",
        "DemuxerNotFoundError": "its format cannot be read here; convert it to H.264 in MP4",
        "ProtocolNotFoundError": "this kind of address cannot be opened here; "
        "give an rtsp, http, https, rtmp, tcp or udp address",
        "StreamNotFoundError": "it holds neither pictures nor sound",
        "ExitError": "nothing came within the time limit; "
        "check the address and whether the other side is switched on and sends",
        "EOFError": "it ends before the first picture; see whether the other side sends anything",
        "BugError": "FFmpeg has failed in itself; convert it to H.264 in MP4 with another program",
        "ExternalError": "a library that FFmpeg uses has failed",
        "HTTPBadRequestError": "the server does not understand the address (400); check its path",
        "HTTPUnauthorizedError": "user name and password are missing or wrong (401); "
        "write them before the host, as USER:PASSWORD@HOST",
        "HTTPForbiddenError": "the server refuses access (403); check user name, password and their rights",
        "HTTPNotFoundError": "there is nothing at this address (404); check its path",
        "HTTPTooManyRequestsError": "the server was asked too often (429); try again later",
        "HTTPOtherClientError": "the server refuses the request; check the address",
        "HTTPServerError": "the server has failed (5xx); try again later or restart the camera",
    }
)
"""FFmpeg's own errors, by the names of PyAV's classes."""

_CODES: Mapping[int, str] = MappingProxyType(
    {
        errno.ECONNREFUSED: "nobody listens there; check host and port, and that the service runs",
        errno.ECONNRESET: "the other side has cut the connection",
        errno.ECONNABORTED: "the connection was given up",
        errno.EPIPE: "the other side has cut the connection",
        errno.ENETUNREACH: "there is no way to that network; check your own connection",
        errno.EHOSTUNREACH: "the host does not answer; check the address and that it is switched on",
        errno.ETIMEDOUT: "the host does not answer; check the address and that it is switched on",
        errno.EADDRINUSE: "another program uses this port; end it, or use another port",
        errno.EADDRNOTAVAIL: "this machine has no such address; check the host",
        errno.EPROTONOSUPPORT: "it refuses TCP and UDP, or the one of them that was asked for; "
        "use an rtsp address, which tries both, and see the settings of the camera",
        errno.ENOMEM: "there is not enough memory for it",
        errno.ENOSYS: "it uses a feature that FFmpeg does not have; convert it to H.264 in MP4",
        errno.EISDIR: "it is a folder, expected a file",
        errno.ENOENT: "there is no such file",
        errno.EACCES: "you have no permission to read it",
        errno.EPERM: "you have no permission to read it",
    }
)
"""What means the same for a file and for an address."""

_ADDRESS_CODES: Mapping[int, str] = MappingProxyType(
    {
        errno.EINVAL: "the address is not written as it must be; "
        "check the port, and write / # ? @ in a password as %2F %23 %3F %40",
        errno.EIO: "the host is not known, or the connection failed; check the address",
        errno.EPERM: "it leads to a place that a stream may not open, such as a file of this machine",
        errno.EACCES: "the other side refuses access; check user name, password and their rights",
        errno.ENOENT: "there is nothing at this address; check its path",
    }
)

_ADDRESS_CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "InvalidDataError": "what comes from there is no video in a format that FFmpeg knows; "
        "open the address in a browser or another player to see what it is",
        "PatchWelcomeError": "what comes from there uses a feature that FFmpeg does not have; "
        "set the other side to H.264",
    }
)

_FILE_CODES: Mapping[int, str] = MappingProxyType(
    {
        errno.EINVAL: "its content contradicts itself; it is damaged or not what its name says",
        errno.EIO: "the disk cannot read it",
    }
)


def reason(error: Exception, *, address: bool = False) -> str:
    """Say what went wrong with a file, or with `address`, and what to do; without paths and numbers."""
    name = type(error).__name__
    code = getattr(error, "errno", None)
    if isinstance(error, av.FFmpegError):
        known = (_ADDRESS_CLASSES.get(name) if address else None) or _CLASSES.get(name)
        if known is not None:
            return known
    special = (_ADDRESS_CODES if address else _FILE_CODES).get(code or 0)
    return special or _CODES.get(code or 0) or reason_of(error)
