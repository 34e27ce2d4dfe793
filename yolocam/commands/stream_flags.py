"""The flags that send a live source on to others. Imports nothing heavy."""

from __future__ import annotations

import argparse
import getpass
import os
import re
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from yolocam.address import kept, shown
from yolocam.commands.detect.encoder_flags import bits_per_second, most_fps, output_size
from yolocam.errors import SettingsError
from yolocam.media.encoding.encoder_settings import STREAM, EncoderSettings
from yolocam.media.encoding.recording_presets import STREAM_PRESETS
from yolocam.pipeline.sinks.live.stream_options import StreamOptions
from yolocam.pipeline.sinks.open_output import open_live

if TYPE_CHECKING:
    from yolocam.media.sound.audio_choice import SharedInput
    from yolocam.pipeline.sinks.live.attached_live import OpenLive
    from yolocam.pipeline.sinks.live.live_sink import LiveSink

KEY_VARIABLE = "YOLOCAM_STREAM_KEY"
"""The environment variable that holds the stream key, unless another one is named."""

PASSPHRASE_VARIABLE = "YOLOCAM_SRT_PASSPHRASE"
"""The one that holds the passphrase of an SRT address."""

_SRT = re.compile("srt:", re.I)


def add_stream_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of live streams."""
    group = parser.add_argument_group("live stream")
    group.add_argument(
        "--stream", metavar="ADDRESS",
        help="Send the annotated images to a server while they are made: twitch, youtube, rtmp://..., "
        "rtmps://..., srt://HOST:PORT or whip:https://...",
    )  # fmt: skip
    group.add_argument(
        "--stream-key-env", metavar="NAME",
        help=f"The environment variable that holds the stream key. Default: {KEY_VARIABLE}; where there is "
        "none, the key is asked for.",
    )  # fmt: skip
    group.add_argument(
        "--stream-bitrate", type=bits_per_second, metavar="N",
        help="Bits per second of the stream, 500k to 51M. Default: 2500k.",
    )  # fmt: skip
    group.add_argument(
        "--stream-preset", choices=tuple(STREAM_PRESETS),
        help="small: 1000 kbit/s, 854x480; balanced: 2500 kbit/s; best: 6000 kbit/s. In place of "
        "--stream-bitrate.",
    )  # fmt: skip
    group.add_argument(
        "--stream-size", type=output_size, metavar="WxH",
        help="Size of the stream, such as 1280x720; an image of another shape gets black bars. "
        "Default: that of the source.",
    )  # fmt: skip
    group.add_argument(
        "--serve", metavar="[HOST:]PORT",
        help="Show the images, counts and events on a web page of this computer, or of the local network "
        "where HOST is this computer's address in it. The page's address has a token and is told.",
    )  # fmt: skip
    group.add_argument(
        "--stream-fps", type=most_fps, metavar="N", help="Images per second. Default: those of the source."
    )


def stream_encoder(args: argparse.Namespace) -> EncoderSettings:
    """Return how the flags want a stream to be encoded; SettingsError."""
    if args.stream_preset is not None and args.stream_bitrate is not None:
        raise SettingsError("--stream-preset does not go with --stream-bitrate, which it replaces")
    bitrate, size_wh = STREAM_PRESETS[args.stream_preset or "balanced"]
    return replace(
        STREAM,
        bitrate=args.stream_bitrate or bitrate,
        size_wh=args.stream_size or size_wh,
        fps=args.stream_fps,
    )


def asked_live(
    args: argparse.Namespace, tell: Callable[[str], None], sound: SharedInput | None = None
) -> OpenLive:
    """Return what opens the outputs of `--stream` and `--serve`; the stream key is asked for at once.

    `tell` hears of a key that others can see. `sound` goes with the images. Raises SettingsError, SinkError.
    """
    addresses: list[tuple[str, str | None]] = [] if args.serve is None else [(f"http:{args.serve}", None)]
    if args.stream is not None:
        addresses.insert(0, with_key(args.stream, args.stream_key_env, tell))
    else:
        unused = [
            name
            for name in ("key_env", "bitrate", "preset", "size", "fps")
            if getattr(args, f"stream_{name}")
        ]
        if unused:
            raise SettingsError(f"--stream-{unused[0].replace('_', '-')} goes with --stream ADDRESS")
    encoder = stream_encoder(args)

    def opened(tell: Callable[[str], None], failed: Callable[[str], None], *, raises: bool) -> list[LiveSink]:
        own = sound is None or sound.choice.own
        listening = None if sound is None or args.stream is None else sound.acquire()
        how = StreamOptions(
            encoder, None, tell, failed, raises, own, listening, None if sound is None else sound.mix
        )
        sinks: list[LiveSink] = []
        with ExitStack() as on_failure:
            if listening is not None:
                on_failure.callback(listening.close)
            for one, key in addresses:
                sinks.append(open_live(one, replace(how, key=key)))
                on_failure.callback(sinks[-1].close)
            on_failure.pop_all()
        return sinks

    return opened


def with_key(
    address: str, variable: str | None, tell: Callable[[str], None] = lambda words: None
) -> tuple[str, str | None]:
    """Return the address of a service's server in place of its name, and the stream key; SettingsError.

    The key is that of the environment variable, of the keyring, or of whom we can ask.
    """
    from yolocam.media.streaming.destination import server_of, takes_key
    from yolocam.media.streaming.stored_keys import stored_key

    address = server_of(address)
    if variable is not None and not os.environ.get(variable):
        raise SettingsError(f"the environment variable {variable} is not set, expected the stream key in it")
    key = os.environ.get(variable or KEY_VARIABLE)
    if key is None and takes_key(address):
        key = stored_key(address) or _asked_for(address)
    elif key is None and _has_secret(address):
        tell("others can see the key in a command line: better give it in an environment variable")
    return _with_passphrase(address), key


def _has_secret(address: str) -> bool:
    if _SRT.match(address):
        return kept(address) != address
    return shown(address) != address


def _with_passphrase(address: str) -> str:
    """Return an SRT address with the passphrase of the environment, unless it has one of its own."""
    passphrase = os.environ.get(PASSPHRASE_VARIABLE)
    if not passphrase or not _SRT.match(address) or "passphrase=" in address:
        return address
    return f"{address}{'&' if '?' in address else '?'}passphrase={quote(passphrase, safe='')}"


def _asked_for(address: str) -> str:
    if sys.stdin is None:
        key = ""
    elif sys.stdin.isatty():
        key = getpass.getpass(f"Stream key for {shown(address)} (it is not shown): ")
    else:
        key = sys.stdin.readline()
    if not key.strip():
        raise SettingsError(
            f"{shown(address)} needs a stream key: set {KEY_VARIABLE}, or give it on standard input"
        )
    return key.strip()
