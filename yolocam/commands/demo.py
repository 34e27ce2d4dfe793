"""`yolocam demo`: the sample clip in the window, or annotated into files where there is no display."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from yolocam.app import SAMPLE
from yolocam.assets import asset
from yolocam.commands.arguments import add_detect_flags, add_window_flags
from yolocam.system.display import has_display


def run(args: argparse.Namespace) -> int:
    """Show the clip, or write the annotated clip and its detections and say where they are."""
    clip = asset(SAMPLE)
    if has_display() and not args.headless:
        from yolocam.commands import window

        return window.run(_parse(add_window_flags, [str(clip)]))
    from yolocam.commands.detect import command as detect

    output: Path = args.output
    detections = output / f"{clip.stem}.jsonl"
    flags = [str(clip), "--output", str(output), "--save-json", str(detections)]
    status = detect.run(_parse(add_detect_flags, flags))
    print(f"annotated clip: {output / f'det_{clip.stem}.mp4'}\ndetections:     {detections}")  # noqa: T201
    return status


def _parse(add_flags: Callable[[argparse.ArgumentParser], None], argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_flags(parser)
    return parser.parse_args(argv)
