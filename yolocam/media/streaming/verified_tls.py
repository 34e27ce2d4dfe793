"""Encrypted streams go to the server they are meant for, and to nobody in between.

FFmpeg checks no certificate unless it is told to, and PyAV passes no options to the protocol under a muxer.
The muxer `tee` does, which writes to any number of places: here to one.
"""

from __future__ import annotations

import os
import re
import socket
import ssl
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

CONTAINER = "tee"
"""FFmpeg's name of the muxer that opens what `verified_address` returns."""

_LOOK_S = 5.0
_PORT = 443
"""Where https and rtmps are, unless the address says another port."""


def verified_address(url: str, container: str, options: Mapping[str, str]) -> str:
    """Return an address under which `tee` writes a container to a URL, only if its certificate is in order.

    The certificate must be signed by somebody this computer trusts, and be for the host of the URL.
    """
    how = {"f": container, **options, "tls_verify": "1"}
    if sys.platform.startswith("linux"):
        # The TLS of PyAV knows no place of certificates there; on Windows and macOS it asks the system.
        how["ca_file"] = _trusted()
    pairs = ":".join(f"{name}={_escaped(value, ':]')}" for name, value in how.items())
    return _escaped(f"[{pairs}]{url}", "|")  # which is read first, so that the pairs are escaped twice


def certificate_fault(url: str) -> str | None:
    """Say what is wrong with the certificate of a server; None where it is in order or the URL needs none.

    OSError where the server shows none.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("rtmps", "https") or not parts.hostname:
        return None
    context = ssl.create_default_context()
    if sys.platform.startswith("linux"):
        context.load_verify_locations(_trusted())
    address = parts.hostname, parts.port or _PORT
    try:
        with (
            socket.create_connection(address, _LOOK_S) as plain,
            context.wrap_socket(plain, server_hostname=parts.hostname),
        ):
            return None
    except ssl.SSLCertVerificationError as error:
        words = error.verify_message.rstrip(".")
        return f"the certificate of the server cannot be trusted ({words}); the stream key was not sent"


def _trusted() -> str:
    """Return the file with the certificates that this computer trusts; SSL_CERT_FILE may name another one."""
    import certifi

    named = os.environ.get("SSL_CERT_FILE") or ssl.get_default_verify_paths().cafile
    return named if named is not None and Path(named).is_file() else certifi.where()


def _escaped(text: str, special: str) -> str:
    return re.sub(rf"([\\'{re.escape(special)}])", r"\\\1", text)
