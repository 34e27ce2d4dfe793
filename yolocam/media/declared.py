"""What a container declares of its video track: rate and length."""

from __future__ import annotations

from fractions import Fraction

from av.container import InputContainer
from av.video.stream import VideoStream

from yolocam.media.pyav import fraction_of

SECOND_NS = 10**9

_MAX_FPS = 1000
_ASSUMED_FPS = Fraction(25)
_COARSE = Fraction(1, 10_000)
_USUAL_RATES = (Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60000, 1001))


def ns_from_ticks(ticks: int, time_base: Fraction) -> int:
    """Return a count of time-base units as nanoseconds, rounded to the nearest."""
    return round(ticks * time_base * SECOND_NS)


def counted_rate(stream: VideoStream) -> Fraction:
    """Return the frames per second of a track without times: its codec's own, or 25 as everywhere."""
    for ratio in (stream.codec_context.framerate, stream.guessed_rate):
        rate = fraction_of(ratio)
        if rate is not None and 1 <= rate <= _MAX_FPS:
            return rate
    return _ASSUMED_FPS


def declared_rate(stream: VideoStream, time_base: Fraction, *, by_guess: bool) -> Fraction | None:
    """Return the frames per second; None if the file does not say. `by_guess` prefers FFmpeg's estimate."""
    rates = [fraction_of(rate) for rate in (stream.average_rate, stream.guessed_rate)]
    for rate in reversed(rates) if by_guess else rates:
        if rate and 0 < rate <= _MAX_FPS:
            return _usual_rate(rate) if time_base > _COARSE else rate
    return None


def declared_length(container: InputContainer, stream: VideoStream, time_base: Fraction) -> int | None:
    """Return the nanoseconds of the track, of the file if the track's are unknown; None if both are."""
    if stream.duration:
        return ns_from_ticks(stream.duration, time_base)
    length = _clock_ns(stream.metadata.get("DURATION", ""))  # how Matroska has it
    length = length or (container.duration or 0) * 1000
    if "matroska" in container.format.name:  # there it is the time at which the track ends
        start = ns_from_ticks(stream.start_time or 0, time_base)
        length -= start if 0 < start < length else 0
    return length or None


def _usual_rate(rate: Fraction) -> Fraction:
    """Return the broadcast rate that a rate worked out from rounded times stands for, if any does."""
    near = (usual for usual in _USUAL_RATES if abs(rate / usual - 1) < Fraction(1, 10_000))
    return next(near, rate)


def _clock_ns(text: str) -> int | None:
    """Return the nanoseconds of `00:01:02.345000000`; None for any other text."""
    try:
        hours, minutes, seconds = text.split(":")
        return round((int(hours) * 3600 + int(minutes) * 60 + Fraction(seconds)) * SECOND_NS)
    except (ValueError, ZeroDivisionError):
        return None
