"""A server that takes one stream by WHIP: aiortc, which shares no code with FFmpeg's WebRTC.

It runs in a process of its own: its codecs are those of PyAV, and hold the lock of the interpreter.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

from support.packages import needs_packages

_LONG_S = 120.0


@contextlib.contextmanager
def whip_server(key: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Give the address, and the process.

    It prints `enough` once it has two key frames and 40 images, or when it has waited for long, and as JSON
    what it got once the stream has ended.
    """
    needs_packages("aiortc")
    tests = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (tests, os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "support.servers.whip_server", key]
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    )
    with server:
        assert server.stdout is not None
        try:
            yield f"whip:http://127.0.0.1:{server.stdout.readline().strip()}/live", server
        finally:
            server.kill()


class _Taken:
    """What has come: sizes and moments of the images, the rate and peak of the sound."""

    def __init__(self) -> None:
        self.offer = ""
        self.images: list[dict[str, Any]] = []
        self.sound: dict[str, Any] = {"rate": 0, "blocks": 0}
        self.over = asyncio.Event()
        self._told = False

    def enough(self) -> None:
        """Say so, once."""
        if not self._told:
            self._told = True
            _say("enough")

    async def video(self, track: Any) -> None:
        with contextlib.suppress(Exception):  # aiortc ends a track with an error of its own
            while True:
                frame = await track.recv()
                middle = frame.to_ndarray(format="bgr24")[frame.height // 2, frame.width // 2]
                self.images.append(
                    {
                        "size": [frame.width, frame.height],
                        "seconds": float(frame.time),
                        "middle": middle.tolist(),
                        "key": bool(frame.key_frame),
                    }
                )
                if len(self.images) > 40 and sum(one["key"] for one in self.images) > 1:
                    self.enough()
        self.over.set()

    async def audio(self, track: Any) -> None:
        with contextlib.suppress(Exception):
            while True:
                frame = await track.recv()
                self.sound = {"rate": frame.sample_rate, "blocks": self.sound["blocks"] + 1}


async def _serve(key: str) -> None:
    from aiortc import RTCPeerConnection, RTCSessionDescription

    peer, taken = RTCPeerConnection(), _Taken()
    tasks = []

    @peer.on("track")
    def begin(track: Any) -> None:
        work = taken.video if track.kind == "video" else taken.audio
        tasks.append(asyncio.create_task(work(track)))

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method = head.partition(" ")[0]
        fields = {
            name.lower(): value.strip() for name, _, value in (f.partition(":") for f in head.split("\r\n"))
        }
        body = b""
        status = HTTPStatus.OK
        if fields.get("authorization") != f"Bearer {key}":
            status = HTTPStatus.UNAUTHORIZED
        elif method == "POST":
            status = HTTPStatus.CREATED
            taken.offer = (await reader.readexactly(int(fields["content-length"]))).decode()
            await peer.setRemoteDescription(RTCSessionDescription(taken.offer, "offer"))
            await peer.setLocalDescription(await peer.createAnswer())
            body = peer.localDescription.sdp.encode()
        elif method == "DELETE":
            taken.over.set()
        lines = [f"HTTP/1.1 {status.value} {status.phrase}", "Content-Type: application/sdp"]
        lines += ["Location: /live/1", f"Content-Length: {len(body)}", "Connection: close", "", ""]
        writer.write("\r\n".join(lines).encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    _say(str(server.sockets[0].getsockname()[1]))
    asyncio.get_running_loop().call_later(_LONG_S, taken.enough)
    await taken.over.wait()
    await asyncio.sleep(0.3)
    taken.enough()
    _say(json.dumps({"offer": taken.offer, "images": taken.images, "sound": taken.sound}))
    await peer.close()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
