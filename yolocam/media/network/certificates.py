"""Whose certificates are trusted: those of this computer's own list, for the host that was asked for.

FFmpeg checks no certificate unless it is told to.
"""

from __future__ import annotations

import os
import socket
import ssl
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import av

_LOOK_S = 5.0
_PORTS: Mapping[str, int | None] = MappingProxyType({"https": 443, "rtmps": 443, "rtsps": 322, "tls": None})
"""Where a protocol is served unless the address says another port."""

FFMPEG_CHECKS = av.library_versions["libavformat"] >= (63,)
"""Whether FFmpeg looks at certificates by itself, those of the pieces of a play list included: from 9 on."""


def trust_options(unverified: bool = False) -> dict[str, str]:
    """Return the options with which FFmpeg connects to no server whose certificate is not in order.

    With `unverified` to any server.
    """
    if unverified:
        return {"tls_verify": "0"}
    if not sys.platform.startswith("linux"):
        return {"tls_verify": "1"}  # FFmpeg asks the system
    # The TLS of PyAV knows no place of certificates there.
    return {"tls_verify": "1", "ca_file": _trusted()}


def trusting_context(unverified: bool = False) -> ssl.SSLContext:
    """Return what connects to such servers alone from Python, or to any server if `unverified` is set.

    OSError where the file of certificates has none.
    """
    context = ssl.create_default_context()
    # Python 3.13 refuses certificates that lack a key's identifier, as those of many an own authority do;
    # FFmpeg takes them, and one address is to be treated alike by both.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if unverified:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    elif sys.platform.startswith("linux"):
        trusted = _trusted()
        try:
            context.load_verify_locations(trusted)
        except ssl.SSLError as error:
            told = f"{trusted} holds no certificates; have SSL_CERT_FILE name a file of them"
            raise OSError(told) from error
    return context


def certificate_fault(url: str) -> str | None:
    """Say what is wrong with the certificate of a server; None where it is in order or the URL needs none.

    OSError where the server shows none.
    """
    parts = urlsplit(url)
    port = parts.port or _PORTS.get(parts.scheme.lower())
    if parts.scheme.lower() not in _PORTS or not parts.hostname or port is None:
        return None
    try:
        with (
            socket.create_connection((parts.hostname, port), _LOOK_S) as plain,
            trusting_context().wrap_socket(plain, server_hostname=parts.hostname),
        ):
            return None
    except ssl.SSLCertVerificationError as error:
        words = error.verify_message.rstrip(".")
        return f"the certificate of the server cannot be trusted ({words})"


def _trusted() -> str:
    """Return the file with the certificates that this computer trusts; SSL_CERT_FILE may name another one."""
    import certifi

    named = os.environ.get("SSL_CERT_FILE") or ssl.get_default_verify_paths().cafile
    return named if named is not None and Path(named).is_file() else certifi.where()
