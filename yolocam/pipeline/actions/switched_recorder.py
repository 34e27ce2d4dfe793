"""A recording that rules switch on and off."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from yolocam.files.output_file import prepare_folder
from yolocam.frame import Rendered
from yolocam.media.encoding.encoder_settings import LIVE, EncoderSettings
from yolocam.pipeline.sinks.names.dated_names import default_recording_path
from yolocam.pipeline.sinks.video.recorder import Recorder


class SwitchedRecorder:
    """A sink that records while it is on; each time is a file of its own. Errors are SinkError.

    `start` and `stop` may be called on any thread.
    """

    def __init__(self, folder: Path, tell: Callable[[str], None], encoder: EncoderSettings = LIVE) -> None:
        self._folder = folder
        self._tell = tell
        self._encoder = encoder
        self._on = threading.Event()
        self._recorder: Recorder | None = None

    @property
    def wants_image(self) -> bool:
        """Whether it records."""
        return self._on.is_set()

    def start(self) -> None:
        """Record from the next frame on."""
        self._on.set()

    def stop(self) -> None:
        """Finish the file at the next frame."""
        self._on.clear()

    def write(self, item: Rendered) -> None:
        """Record a frame, if it is on."""
        if not self._on.is_set():
            self.close()
        elif item.image is not None:
            if self._recorder is None:
                path = default_recording_path(datetime.now(), prepare_folder(self._folder))
                self._recorder = Recorder(path, encoder=self._encoder, audio=False, jsonl=False)
            self._recorder.write(item)

    def close(self) -> None:
        """Finish the file, if there is one."""
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            recorder.close()
            self._tell(f"recorded {recorder.state.path}")
