"""What is asked of a live output beside its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yolocam.media.encoding.encoder_settings import STREAM, EncoderSettings

if TYPE_CHECKING:  # they bring numpy, which the help does without
    from yolocam.media.sound.audio_choice import HeardInput
    from yolocam.media.sound.sound_mix import MixNow


@dataclass(frozen=True, slots=True)
class StreamOptions:
    """How to encode, the stream `key` if it is not in the address, and whom to tell what happens.

    `failed` is told that the stream was given up. With `raises` that ends what it is a part of as well.
    With `audio` the sound of the source is sent, and beside a live one without sound that of `sound_input`,
    which the output closes at its end. `mix` says how loud and how late; None is as it is.
    """

    encoder: EncoderSettings = STREAM
    key: str | None = field(default=None, repr=False)
    tell: Callable[[str], None] = lambda words: None
    failed: Callable[[str], None] = lambda words: None
    raises: bool = True
    audio: bool = True
    sound_input: HeardInput | None = None
    mix: MixNow | None = None
