"""What the window is asked for when it is started."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from yolocam.media.encoding.encoder_settings import LIVE, EncoderSettings
from yolocam.ui.widgets.theme import Scheme
from yolocam.zoo.library import Library


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """The choices of one start of the window.

    `address` is opened at once, None shows the start page. `record` is recorded into from the first frame
    on, and `encoder` says how recordings are compressed. `models` are the names of models to choose
    from beside those of the `library`. `notice` is said at the start. `sample` is the address of the
    sample clip. `rate` measures how many GFLOPs a second this machine does, to find a better network
    that it runs live. `refused` tells which values of a setting cannot be had here, {field: {value:
    why}}; it is asked once, when a network is ready. `scheme` is light or dark; None takes what the
    user chose last.
    """

    address: str | None = None
    record: Path | None = None
    encoder: EncoderSettings = LIVE
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
    scheme: Scheme | None = None
