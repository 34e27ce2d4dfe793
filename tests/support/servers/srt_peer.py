"""The other side of an SRT connection: FFmpeg's program, which calls libsrt in its own way."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import psutil
import pytest

from support.eventually import eventually
from support.servers.ports import free_port
from yolocam.media.srt.srt_library import SrtError, found_library

_AT_ONCE = ("-f", "mpegts", "-flush_packets", "1")
_ENCODED = ("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "12", "-c:a", "aac")


class SrtPeer:
    """A program that listens or calls at a port of this machine, and writes what comes to `path`."""

    def __init__(self, path: Path, port: int | None = None) -> None:
        self.path = path
        self.port = free_port(socket.SOCK_DGRAM) if port is None else port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def address(self) -> str:
        return f"srt://127.0.0.1:{self.port}"

    def start(self, query: str = "mode=listener", *, sends: Path | None = None, quick: bool = False) -> None:
        """Take a stream, or with `sends` give one, over and over at its own speed.

        With `quick` it does not look at it for five seconds before it writes any.
        """
        # A caller gives up after three seconds, unless it is told to be patient.
        patient = "&connect_timeout=60000" if "caller" in query else ""
        address = f"{self.address}?{query}{patient}"
        if sends is None:
            begin = ["-analyzeduration", "500000"] if quick else []
            work = [*begin, "-i", address, "-c", "copy", *_AT_ONCE, str(self.path)]
        else:
            work = ["-re", "-stream_loop", "-1", "-i", str(sends), *_ENCODED, *_AT_ONCE, address]
        command = [_ffmpeg(), "-loglevel", "quiet", "-y", *work]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        if "listener" in query:
            eventually(self._listens)

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def stop(self) -> None:
        """End it; where it still can, it tells the other side."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(60)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def _listens(self) -> bool:
        """Whether it has its port. Trying to bind that could be what keeps the program from it."""
        assert self._process is not None and self._process.poll() is None, "it has ended"
        ours = psutil.Process(self.pid).net_connections("udp")
        return any(one.laddr and one.laddr.port == self.port for one in ours)

    def wait(self) -> None:
        """Let it take the end of the stream."""
        assert self._process is not None
        self._process.wait(60)


def needs_libsrt() -> None:
    """Skip the test where the system has no libsrt."""
    try:
        found_library()
    except SrtError as error:
        pytest.skip(str(error))


@contextlib.contextmanager
def srt_peer(path: Path, port: int | None = None) -> Iterator[SrtPeer]:
    _ffmpeg()
    needs_libsrt()
    peer = SrtPeer(path, port)
    try:
        yield peer
    finally:
        peer.stop()


@cache
def _ffmpeg() -> str:
    found = shutil.which("ffmpeg")
    if found is None:
        pytest.skip("the program ffmpeg is not installed")
    told = subprocess.run([found, "-hide_banner", "-protocols"], capture_output=True, text=True, check=False)
    if "srt" not in told.stdout.split():
        pytest.skip("the program ffmpeg has no SRT")
    return found
