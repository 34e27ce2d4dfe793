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
from typing import Any

import pytest


class TlsFront:
    """Listens at `port` and passes on what comes, as plain bytes, to `target`; `got` is what came.

    `authority` is the file of the certificate that has signed its own. Where there is an `answer`, each who
    calls gets that instead.
    """

    def __init__(self, target: int, authority: Path, certificate: Path, key: Path) -> None:
        self._target = target
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self.authority = authority
        self.got = bytearray()
        self.answer = b""
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self._ready.wait(60)

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
        if self.answer:
            writer.write(self.answer)
            await writer.drain()
            writer.close()
            return
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
    """A front whose certificate is for a host, and signed by an authority that is made here."""
    front = TlsFront(target, *_made(folder, host))
    try:
        yield front
    finally:
        front.close()


@contextlib.contextmanager
def swapped(first: int | None, later: int) -> Iterator[int]:
    """A port in front of two others: who calls first gets the one, or is hung up on, the others the other."""
    server = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_answer, args=(server, first, later))
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
        server.close()


def _answer(server: socket.socket, first: int | None, later: int) -> None:
    target = first
    with contextlib.suppress(OSError):
        while True:
            caller = server.accept()[0]
            if target is None:
                caller.close()
            else:
                ends = caller, socket.create_connection(("127.0.0.1", target))
                for one, other in (ends, ends[::-1]):
                    threading.Thread(target=_copy, args=(one, other), daemon=True).start()
            target = later


def _copy(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError), one, other:
        while data := one.recv(1 << 16):
            other.sendall(data)


def _made(folder: Path, host: str) -> tuple[Path, Path, Path]:
    """Return the certificate of an authority that is made here, that of the host, and the host's key."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    def begun(name: str) -> Any:
        builder = x509.CertificateBuilder().serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        builder = builder.issuer_name(named("The tests' authority")).subject_name(named(name))
        return builder.public_key(keys[name != host].public_key())

    def named(name: str) -> Any:
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])

    now = datetime.now(UTC)
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    authority = begun("The tests' authority")
    authority = authority.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    signed = begun(host).add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    paths = folder / "authority.pem", folder / "certificate.pem", folder / "key.pem"
    for path, builder in zip(paths, (authority, signed), strict=False):
        path.write_bytes(builder.sign(keys[1], hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    form, secret = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    paths[2].write_bytes(keys[0].private_bytes(serialization.Encoding.PEM, form, secret))
    return paths
