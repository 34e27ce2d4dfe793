"""The certificate with which a WebRTC stream proves itself: a new one for each connection.

FFmpeg with GnuTLS makes one on a curve that others refuse; all of them take P-256 (RFC 8827, section 6.5).
"""

from __future__ import annotations

import importlib.util
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

_VALID = timedelta(days=30)


def can_certify() -> bool:
    """Whether the package that makes certificates is installed."""
    return importlib.util.find_spec("cryptography") is not None


class CertificateFiles:
    """A certificate and its key in a folder that only this user can read, until `close`."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="yolocam-")
        certificate, key = _made()
        folder = Path(self._folder.name)
        self.options = {"cert_file": str(folder / "certificate.pem"), "key_file": str(folder / "key.pem")}
        """What FFmpeg's muxer wants to know."""
        (folder / "certificate.pem").write_bytes(certificate)
        (folder / "key.pem").write_bytes(key)

    def close(self) -> None:
        """Remove them."""
        self._folder.cleanup()


def _made() -> tuple[bytes, bytes]:
    """Return a certificate that signs itself, and its key, both as PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "yolocam")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + _VALID)
    certificate = builder.sign(key, hashes.SHA256())
    # The form that GnuTLS and OpenSSL both read.
    written = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    return certificate.public_bytes(serialization.Encoding.PEM), written
