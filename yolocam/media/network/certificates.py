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

_LOOK_S = 5.0
_PORTS: Mapping[str, int | None] = MappingProxyType({"https": 443, "rtmps": 443, "rtsps": 322, "tls": None})
"""Where a protocol is served unless the address says another port."""


def trust_options() -> dict[str, str]:
    """Return the options with which FFmpeg connects to no server whose certificate is not in order."""
    if not sys.platform.startswith("linux"):
        return {"tls_verify": "1"}  # FFmpeg asks the system
    # The TLS of PyAV knows no place of certificates there.
    return {"tls_verify": "1", "ca_file": _trusted()}


def trusting_context() -> ssl.SSLContext:
    """Return what connects to such servers alone from Python."""
    context = ssl.create_default_context()
    if sys.platform.startswith("linux"):
        context.load_verify_locations(_trusted())
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
