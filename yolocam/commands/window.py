"""`yolocam [SOURCE]`: the window."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from shlex import quote

from yolocam.address import shown
from yolocam.app import remembered_settings, run_window, unused_card
from yolocam.bench.engine_search import searching
from yolocam.commands.audio_flags import audio_choice
from yolocam.commands.detect.encoder_flags import encoder_from
from yolocam.commands.flags import check_settings, given_settings, model_name
from yolocam.commands.processor_flags import wanted_processors
from yolocam.commands.rule_flags import FOLDER, asked_rules
from yolocam.commands.stream_flags import asked_live
from yolocam.loading import model_files
from yolocam.media.encoding.encoder_settings import LIVE
from yolocam.media.sound.audio_choice import SharedInput
from yolocam.palette import load_palette
from yolocam.pipeline.processors import open_processors
from yolocam.system.display import require_display


def run(args: argparse.Namespace) -> int:
    """Check the flags, open the window, and return its exit status.

    What the user chose last time holds, except where a flag says otherwise.
    """
    with _nothing_collected():
        return _open(args)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Look for no garbage until the window does: what a start makes stays, and there is much of it."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _open(args: argparse.Namespace) -> int:
    load_palette(check_settings(args).palette)
    processors = wanted_processors(args)
    asked_rules(args)
    open_processors(processors)  # says at once what cannot be had
    require_display(_without_window(args.source))
    remembered, lost = remembered_settings()
    name = model_name(args, remembered.model)
    files = model_files(name, args.cfg, args.weights, args.names)
    by_flag = name != remembered.model or "model" in args or args.cfg is not None
    rules = asked_rules(args, files.class_names)
    notices = list(files.notes)
    if lost is not None and not by_flag:
        notices.append(f"{lost} is not on this computer any more: {files.name} is used instead")
    sound = SharedInput(audio_choice(args))
    live = asked_live(args, notices.append, sound)
    given = {**given_settings(args, files.class_names), "model": files.name}
    settings = replace(remembered, **given)
    if (unused := unused_card(settings)) is not None:
        notices.append(unused)
    try:
        with searching(files, settings):
            return run_window(
                files,
                settings,
                address=args.source,
                record=args.record,
                encoder=encoder_from(args, LIVE),
                fullscreen=args.fullscreen,
                exit_at_end=args.exit_at_end,
                exit_after_s=args.exit_after,
                stats_json=args.stats_json,
                notice="; ".join(notices) or None,
                processors=processors,
                open_live=live,
                rules=rules,
                rules_folder=args.rules_folder or (FOLDER if rules is not None else None),
                sound=sound,
            )
    finally:
        sound.close()


def _without_window(source: str | None) -> str:
    """Return the command that does this where no window can be opened."""
    return f"yolocam detect {'FILE' if source is None else quote(shown(source))}"
