"""One SRT connection, in one direction: a file of MPEG-TS for PyAV to write or read."""

from __future__ import annotations

import ctypes
import socket
import struct
import sys
import time
from collections.abc import Callable

from yolocam.media.srt.srt_address import SrtAddress, srt_address
from yolocam.media.srt.srt_library import AGAIN, CUT, SrtError, checked, library, set_option

PAYLOAD = 1316
"""Bytes of a packet: seven of MPEG-TS."""

_LARGEST = 1456
_AHEAD_MS = 1000
"""How much may wait in libsrt for the network. More would be dropped there as single packets, which spoils
images; so it waits before, where whole groups of images are dropped."""

_NO_DROPS = -1
_POLL_S = 0.02


class SrtLink:
    """A connection that is up; used by one thread, but for `close`.

    With `sending` it takes `write`, else `read`, which waits for `read_s`. A caller tries for `connect_s`, a
    listener waits for one peer, no longer than `accept_s`; `listening` is called when it does. Raises
    SrtError, and ValueError for an address that is not in order.
    """

    def __init__(
        self,
        url: str,
        *,
        sending: bool,
        connect_s: float = 10.0,
        accept_s: float = float("inf"),
        read_s: float = 5.0,
        listening: Callable[[], object] = lambda: None,
    ) -> None:
        place = srt_address(url)
        self._left = b""
        self._buffer = ctypes.create_string_buffer(_LARGEST)
        self._socket = _configured(place, sending, connect_s, read_s)
        try:
            if place.mode == "listener":
                self._accept(place, accept_s, listening)
            else:
                address = _socket_address(place, passive=False)
                checked(library().srt_connect(self._socket, address, len(address)), self._socket)
        except BaseException:
            self.close()
            raise

    def write(self, data: bytes) -> int:
        """Send bytes of MPEG-TS; waits while the network takes less than comes."""
        while self._waiting_ms() > _AHEAD_MS:
            time.sleep(_POLL_S)
        whole = bytes(data)
        for start in range(0, len(whole), PAYLOAD):
            piece = whole[start : start + PAYLOAD]
            checked(library().srt_send(self._socket, piece, len(piece)))
        return len(whole)

    def read(self, size: int) -> bytes:
        """Return some bytes, `size` at most."""
        if not self._left:
            count = checked(library().srt_recv(self._socket, self._buffer, _LARGEST))
            self._left = self._buffer.raw[:count]
        piece, self._left = self._left[:size], self._left[size:]
        return piece

    def drain(self, seconds: float) -> None:
        """Wait until what was written has arrived, but not for long."""
        until = time.monotonic() + seconds
        while self._waiting_ms() > 0 and time.monotonic() < until:
            time.sleep(_POLL_S)

    def close(self) -> None:
        """Cut the connection; may be called on any thread, and ends a `read` that waits."""
        closed, self._socket = self._socket, -1
        if closed >= 0:
            library().srt_close(closed)

    def _accept(self, place: SrtAddress, accept_s: float, listening: Callable[[], object]) -> None:
        """Exchange the socket for that of the first who connects."""
        listener, address = self._socket, _socket_address(place, passive=True)
        checked(library().srt_bind(listener, address, len(address)))
        set_option(listener, "rcvsyn", 0)
        checked(library().srt_listen(listener, 1))
        listening()
        until = time.monotonic() + accept_s
        while (peer := library().srt_accept(listener, None, None)) < 0:
            if library().srt_getlasterror(None) != AGAIN:
                checked(peer)
            if time.monotonic() > until:
                raise SrtError(f"nobody has connected to port {place.port} within the time limit")
            time.sleep(_POLL_S)
        self.close()  # one stream is for one receiver: whoever comes later is not kept waiting
        self._socket = peer
        set_option(peer, "rcvsyn", 1)

    def _waiting_ms(self) -> int:
        waiting: int = library().srt_getsndbuffer(self._socket, None, None)
        if waiting < 0:
            raise SrtError(CUT)
        return waiting


def _configured(place: SrtAddress, sending: bool, connect_s: float, read_s: float) -> int:
    """Return a new socket with the options of an address."""
    made = checked(library().srt_create_socket())
    options: dict[str, int | str] = {
        "conntimeo": round(connect_s * 1000),
        "rcvlatency": place.latency_ms,
        "peerlatency": place.latency_ms,
        "rcvtimeo": round(read_s * 1000),
    }
    if sending:
        options["snddropdelay"] = _NO_DROPS
    if place.passphrase:
        options["passphrase"] = place.passphrase
    if place.key_bytes:
        options["pbkeylen"] = place.key_bytes
    if place.stream_id and place.mode == "caller":
        options["streamid"] = place.stream_id
    for name, value in options.items():
        set_option(made, name, value)
    return made


def _socket_address(place: SrtAddress, *, passive: bool) -> bytes:
    """Return an address in the form of the system's `struct sockaddr`; SrtError for an unknown host."""
    try:
        found = socket.getaddrinfo(
            place.host or "0.0.0.0",
            place.port,
            type=socket.SOCK_DGRAM,
            flags=socket.AI_PASSIVE if passive else 0,
        )
    except OSError:
        raise SrtError("the host is not known; check the address") from None
    family, *_, address = sorted(found, key=lambda one: one[0] != socket.AF_INET)[0]
    packed = socket.inet_pton(family, str(address[0]).partition("%")[0])
    if family == socket.AF_INET:
        body = struct.pack("!H4s8x", place.port, packed)
    else:
        scope = int(address[3]) if len(address) > 3 else 0
        body = struct.pack("!HI16s", place.port, 0, packed) + struct.pack("=I", scope)
    if sys.platform == "darwin":  # the systems of BSD have the length in front
        return struct.pack("=BB", len(body) + 2, family) + body
    return struct.pack("=H", family) + body
