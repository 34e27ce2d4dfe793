"""`yolocam [SOURCE]`: the window."""

from __future__ import annotations

import argparse

from yolocam.app import model_files, run_window
from yolocam.commands.flags import check_settings, settings_from
from yolocam.errors import SettingsError
from yolocam.palette import load_palette


def run(args: argparse.Namespace) -> int:
    """Check the flags, open the window, and return its exit status."""
    check_settings(args)
    if args.exit_after is not None and not args.exit_after > 0:
        raise SettingsError(f"--exit-after is {args.exit_after:g}, expected a number of seconds above 0")
    files = model_files(getattr(args, "model", "yolov3-tiny"), args.cfg, args.weights, args.names)
    settings = settings_from(args, files.class_names)
    load_palette(settings.palette)
    return run_window(
        files,
        settings,
        address=args.source,
        record=args.record,
        fullscreen=args.fullscreen,
        exit_at_end=args.exit_at_end,
        exit_after_s=args.exit_after,
        stats_json=args.stats_json,
        debug=args.debug,
    )
