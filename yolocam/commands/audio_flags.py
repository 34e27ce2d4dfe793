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
        help="Make the sound louder, or softer below 0; in decibels. Default: 0.",
    )  # fmt: skip
    group.add_argument(
        "--audio-delay", type=float, metavar="MS",
        help="Let the sound be heard later by so many milliseconds, or earlier below 0. Default: 0.",
    )  # fmt: skip
    group.add_argument(
        "--audio-mute", action="store_true",
        help="Begin with silence; the window can let the sound be heard later.",
    )  # fmt: skip


def audio_choice(args: argparse.Namespace, *, live: bool = True) -> AudioChoice:
    """Return which sound the flags want; SettingsError where they contradict one another or the source."""
    from yolocam.media.sound.audio_choice import AudioChoice
    from yolocam.media.sound.sound_mix import SoundMix

    name = getattr(args, "audio", "auto")
    _check(args, name, live)
    gain, delay = getattr(args, "audio_gain", None), getattr(args, "audio_delay", None)
    try:
        mix = SoundMix(gain or 0.0, delay or 0.0, getattr(args, "audio_mute", False))
    except SourceError as error:
        raise SettingsError(str(error)) from error
    return AudioChoice(name != "none", None if name in ("auto", "none") else name, mix)


def _check(args: argparse.Namespace, name: str, live: bool) -> None:
    if not live and name not in ("auto", "none"):
        raise SettingsError(f"--audio {name} names an input, which goes with a camera, screen or stream")
    if live and name != "none":
        return
    for flag in ("audio_gain", "audio_delay", "audio_mute"):
        if getattr(args, flag, None):
            why = (
                "there is no sound with --audio none"
                if name == "none"
                else "the sound of files is copied as it is"
            )
            raise SettingsError(f"--{flag.replace('_', '-')} has no effect: {why}")
