"""Streams the annotated images to a server, at a constant rate, and hurts nobody where that fails."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from yolocam.errors import SinkError
from yolocam.frame import Frame, Image, Rendered, SourceInfo
from yolocam.media.encoding.encoder_settings import STREAM, STREAM_BITRATES, EncoderSettings
from yolocam.media.encoding.encoders import working_encoders
from yolocam.media.sound.audio_choice import HeardInput
from yolocam.media.sound.sound_mix import MixNow, unmixed
from yolocam.media.streaming.destination import Destination
from yolocam.media.streaming.live_encoder import LiveEncoder
from yolocam.media.streaming.uplink import Patience, Uplink
from yolocam.pipeline.notices import sentence
from yolocam.pipeline.sinks.live.stream_health import StreamHealth, StreamPhase
from yolocam.pipeline.sinks.live.stream_link import Retries, StreamLink
from yolocam.pipeline.sinks.live.stream_sound import StreamSound

_USUAL_RATE = Fraction(30)
_RATES = (1, 60)
"""Images per second that services take."""

_PHASES: dict[str, StreamPhase] = {
    "starting": "connecting",
    "waiting": "connecting",
    "connecting": "connecting",
    "up": "on air",
    "lost": "lost",
    "over": "lost",
}


class Streamer:
    """A sink that keeps the newest image, which a thread of its own encodes and sends at a constant rate.

    So it never waits for a network, and a stream goes on while a source is paused, slow or lost. `settings`
    are the encoder's; without a size or a rate they are those of the first source, and images of another
    shape are letterboxed. `tell` is called with a sentence, on that thread, when the stream goes on air or is
    lost, `failed` when it is given up after `retries`; with `raises` that is raised by `write` as well.
    With `audio` the sound is that of the source, else that of `sound_input` beside live ones; else silence.
    The input is closed with the stream, also with one that is given up. `mix` says how loud and how late.
    Raises SinkError where no encoder works or the bitrate is not one that services take.
    """

    wants_image = True

    def __init__(
        self,
        place: Destination,
        settings: EncoderSettings = STREAM,
        *,
        tell: Callable[[str], None] = lambda words: None,
        failed: Callable[[str], None] = lambda words: None,
        raises: bool = True,
        audio: bool = True,
        sound_input: HeardInput | None = None,
        mix: MixNow = unmixed,
        retries: Retries | None = None,
        patience: Patience | None = None,
    ) -> None:
        _check(settings)
        settings = replace(settings, baseline=settings.baseline or place.baseline)
        self._place = place
        self._settings = settings
        self._encoders = working_encoders(settings)
        self._tell = tell
        self._failed = failed
        self._raises = raises
        self._patience = patience or Patience()
        self._link = StreamLink(self._connect, retries or Retries())
        self._health = StreamHealth(place.name)
        self._frames = 0  # of the thread
        self._away = 0  # images that came while nobody was there, of the thread
        self._late = 0  # those the encoder was too slow for, of the thread
        self._told: StreamPhase = "waiting"
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._item: tuple[Image, Frame, int] | None = None  # and when it came; guarded by _lock
        self._sound = StreamSound(audio, sound_input, mix)  # of the thread
        self._thread: threading.Thread | None = None  # of the sink's thread

    @property
    def health(self) -> StreamHealth:
        """The state at this moment; may be read on any thread."""
        return self._health  # replaced whole by the thread

    def write(self, item: Rendered) -> None:
        """Take an image in place of the last one; SinkError where the stream was given up."""
        if item.image is not None:
            with self._lock:
                self._item = item.image, item.frame, time.monotonic_ns()
        if self._thread is None and item.image is not None:
            self._settings = _filled(self._settings, item.frame.source, item.frame.size_wh)
            self._thread = threading.Thread(target=self._run, name="stream", daemon=True)
            self._thread.start()
        if self._health.phase == "ended" and self._raises:
            raise SinkError(self._health.message)

    def close(self) -> None:
        """End the stream; takes some seconds at most."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        self._sound.close()
        self._health = replace(self._health, phase="ended", bits_per_second=0.0)

    def _run(self) -> None:
        try:
            self._stream()
        except Exception as error:  # whatever it is, nobody may take the stream for one that is on air
            self._end(f"the stream to {self._place.name} has ended: {sentence(error)}")
        finally:
            self._sound.close()
            self._link.close()

    def _stream(self) -> None:
        assert self._settings.fps is not None
        step_s = float(1 / self._settings.fps)
        began = time.monotonic()
        number = -1
        while not self._stopping.wait(max(began + (number + 1) * step_s - time.monotonic(), 0)):
            due = int((time.monotonic() - began) / step_s)
            late = max(due - number - 1, 0)
            number = max(due, number + 1)
            with self._lock:
                item = self._item
            assert item is not None
            sent = self._link.send(item[0], number, *self._sound.beside(*item[1:]))
            if sent is not None:
                self._frames += 1 + late
                self._late += late
                self._away += not sent
            self._note()
            if self._link.failed:
                words = f"the stream to {self._place.name} is given up"
                if self._link.attempts > 1:
                    words += f" after {self._link.attempts} attempts"
                self._end(f"{words}: {self._link.message}")
                return

    def _note(self) -> None:
        link = self._link
        self._health = StreamHealth(
            self._place.name,
            _PHASES[link.state],
            link.bits_per_second,
            self._frames,
            self._away + link.dropped,
            self._late,
            link.attempts,
            link.message,
        )
        if link.state == "waiting" and self._told != "connecting":
            self._told = "connecting"
            self._tell(f"{self._place.name} waits until somebody fetches the stream")
        phase = self._health.phase
        if phase == self._told or phase not in ("on air", "lost") or link.failed:
            return
        if phase == "lost" and not link.message:
            return  # it is over, and the next look says why
        self._told = phase  # each attempt that fails is lost anew, and nobody wants to hear 25 sentences
        if phase == "on air":
            self._tell(f"on air: {self._place.name}")
        elif self._place.fetched:
            self._tell(f"{self._place.name} is not fetched any more: {link.message}")
        else:
            self._tell(f"{self._place.name} cannot be reached, it is tried again: {link.message}")

    def _end(self, words: str) -> None:
        self._health = replace(self._health, phase="ended", message=words, bits_per_second=0.0)
        self._failed(words)

    def _connect(self) -> tuple[LiveEncoder, Uplink]:
        encoder = LiveEncoder(self._encoders, self._settings, self._place.sound)
        return encoder, Uplink(self._place, encoder.facts, self._patience)


def _check(settings: EncoderSettings) -> None:
    low, high = (rate // 1000 for rate in STREAM_BITRATES)
    if settings.bitrate is None or not low <= settings.bitrate / 1000 <= high:
        given = "missing" if settings.bitrate is None else f"{settings.bitrate / 1000:g}"
        raise SinkError(f"the bitrate of the stream is {given}, expected {low} to {high} kbit/s")
    if settings.fps is not None and not _RATES[0] <= settings.fps <= _RATES[1]:
        raise SinkError(
            f"the rate of the stream is {float(settings.fps):g}, "
            f"expected {_RATES[0]} to {_RATES[1]} frames per second"
        )


def _filled(settings: EncoderSettings, source: SourceInfo, size_wh: tuple[int, int]) -> EncoderSettings:
    """Return the settings with a size and a rate."""
    usual = source.fps if source.fps and _RATES[0] <= source.fps <= _RATES[1] else _USUAL_RATE
    width, height = settings.output_size(size_wh)
    return replace(settings, size_wh=(width, height), fps=settings.fps or usual.limit_denominator(1001))
