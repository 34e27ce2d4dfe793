"""A camera that speaks RTSP (RFC 2326): it sends H.264 over TCP, over UDP, or over either."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import threading
from collections.abc import Iterator

_SDP = (
    "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\na=control:track0\r\n"
)


class RtspCamera:
    """Sends the pictures of an H.264 byte stream over and over, `fps` a second; one client at a time."""

    def __init__(self, h264: bytes, transports: tuple[str, ...], fps: float = 60) -> None:
        self._pictures = _pictures(h264)
        self._transports = transports
        self._pause = 1 / fps
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.requested: list[str] = []
        self.stopping = threading.Event()

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def serve(self) -> None:
        with contextlib.suppress(OSError):
            while not self.stopping.is_set():
                client, _ = self._socket.accept()
                with client, contextlib.suppress(OSError):
                    self._talk(client)

    def close(self) -> None:
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _talk(self, client: socket.socket) -> None:
        pending, port = b"", None
        client.settimeout(10)
        while True:
            while b"\r\n\r\n" not in pending:
                data = client.recv(4096)
                if not data:
                    return
                pending += data
            head, _, pending = pending.partition(b"\r\n\r\n")
            request = head.decode()
            method = request.split()[0]
            transport = (re.findall(r"Transport: *([^\r\n]*)", request, re.I) or [""])[0]
            if method == "SETUP":
                kind = "tcp" if "TCP" in transport else "udp"
                self.requested.append(kind)
                if kind not in self._transports:
                    self._answer(client, request, "461 Unsupported Transport")
                    continue
                port = None if kind == "tcp" else int(re.findall(r"client_port=(\d+)", transport)[0])
                extra = "" if kind == "tcp" else ";server_port=6970-6971"
                self._answer(client, request, head=f"Transport: {transport}{extra}\r\nSession: 1\r\n")
            elif method == "DESCRIBE":
                self._answer(client, request, head="Content-Type: application/sdp\r\n", body=_SDP)
            else:
                self._answer(client, request, head="Session: 1\r\nPublic: DESCRIBE, SETUP, PLAY\r\n")
            if method == "PLAY":
                self._send(client, port)
                return

    def _answer(
        self, client: socket.socket, request: str, status: str = "200 OK", *, head: str = "", body: str = ""
    ) -> None:
        number = re.findall(r"CSeq: *(\d+)", request, re.I)[0]
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        client.sendall(f"RTSP/1.0 {status}\r\nCSeq: {number}\r\n{head}{length}\r\n{body}".encode())

    def _send(self, client: socket.socket, port: int | None) -> None:
        sequence = ticks = 0
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
            while True:
                for picture in self._pictures:
                    for number, unit in enumerate(picture):
                        last = 0x80 if number == len(picture) - 1 else 0
                        packet = struct.pack(">BBHII", 0x80, last | 96, sequence & 0xFFFF, ticks, 1) + unit
                        sequence += 1
                        if port is None:
                            client.sendall(struct.pack(">cBH", b"$", 0, len(packet)) + packet)
                        else:
                            datagrams.sendto(packet, ("127.0.0.1", port))
                    ticks += round(90_000 * self._pause)
                    if self.stopping.wait(self._pause) or _has_gone(client):
                        return


def _has_gone(client: socket.socket) -> bool:
    client.setblocking(False)
    try:
        data = client.recv(4096)
        return not data or b"TEARDOWN" in data
    except BlockingIOError:
        return False
    finally:
        client.settimeout(10)


def _pictures(h264: bytes) -> list[list[bytes]]:
    """Split a byte stream (H.264, annex B) into pictures, each a list of units."""
    pictures: list[list[bytes]] = [[]]
    for unit in re.split(rb"\x00\x00\x00\x01|\x00\x00\x01", h264)[1:]:
        pictures[-1].append(unit)
        if unit[0] & 31 in (1, 5):
            pictures.append([])
    return [picture for picture in pictures if picture]


@contextlib.contextmanager
def rtsp_camera(h264: bytes, *transports: str) -> Iterator[RtspCamera]:
    camera = RtspCamera(h264, transports)
    thread = threading.Thread(target=camera.serve)
    thread.start()
    try:
        yield camera
    finally:
        camera.close()
        thread.join()
