"""What can be chosen for recordings of the window, and how it is remembered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Literal, cast

from yolocam.errors import SettingsError
from yolocam.media.encoding.encoder_settings import LIVE, QUALITY_RANGES, Codec, EncoderSettings
from yolocam.media.encoding.encoders import encoder_names
from yolocam.media.encoding.muxers import SUFFIXES
from yolocam.pipeline.sinks.names.dated_names import RECORDING_PATTERN, default_recording_path
from yolocam.pipeline.sinks.video.recording_part import What
from yolocam.ui.preferences import Preferences
from yolocam.ui.translation import tr

_SIZE = re.compile(r"([0-9]{2,5}) ?[x×] ?([0-9]{2,5})")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class RecordingChoices:
    """How recordings are made.

    `folder` is None for the Videos folder. `pattern` is a file name in which {date} and {time} are replaced.
    """

    encoder: EncoderSettings = LIVE
    container: str = ".mp4"
    folder: Path | None = None
    pattern: str = RECORDING_PATTERN

    def path(self, now: datetime) -> Path:
        """Return the file of a recording that begins now; it may exist."""
        return default_recording_path(now, self.folder, self.pattern, self.container)


def what_choices() -> dict[What, str]:
    """Return what a recording may contain: value and text."""
    return {
        "annotated": tr("With boxes"),
        "raw": tr("Without boxes"),
        "both": tr("Both, in two files"),
    }


def checked_pattern(text: str) -> str:
    """Return a name pattern without blanks around it; SettingsError if no file can be called so."""
    name = text.strip()
    if not name or _FORBIDDEN.search(name) or name.startswith("."):
        raise SettingsError(
            f"'{text}' cannot be the name of a recording, "
            f"expected one such as {RECORDING_PATTERN} without / and :"
        )
    return name


def remembered_choices(preferences: Preferences) -> RecordingChoices:
    """Return what was chosen last; what is broken or works no more is as usual."""
    kept = preferences.texts("recording")
    usual = RecordingChoices()
    try:
        encoder = _encoder(kept)
    except (SettingsError, ValueError):
        encoder = LIVE
    try:
        pattern = checked_pattern(kept.get("pattern", RECORDING_PATTERN))
    except SettingsError:
        pattern = RECORDING_PATTERN
    container = kept.get("container", usual.container)
    return RecordingChoices(
        encoder,
        container if container in SUFFIXES else usual.container,
        Path(kept["folder"]) if kept.get("folder") else None,
        pattern,
    )


def keep_choices(preferences: Preferences, choices: RecordingChoices) -> None:
    """Remember them for the next start."""
    one = choices.encoder
    texts = {
        "codec": one.codec,
        "quality": "" if one.quality is None else str(one.quality),
        "bitrate": "" if one.bitrate is None else str(one.bitrate),
        "size": kept_size(one.size_wh),
        "fps": "" if one.fps is None else str(one.fps),
        "hardware": "yes" if one.hardware else "no",
        "encoder": one.encoder or "",
        "container": choices.container,
        "folder": "" if choices.folder is None else str(choices.folder),
        "pattern": choices.pattern,
    }
    preferences.keep_object("recording", texts)


def _encoder(kept: Mapping[str, str]) -> EncoderSettings:
    codec = kept.get("codec", "auto")
    if codec != "auto" and codec not in QUALITY_RANGES:
        codec = "auto"
    return replace(
        LIVE,
        codec=cast("Codec | Literal['auto']", codec),
        quality=int(kept["quality"]) if kept.get("quality") else None,
        bitrate=int(kept["bitrate"]) if kept.get("bitrate") else None,
        size_wh=remembered_size(kept.get("size", "")),
        fps=Fraction(kept["fps"]) if kept.get("fps", "").isdecimal() else None,
        hardware=kept.get("hardware") != "no",
        encoder=kept.get("encoder") if kept.get("encoder") in encoder_names() else None,
    )


def kept_size(size_wh: tuple[int, int] | None) -> str:
    """Return a size in pixels as it is kept, "" for that of the source."""
    return "" if size_wh is None else "{}x{}".format(*size_wh)


def remembered_size(kept: str) -> tuple[int, int] | None:
    """Return a size that was kept; None for that of the source, or where it is none."""
    size = _SIZE.fullmatch(kept)
    return None if size is None else (int(size[1]), int(size[2]))
