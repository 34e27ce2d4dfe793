"""What people type from habit or by mistake, and what it is called here. Imports nothing heavy."""

from __future__ import annotations

import difflib
import os
import re
import shlex
from collections.abc import Collection, Sequence

from yolocam.address import shown

_OTHER_NAMES = {
    "predict": "detect", "infer": "detect", "inference": "detect", "run": "detect", "track": "detect",
    "val": "eval", "validate": "eval", "evaluate": "eval", "map": "eval", "benchmark": "bench",
    "speed": "bench", "camera": "cameras", "webcam": "cameras", "devices": "cameras",
    "download": "models download", "list": "models", "model": "models", "check": "doctor", "checks": "doctor",
    "diagnose": "doctor", "info": "doctor", "show": "view", "convert": "export", "example": "demo",
}  # fmt: skip
"""Commands of other programs -> ours."""

_SOURCE_FLAGS = frozenset(
    f"--{word}"
    for word in (
        "source",
        "input",
        "file",
        "path",
        "image",
        "img",
        "webcam",
        "camera",
        "cam",
        "url",
        "stream",
    )
) | {"-s", "-i"}

_OTHER_FLAGS = {
    "--conf-thres": "--conf", "--conf-thresh": "--conf", "--conf_thres": "--conf", "--thresh": "--conf",
    "--threshold": "--conf", "--iou-thres": "--iou", "--iou-thresh": "--iou", "--iou_thres": "--iou",
    "--nms": "--iou", "--img-size": "--imgsz", "--size": "--imgsz", "--input-size": "--imgsz",
    "--project": "--output", "--name": "--output", "--out": "--output", "--outdir": "--output",
    "-o": "--output",    "--save-dir": "--output", "--half": "--precision fp16", "--fp16": "--precision fp16",
    "--gpu": "--device cuda", "--cuda": "--device cuda", "--cpu": "--device cpu", "--config": "--cfg",
    "--skip": "--stride", "--vid-stride": "--stride", "--batch-size": "--batch",
}  # fmt: skip
"""Flags of other programs -> ours."""


_OTHER_VALUES = {"h265": "hevc", "x265": "hevc", "x264": "h264", "avc": "h264", "mp4": "h264",
    "speed": "network", "images": "batch", "camera": "live", "pt2": "torch-export", "darknet": "weights",
}  # fmt: skip
"""Values of other programs -> ours."""

_CHOICE = re.compile(r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)", re.DOTALL)

_NUMBER = re.compile(r"argument (.+?): invalid (int|float) value: '(.*)'", re.DOTALL)


def meant_command(arguments: Sequence[str], commands: Collection[str], asked: bool = False) -> str | None:
    """Return a sentence if the first argument looks like a command that has been mistyped; None otherwise.

    `asked` says that it can be nothing but a command, as after `help`.
    """
    word = arguments[0] if arguments else ""
    if asked and not word.startswith("-"):
        return _mistyped(arguments, commands) or f"there is no command '{word}', `yolocam help` lists them"
    return _mistyped(arguments, commands)


def _mistyped(arguments: Sequence[str], commands: Collection[str]) -> str | None:
    word = arguments[0] if arguments else ""
    if not re.fullmatch(r"[A-Za-z][A-Za-z_-]*", word) or os.path.lexists(word):
        return None
    names = [name for name in commands if " " not in name]
    close = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.7)
    meant = _OTHER_NAMES.get(word.lower()) or (close[0] if close else None)
    if meant is None:
        return None
    rest = shlex.join(shown(argument) for argument in arguments[1:])
    return f"'{word}' is neither a command nor a file, did you mean `{f'yolocam {meant} {rest}'.rstrip()}`?"


def about_unknown(prog: str, unknown: Sequence[str], given: Sequence[str], flags: Collection[str]) -> str:
    """Return a sentence on arguments that a command does not know.

    `given` are all arguments, `flags` those that the command has.
    """
    first = next((word for word in unknown if word.startswith("-") and len(word) > 1), None)
    if first is not None:
        return _about_flag(prog, first, given, flags)
    if prog == "yolocam":
        others = ", ".join(shown(word) for word in unknown)
        return (
            f"the window shows one source at a time and was given {len(unknown) + 1}; "
            f"start yolocam once more for {others}, or take `yolocam detect` for many files"
        )
    return f"there is no place for {' '.join(shown(word) for word in unknown)}"


def about_choice(message: str) -> str:
    """Return argparse's sentence on a value that cannot be taken, with what is meant or expected."""
    number = _NUMBER.fullmatch(message)
    if number is not None:
        name, kind, value = number.groups()
        return f"{name} is '{shown(value)}', expected a {'whole number' if kind == 'int' else 'number'}"
    found = _CHOICE.fullmatch(message)
    if found is None:
        return message
    name, value, known = found.groups()
    choices = known.replace("'", "").split(", ")
    return f"{name} is '{value}', {meant_choice(value, choices)}"


def meant_choice(value: str, choices: Collection[str]) -> str:
    """Return "did you mean ...?" for a value that is close to a choice; all choices for any other."""
    other = _OTHER_VALUES.get(value.lower())
    close = difflib.get_close_matches(value.lower(), choices, n=1, cutoff=0.6)
    meant = other if other in choices else (close[0] if close else None)
    *others, last = choices
    return f"did you mean {meant}?" if meant else f"expected {', '.join(others)} or {last}"


def _about_flag(prog: str, word: str, given: Sequence[str], flags: Collection[str]) -> str:
    flag, equals, value = word.partition("=")
    if flag in _SOURCE_FLAGS and prog in ("yolocam", "yolocam detect"):
        after = list(given)[list(given).index(word) + 1 :] if word in given else []
        value = value if equals else next((other for other in after if not other.startswith("-")), "SOURCE")
        return f"there is no flag {flag}: the source stands alone, as in `{prog} {shlex.quote(shown(value))}`"
    close = difflib.get_close_matches(flag, sorted(flags), n=1, cutoff=0.75)
    meant = _OTHER_FLAGS.get(flag) or (close[0] if close else None)
    if meant is None or meant.partition(" ")[0] not in flags:
        return f"there is no flag {flag}"
    return f"there is no flag {flag}, did you mean {meant}?"
