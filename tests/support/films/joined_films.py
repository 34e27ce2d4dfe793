"""Films whose clock jumps: parts that were recorded at different times of one clock, joined byte by byte."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np

FPS = 10
PART_FRAMES = 15
SOUND_RATE = 48_000
TONES = (400, 1200, 400)
"""What sounds in each part, in hertz."""


def joined(
    starts: tuple[float, ...], *, container: str = "mpegts", codec: str = "libx264", sound: str | None = None
) -> bytes:
    """A film of PART_FRAMES pictures for each start of the clock, in seconds; see `number_of`."""
    return b"".join(_part(number, start, container, codec, sound) for number, start in enumerate(starts))


def _part(number: int, start: float, container: str, codec: str, sound: str | None) -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as out:
        stream = out.add_stream(codec, rate=FPS if codec == "libx264" else 25, options={"g": "5", "bf": "2"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.bit_rate = 800_000
        base = Fraction(1, 90_000)
        stream.codec_context.time_base = Fraction(1, FPS if codec == "libx264" else 25)
        audio = out.add_stream(sound, rate=SOUND_RATE, layout="mono") if sound else None
        fps = FPS if codec == "libx264" else 25
        shift = round(start * 90_000)
        packets = []
        for index in range(PART_FRAMES):
            frame = av.VideoFrame.from_ndarray(numbered(number * PART_FRAMES + index), "bgr24")
            frame.pts, frame.time_base = index, Fraction(1, fps)
            packets += stream.encode(frame)
        packets += stream.encode(None)
        if audio is not None:
            packets += _tone(audio, TONES[number], PART_FRAMES / fps)
        for packet in sorted(packets, key=lambda packet: packet.dts * packet.time_base):
            at = packet.time_base
            packet.pts = round(packet.pts * at / base) + shift
            packet.dts = round(packet.dts * at / base) + shift
            packet.duration = round((packet.duration or 0) * at / base)
            packet.time_base = base
            out.mux(packet)
    return buffer.getvalue()


def _tone(stream: av.AudioStream, hertz: float, seconds: float) -> list[av.Packet]:
    wave = np.sin(np.arange(int(SOUND_RATE * seconds)) * 2 * np.pi * hertz / SOUND_RATE) * 12_000
    samples = wave.astype(np.int16)
    packets = []
    for at in range(0, len(samples), 1152):
        frame = av.AudioFrame.from_ndarray(samples[None, at : at + 1152], "s16", "mono")
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, at, Fraction(1, SOUND_RATE)
        packets += stream.encode(frame)
    return packets + stream.encode(None)


def numbered(number: int) -> np.ndarray:
    image = np.full((48, 64, 3), 40, np.uint8)
    for bit in range(8):
        if number >> bit & 1:
            image[:, 8 * bit : 8 * bit + 8] = 210
    return image


def number_of(image: np.ndarray) -> int:
    """Read the number of a picture back: eight bars, dark or bright."""
    return sum((float(image[24, 8 * bit + 4].mean()) > 125) << bit for bit in range(8))
