"""TLS in front of a server that speaks none, with a certificate that nobody but the test trusts."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest


class TlsFront:
    """Listens at `port` and passes on what comes, as plain bytes, to `target`; `got` is what came."""

    def __init__(self, target: int, certificate: Path, key: Path) -> None:
        self._target = target
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self.certificate = certificate
        self.got = bytearray()
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self._ready.wait(10)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()
        self._loop.close()

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0, ssl=self._context)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await task

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, to = await asyncio.open_connection("127.0.0.1", self._target)
        with contextlib.suppress(OSError):
            await asyncio.gather(self._pump(reader, to, self.got), self._pump(back, writer, bytearray()))

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, note: bytearray
    ) -> None:
        try:
            while data := await reader.read(1 << 16):
                note += data
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()


@contextlib.contextmanager
def tls_front(folder: Path, target: int, host: str = "localhost") -> Iterator[TlsFront]:
    """A front whose certificate is for a host, and signed by itself."""
    certificate, key = _self_signed(folder, host)
    front = TlsFront(target, certificate, key)
    try:
        yield front
    finally:
        front.close()


@contextlib.contextmanager
def shy(target: int) -> Iterator[int]:
    """A port in front of another one, which hangs up on the first who calls."""
    server = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_answer, args=(server, target))
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
        server.close()


def _answer(server: socket.socket, target: int) -> None:
    with contextlib.suppress(OSError):
        server.accept()[0].close()
        while True:
            ends = server.accept()[0], socket.create_connection(("127.0.0.1", target))
            for one, other in (ends, ends[::-1]):
                threading.Thread(target=_copy, args=(one, other), daemon=True).start()


def _copy(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError), one, other:
        while data := one.recv(1 << 16):
            other.sendall(data)


def _self_signed(folder: Path, host: str) -> tuple[Path, Path]:
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return paths
