"""Starts and stops the live stream of a window, without ever making it wait."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Literal

from yolocam.errors import YolocamError
from yolocam.media.encoding.encoder_settings import STREAM, EncoderSettings
from yolocam.media.sound.audio_choice import SharedInput
from yolocam.media.streaming.destination import server_of, takes_key
from yolocam.media.streaming.stored_keys import store_key, stored_key
from yolocam.pipeline.attached_outputs import Output
from yolocam.pipeline.notices import Notice
from yolocam.pipeline.session import Session
from yolocam.pipeline.sinks.live.live_sink import LiveSink
from yolocam.pipeline.sinks.live.stream_health import StreamHealth
from yolocam.pipeline.sinks.live.stream_options import StreamOptions
from yolocam.pipeline.sinks.open_output import open_live
from yolocam.ui.translation import tr
from yolocam.ui.widgets.formatting import capitalised

LivePhase = Literal["idle", "starting", "live", "ending"]


@dataclass(frozen=True, slots=True)
class LiveRequest:
    """What a stream is to be: `address` is a server or the name of a service, `key` the stream key."""

    address: str = field(repr=False)
    key: str = field(default="", repr=False)
    encoder: EncoderSettings = STREAM
    remember: bool = False


class LiveStream:
    """The window's live stream. All methods belong to the UI thread, and return at once.

    `open_stream` opens the output of an address.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.open_stream = open_live
        self.sound = SharedInput()
        self._starter: threading.Thread | None = None
        self._finisher: threading.Thread | None = None
        self._sink: LiveSink | None = None
        self._output: Output | None = None

    @property
    def phase(self) -> LivePhase:
        """What is happening now."""
        if self._starter is not None and self._starter.is_alive():
            return "starting"
        if self._finisher is not None and self._finisher.is_alive():
            return "ending"
        if self._output is not None and self._sink is not None and self._sink.health.phase != "ended":
            return "live"
        return "idle"

    @property
    def health(self) -> StreamHealth | None:
        """How the stream is doing; None where there is none."""
        return self._sink.health if self._sink is not None and self.phase == "live" else None

    def start(self, request: LiveRequest) -> None:
        """Start a stream; a failure becomes a notice of the session."""
        if self.phase in ("idle", "ending"):
            self.refresh()
            self._starter = threading.Thread(target=self._start, args=(request,), name="go live", daemon=True)
            self._starter.start()

    def refresh(self) -> None:
        """Let go of a stream that has ended by itself, and of its sound; called several times a second."""
        if self.phase == "idle":
            self.stop()

    def stop(self) -> None:
        """End the stream."""
        output, self._output = self._output, None
        if output is not None:
            self._finisher = self._session.outputs.detach(output)

    def _start(self, request: LiveRequest) -> None:
        address = server_of(request.address)
        key = request.key or (stored_key(address) if takes_key(address) else None) or None
        try:
            if key is None and takes_key(address):
                raise YolocamError(tr("the stream key is missing, the page of your channel shows it"))
            listening = self.sound.acquire()
        except YolocamError as error:
            self._fail(str(error))
            return
        how = StreamOptions(
            request.encoder,
            key,
            self._tell,
            self._fail,
            False,
            self.sound.choice.own,
            listening,
            self.sound.mix,
        )
        try:
            self._sink = self.open_stream(address, how)
        except YolocamError as error:
            if listening is not None:
                listening.close()
            self._fail(str(error))
            return
        self._output = self._session.outputs.attach(self._sink, name="live stream", lifetime="session")
        if request.remember and request.key and not store_key(address, request.key):
            self._tell(tr("The stream key could not be kept: this system has no keyring."))

    def _tell(self, words: str) -> None:
        self._session.notify(Notice("info", capitalised(words)))

    def _fail(self, words: str) -> None:
        self._session.notify(Notice("error", tr("Not live: {reason}").format(reason=words)))
