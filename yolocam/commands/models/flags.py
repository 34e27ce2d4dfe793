"""The commands below `yolocam models` and their flags. Imports nothing heavy: `--help` answers at once."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from yolocam.commands.argument_types import image_size
from yolocam.commands.typos import meant_choice


def add_models_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam models`, which is `yolocam models list`."""
    parser.add_argument(
        "action", nargs="?", type=_list_alone, default="list", metavar="COMMAND", help="Default: list."
    )
    _add_json_flag(parser, "Print one line of JSON instead of a table.")


def add_info_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam models info`."""
    parser.add_argument("name", metavar="NAME", help="A name from `yolocam models`.")
    _add_json_flag(parser, "Print one line of JSON.")


def add_check_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam models check`."""
    parser.add_argument(
        "target",
        nargs="+",
        metavar="NAME|FILE",
        help="A model by its name, or CFG [WEIGHTS [NAMES]], or a folder or .data file.",
    )
    parser.add_argument(
        "--imgsz", type=image_size, metavar="N|WxH", help="Resolution in pixels. Default: that of the cfg."
    )
    parser.add_argument("--layers", action="store_true", help="List every layer before the findings.")
    _add_json_flag(parser, "Print one line of JSON instead of a table.")


def add_download_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam models download`."""
    parser.add_argument(
        "name",
        nargs="+",
        metavar="NAME",
        help="Names from `yolocam models`; all downloads every missing model.",
    )


def add_add_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam models add`."""
    parser.add_argument(
        "path", nargs="+", type=Path, metavar="FILE",
        help="CFG WEIGHTS [NAMES] in any order, or one folder with them, or Darknet's .data file.",
    )  # fmt: skip
    parser.add_argument("--name", help="Name of the model. Default: that of its cfg.")
    parser.add_argument(
        "--reference", action="store_true",
        help="Use the files where they are. Default: keep a copy.",
    )  # fmt: skip


def add_remove_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam models remove`."""
    parser.add_argument("name", metavar="NAME", help="One of your own models, or a downloaded one.")


MODELS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "list": ("list the models and which are on this computer", add_models_flags),
    "info": ("show everything about one model", add_info_flags),
    "check": ("check whether a cfg, weights and names fit together", add_check_flags),
    "download": ("download public models", add_download_flags),
    "add": ("add your own network under a name", add_add_flags),
    "remove": ("remove your own network or a download", add_remove_flags),
}
"""Subcommand of `models` -> what it does, and its flags; its module has its name, that of list `command`."""


def _list_alone(text: str) -> str:
    if text == "list":
        return text
    if text in MODELS:
        raise argparse.ArgumentTypeError(f"{text} has to stand before the flags: yolocam models {text} ...")
    raise argparse.ArgumentTypeError(f"there is no command '{text}', {meant_choice(text, MODELS)}")


def _add_json_flag(parser: argparse.ArgumentParser, about: str) -> None:
    parser.add_argument("--json", action="store_true", help=about)
