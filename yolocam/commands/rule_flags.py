"""The flags of rules beside `--rules`: where their files go, and how much is kept for clips."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.errors import SettingsError

if TYPE_CHECKING:
    from yolocam.pipeline.actions.attached_rules import OpenRules, RuleOutputs, Telling
    from yolocam.pipeline.rules.rule import Rules

FOLDER = Path("runs/rules")
"""Where the files of rules go, unless somebody says otherwise."""

_MOST_S = 300.0


def add_rule_flags(parser: argparse.ArgumentParser, *, replay: bool = True) -> None:
    """Add the flags of rules and, with `replay`, of what is saved when a signal comes."""
    group = parser.add_argument_group("rules and replay")
    group.add_argument(
        "--rules-folder", type=Path, metavar="FOLDER",
        help=f"Where clips, snapshots and recordings of rules go. Default: {FOLDER}.",
    )  # fmt: skip
    parser.set_defaults(replay=None)
    if not replay or not hasattr(signal, "SIGUSR1"):
        return
    group.add_argument(
        "--replay", type=_seconds, metavar="SECONDS",
        help="Keep the last seconds in memory, and save them as a clip on the signal SIGUSR1, as often as it "
        "comes.",
    )  # fmt: skip


def asked_rules(args: argparse.Namespace, class_names: Collection[str] | None = None) -> Rules | None:
    """Return the rules that were asked for, if any; SettingsError where they do not fit the regions.

    With `class_names`, those of the network, they have to fit these too.
    """
    file, drawn = (getattr(args, name, None) for name in ("rules", "regions"))
    if file is None:
        return None
    from yolocam.pipeline.actions import action_types
    from yolocam.pipeline.regions.region_file import read_regions
    from yolocam.pipeline.rules.rule_file import check_classes, check_places, read_rules

    rules = read_rules(Path(file), action_types().types)
    regions = () if drawn is None else read_regions(Path(drawn)).regions
    areas = [one.name for one in regions if one.kind == "polygon" and one.role != "exclude"]
    lines = [one.name for one in regions if one.kind == "line"]
    check_places(rules, None if drawn is None else areas, lines)
    if class_names is not None:
        check_classes(rules, class_names)
    return rules


def rule_outputs(args: argparse.Namespace) -> OpenRules | None:
    """Return what opens the outputs of rules and of the replay; None where nobody asked for them."""
    rules = asked_rules(args)
    if rules is None and args.replay is None:
        if args.rules_folder is not None:
            raise SettingsError("--rules-folder goes with --rules FILE or --replay")
        return None
    return partial(_opened, rules, args.rules_folder or FOLDER, args.replay)


def _opened(rules: Rules | None, folder: Path, replay_s: float | None, telling: Telling) -> RuleOutputs:
    from yolocam.pipeline.actions.attached_rules import open_rules

    return open_rules(rules, folder, telling, replay_s)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 1 <= value <= _MOST_S:
        raise argparse.ArgumentTypeError(f"{text} is no time to keep, expected 1 to {_MOST_S:g} seconds")
    return value
