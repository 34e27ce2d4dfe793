"""Options of the window at its start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from yolocam.media.encoding.encoder_settings import LIVE, EncoderSettings
from yolocam.media.sound.audio_choice import SharedInput
from yolocam.pipeline.actions.live_rules import LiveRules
from yolocam.ui.whole_file.whole_file import MakeFileDetector
from yolocam.ui.widgets.theme import Scheme
from yolocam.zoo.library import Library


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """Options of one start of the window.

    `address`: source to open at once; None shows the start page.
    `record`: file to record to from the first frame on, compressed as `encoder` says, with `sound`.
    `models`: models to choose from besides those of the `library`.
    `notice`: message to show at the start.
    `sample`: address of the sample clip.
    `rate`: measures the speed of this machine in GFLOPs per second, to find a better model that runs live.
    `refused`: returns the values of settings that this machine does not support, as
    {field: {value: reason}}; called once, when a model is ready.
    `file_detector`: returns a detector that goes through a whole file with these settings, and how many
    images it takes at once; None where there is none.
    `play_sound`: let the sound of films be heard.
    `rules`: what has the session follow rules; None makes it anew.
    `scheme`: light or dark; None uses the user's last choice.
    """

    address: str | None = None
    record: Path | None = None
    encoder: EncoderSettings = LIVE
    sound: SharedInput = field(default_factory=SharedInput)
    fullscreen: bool = False
    exit_at_end: bool = False
    exit_after_s: float | None = None
    stats_json: Path | None = None
    models: tuple[str, ...] = ()
    library: Library = field(default_factory=Library)
    notice: str | None = None
    sample: str | None = None
    rate: Callable[[], float] | None = None
    refused: Callable[[], Mapping[str, Mapping[str, str]]] | None = None
    file_detector: MakeFileDetector | None = None
    play_sound: bool = False
    scheme: Scheme | None = None
    rules: LiveRules | None = None
