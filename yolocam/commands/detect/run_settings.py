"""The network and the settings that a run of `yolocam detect` was asked for."""

from __future__ import annotations

import argparse
from dataclasses import replace

from yolocam.commands.flags import model_name, settings_from
from yolocam.commands.processor_flags import wanted_processors
from yolocam.commands.rule_flags import asked_rules
from yolocam.loading import model_files
from yolocam.palette import load_palette
from yolocam.pipeline.processors import want_candidates
from yolocam.selection import weak_confidence
from yolocam.settings import Settings
from yolocam.zoo.entry import ModelFiles


def run_settings(args: argparse.Namespace) -> tuple[ModelFiles, Settings]:
    """Return the files of the network and the settings; a YolocamError where they cannot be had."""
    files = model_files(model_name(args), args.cfg, args.weights, args.names)
    settings = settings_from(args, files.class_names)
    asked_rules(args, files.class_names)
    settings = replace(settings, floor=_floor(args, settings))
    load_palette(settings.palette)
    return files, settings


def _floor(args: argparse.Namespace, settings: Settings) -> float | None:
    """Return down to where candidates are kept: for a file, or for the processors."""
    if args.floor is not None or not want_candidates(wanted_processors(args)):
        return None if args.floor is None else float(args.floor)
    return weak_confidence(settings.confidence)
