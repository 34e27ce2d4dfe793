"""The process that sends a stream: takes encoded packets on standard input, writes them to the server.

FFmpeg waits for the network without a limit, so this is done where it can be killed. What the server is
called and its key come on standard input as well, for the arguments of a process can be read by everybody.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import json
import os
import queue
import sys
import threading
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

import av
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream

from yolocam.media.ffmpeg_errors import MEDIA_ERRORS
from yolocam.media.network.certificates import certificate_fault
from yolocam.media.srt.srt_link import PAYLOAD, SrtLink
from yolocam.media.streaming.live_packet import SOUND_RATE, VIDEO, VIDEO_UNITS, LivePacket
from yolocam.media.streaming.server_errors import server_reason
from yolocam.media.streaming.verified_tls import CONTAINER, verified_address

WINDOW = 16
"""Packets that may be here and not sent yet; the other side never gives more."""

_BUFFER = 8 * PAYLOAD
"""What PyAV gives a link at once: whole packets."""

_KEY_STAYED = "; the stream key was not sent"

_SRT_CONNECT_S = 3.0
"""As libsrt has it: whoever listens answers within two turns of the network."""

_LAST_WORDS_S = 1.0
"""How long the end of a stream may take when nobody is there any more."""


def main() -> None:
    """Send what standard input gives until it ends.

    Answers `waiting` while nobody has fetched the stream yet, `ready`, `up`, `ack BYTES`, `error ...`.
    """
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what libraries print must not get among the answers
    task = json.loads(requests.readline() or b"null")
    if task is None:
        return
    packets: queue.Queue[LivePacket | None] = queue.Queue(WINDOW + 1)
    threading.Thread(target=_read, args=(requests, packets), daemon=True).start()
    # While it connects, PyAV holds the lock of the interpreter, so that no thread here could end it.
    with Path(os.devnull).open("w") as nowhere:
        _send_all(task, packets, answers, nowhere)
    os._exit(0)  # closing what has failed may hang as well


def _send_all(
    task: dict[str, Any], packets: queue.Queue[LivePacket | None], answers: IO[bytes], nowhere: IO[str]
) -> None:
    url = task["url"]
    fault: str | None = None
    try:
        # A relay speaks to a WebRTC server, and would only hang up.
        if task.get("relay") and (fault := certificate_fault(url)) is not None:
            answers.write(f"hopeless {fault}{_KEY_STAYED}\n".encode())
            return
        link = _srt_link(task, answers) if url.startswith("srt:") else None
        faulthandler.dump_traceback_later(task["connect_s"], exit=True, file=nowhere)
        answers.write(b"ready\n")
        _send(task, packets, answers, link)
    except MEDIA_ERRORS as error:
        faulthandler.cancel_dump_traceback_later()
        with contextlib.suppress(OSError):
            fault = certificate_fault(url)
        hopeless = isinstance(error, av.error.ProtocolNotFoundError) or getattr(error, "hopeless", False)
        what = "hopeless" if hopeless or fault else "error"
        words = f"{fault}{_KEY_STAYED}" if fault else server_reason(error)
        answers.write(f"{what} {words}\n".encode())


def _srt_link(task: dict[str, Any], answers: IO[bytes]) -> SrtLink:
    """Connect by SRT; a listener waits, and nothing is encoded until somebody comes."""
    return SrtLink(
        task["url"],
        sending=True,
        connect_s=_SRT_CONNECT_S,
        listening=lambda: answers.write(b"waiting\n"),
    )


def _read(requests: IO[bytes], packets: queue.Queue[LivePacket | None]) -> None:
    """Pass packets on; once the other side has gone, give the stream a moment to end."""
    while (packet := LivePacket.read_from(requests)) is not None:
        packets.put(packet)
    packets.put(None)
    threading.Event().wait(_LAST_WORDS_S)
    os._exit(1)


def _send(
    task: dict[str, Any],
    packets: queue.Queue[LivePacket | None],
    answers: IO[bytes],
    link: SrtLink | None,
) -> None:
    container = _opened(task, link)
    packet = packets.get()
    while packet is not None and packet.track != VIDEO:  # sound of images that were dropped
        answers.write(f"ack {len(packet.data)}\n".encode())
        packet = packets.get()
    tracks = _tracks(container, task, packet)
    up = False
    while packet is not None:
        container.mux(_as_packet(packet, tracks[packet.track]))
        if packet.track == VIDEO and not up:
            up = True
            faulthandler.cancel_dump_traceback_later()
            answers.write(b"up\n")
        answers.write(f"ack {len(packet.data)}\n".encode())
        packet = packets.get()
    container.close()
    if link is not None:
        link.drain(_LAST_WORDS_S)


def _opened(task: dict[str, Any], link: SrtLink | None) -> OutputContainer:
    url, form, options = task.get("relay") or task["url"], task["container"], task["options"]
    if url.startswith("rtmps:"):
        url, form, options = verified_address(url, form, options), CONTAINER, {}
    where = url if link is None else link
    return av.open(where, "w", format=form, container_options=options, buffer_size=_BUFFER)


def _tracks(
    container: OutputContainer, task: dict[str, Any], first: LivePacket | None
) -> tuple[Stream, Stream]:
    """Lay down both tracks; the header of the sound comes from an encoder like the one that made it."""
    video = _video_track(container, task, first)
    sound = container.add_stream(task["sound"], rate=SOUND_RATE)
    assert isinstance(sound, AudioStream)
    # `tee` does not say so, and what it writes to needs it.
    sound.codec_context.flags |= Flags.global_header
    sound.codec_context.layout = "stereo"
    sound.codec_context.format = task["sound_format"]
    sound.bit_rate = task["sound_bitrate"]
    return video, sound


def _video_track(container: OutputContainer, task: dict[str, Any], first: LivePacket | None) -> Stream:
    if container.format.name == CONTAINER and first is not None:
        # It opens the way before it has seen an image, so that it must be told what is in front of the first.
        with av.open(io.BytesIO(first.data), "r", format=task["video"]) as described:
            return container.add_stream_from_template(described.streams.video[0], opaque=True)
    width, height = task["size_wh"]
    return container.add_mux_stream(task["video"], rate=Fraction(*task["fps"]), width=width, height=height)


def _as_packet(packet: LivePacket, stream: Stream) -> Packet[Any]:
    made: Packet[Any] = Packet(packet.data)
    made.pts, made.dts, made.duration = packet.pts, packet.dts, packet.duration
    made.time_base = Fraction(1, VIDEO_UNITS if packet.track == VIDEO else SOUND_RATE)
    made.is_keyframe = packet.key
    made.stream = stream
    return made
