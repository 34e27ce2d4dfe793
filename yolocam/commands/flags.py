"""Command-line flags made from Settings: one field is one flag."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from typing import Any

from yolocam.darknet.names import HIDDEN_PREFIX, shown_classes
from yolocam.errors import SettingsError
from yolocam.model.engines.types import engine_names
from yolocam.settings import DEFAULT_MODEL, PRESETS, TUTORIAL_MODEL, Settings, controls

ALIASES = {
    "confidence": ("--confidence",),
    "iou": ("--nms_thresh", "--nms-thresh"),
    "imgsz": ("--reso",),
}
"""The names under which tutorials and other programs know a flag."""

TUTORIAL_FLAGS = frozenset({"--images", "--video", "--det", "--bs", "--reso", "--nms_thresh"})
"""Spellings that only the PyTorch tutorials have: who uses one expects the tutorials' network."""

_TYPES = {"confidence": float, "iou": float}


def add_settings_flags(
    parser: argparse.ArgumentParser,
    leave_out: Collection[str] = (),
    defaults: Mapping[str, Any] | None = None,
) -> None:
    """Add a flag for each field of Settings; one that is not given leaves no trace in the namespace.

    `defaults` are those of a command that has its own; None where it has none to tell.
    """
    group = parser.add_argument_group("settings (each is a control in the window too)")
    defaults = {field.name: field.default for field in fields(Settings)} | dict(defaults or {})
    for name, control in controls().items():
        if name in leave_out:
            continue
        flags = (control.flag, *ALIASES.get(name, ()))
        options: dict[str, Any] = {"dest": name, "default": argparse.SUPPRESS, "help": control.help}
        if control.kind == "check":
            turns_off = bool(defaults[name])
            options["action"] = "store_false" if turns_off else "store_true"
            if turns_off:
                options["help"] = f"Do not {control.help[0].lower()}{control.help[1:]}"
        elif control.kind == "slider":
            options["type"] = _TYPES.get(name, int)
            options["metavar"] = "N"
        elif control.kind == "classes":
            options["metavar"] = "NAME|ID,..."
        else:
            choices = engine_names() if name == "engine" else control.choices
            options["metavar"] = "|".join(choices) if choices else "NAME"
        if control.kind != "check" and defaults[name] is not None:
            options["help"] += f" Default: {defaults[name]}."
        group.add_argument(*flags, **options)
    group.add_argument(
        "--preset",
        choices=sorted(PRESETS),
        help="Thresholds of Darknet (0.25 on the score, overlap 0.45) or of the tutorials (0.5 on the "
        f"objectness, overlap 0.4; with their network, {TUTORIAL_MODEL}, unless another is named).",
    )


def speaks_tutorial(argv: Sequence[str]) -> bool:
    """Whether a command line uses the tutorials' flags."""
    return any(word.partition("=")[0] in TUTORIAL_FLAGS for word in argv)


def model_name(args: argparse.Namespace, otherwise: str = DEFAULT_MODEL) -> str:
    """Return the name of the network that the flags ask for.

    The tutorials' own where their flags or their preset are used and no other is named; `otherwise` where
    nothing asks for any.
    """
    if "model" in args:
        return str(args.model)
    return TUTORIAL_MODEL if args.preset == "tutorial" or getattr(args, "tutorial", False) else otherwise


def given_settings(args: argparse.Namespace, class_names: Sequence[str]) -> dict[str, Any]:
    """Return the fields the flags name; a preset first, single flags over it. SettingsError."""
    values: dict[str, Any] = dict(PRESETS[args.preset]) if args.preset else {}
    given = vars(args)
    values.update({name: given[name] for name in controls() if name in given})
    if "classes" in values:
        values["classes"] = parse_classes(values["classes"], class_names)
    return values


def settings_from(args: argparse.Namespace, class_names: Sequence[str]) -> Settings:
    """Return the Settings the flags ask for, the others at their defaults. SettingsError."""
    settings = Settings(**given_settings(args, class_names))
    if settings.classes and not shown_classes(class_names, settings.classes):
        raise SettingsError(
            f"--classes names only classes whose names begin with {HIDDEN_PREFIX}, none of which is shown"
        )
    return settings


def check_settings(args: argparse.Namespace) -> Settings:
    """Return the Settings without a class filter, which needs names: finds bad values before any loading."""
    without = argparse.Namespace(**{k: v for k, v in vars(args).items() if k != "classes"})
    return settings_from(without, ())


def parse_classes(text: str, class_names: Sequence[str]) -> frozenset[int]:
    """Return the ids that "person,car" or "0,2" name; SettingsError for one that is not a class.

    A name that holds commas is found as it is, the longest first; quotes around one are allowed too.
    """
    by_name: dict[str, int] = {}
    for number, name in enumerate(class_names):
        by_name.setdefault(_key(name), number)
    chosen = set()
    parts = text.split(",")
    while parts:
        taken = next((n for n in range(len(parts), 1, -1) if _key(_unquoted(parts[:n])) in by_name), 1)
        part, parts = _unquoted(parts[:taken]), parts[taken:]
        if part:
            chosen.add(_class_id(part, by_name, len(class_names)))
    if not chosen:
        raise SettingsError("--classes names no class")
    return frozenset(chosen)


def _unquoted(parts: Sequence[str]) -> str:
    name = ",".join(parts).strip()
    quoted = len(name) > 1 and name[0] == name[-1] and name[0] in "\"'"
    return (name[1:-1] if quoted else name).strip()


def _key(name: str) -> str:
    """Return what counts of a name: not its case, nor blanks around it and its commas."""
    return ",".join(part.strip() for part in name.casefold().split(","))


def _class_id(part: str, by_name: Mapping[str, int], count: int) -> int:
    if part.isdecimal() and int(part) < count:
        return int(part)
    if _key(part) in by_name:
        return by_name[_key(part)]
    close = difflib.get_close_matches(_key(part), by_name, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"expected a name or 0 to {count - 1}"
    raise SettingsError(f"unknown class '{part}'; {hint}")
