"""The flags that say which sound goes with the images. Imports nothing heavy."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from yolocam.errors import SettingsError, SourceError

if TYPE_CHECKING:
    from yolocam.media.sound.audio_choice import AudioChoice


def add_audio_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of sound."""
    group = parser.add_argument_group("sound")
    group.add_argument(
        "--audio", default="auto", metavar="auto|none|NAME",
        help="Sound of recordings and streams: auto is that of the source. A NAME is an input of this "
        "computer for cameras and screens: default, or a part of its name. Default: auto.",
    )  # fmt: skip
    group.add_argument(
        "--audio-gain", type=float, metavar="DB",
        help="Make the input louder, or softer below 0; in decibels. Default: 0.",
    )  # fmt: skip
    group.add_argument(
        "--audio-delay", type=float, metavar="MS",
        help="Let the input be heard later by so many milliseconds. Default: 0.",
    )  # fmt: skip


def audio_choice(args: argparse.Namespace, *, live: bool = True) -> AudioChoice:
    """Return which sound the flags want; SettingsError where they contradict one another or the source."""
    from yolocam.media.sound.audio_choice import AudioChoice
    from yolocam.media.sound.sound_input import InputSettings

    name = getattr(args, "audio", "auto")
    if name in ("auto", "none"):
        for flag in ("audio_gain", "audio_delay"):
            if getattr(args, flag, None) is not None:
                raise SettingsError(f"--{flag.replace('_', '-')} goes with --audio NAME, an input")
        return AudioChoice(own=name == "auto")
    if not live:
        raise SettingsError(f"--audio {name} names an input, which goes with a camera, screen or stream")
    try:
        return AudioChoice(listening=InputSettings(name, args.audio_gain or 0.0, args.audio_delay or 0.0))
    except SourceError as error:
        raise SettingsError(str(error)) from error
