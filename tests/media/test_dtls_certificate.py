"""The certificate of WebRTC streams: on the curve that everybody takes, and gone afterwards."""

import os
import stat
from pathlib import Path

import pytest

from yolocam.errors import SinkError
from yolocam.media.streaming import destination as destinations
from yolocam.media.streaming.dtls_certificate import CertificateFiles


def test_it_is_of_p256_signs_itself_and_is_new_each_time():
    x509 = pytest.importorskip("cryptography.x509")
    found = []
    for _ in range(2):
        files = CertificateFiles()
        folder = Path(files.options["key_file"]).parent
        if os.name == "posix":
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert b"EC PRIVATE KEY" in Path(files.options["key_file"]).read_bytes()
        one = x509.load_pem_x509_certificate(Path(files.options["cert_file"]).read_bytes())
        assert one.public_key().curve.name == "secp256r1" and one.issuer == one.subject
        found.append(one.serial_number)
        files.close()
        assert not folder.exists()
    assert found[0] != found[1]


def test_without_the_package_there_is_a_remedy(monkeypatch):
    monkeypatch.setattr(destinations, "can_certify", lambda: False)
    with pytest.raises(SinkError, match=r"needs cryptography: pip install 'yolocam\[whip\]'"):
        destinations.destination("whip:https://host/room", "key")
