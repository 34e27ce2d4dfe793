"""The flags of each subcommand. Imports nothing heavy, so that `--help` answers at once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from yolocam.commands.detect.encoder_flags import add_encoder_flags
from yolocam.commands.detect.sampling_flags import add_sampling_flags
from yolocam.commands.flags import add_settings_flags
from yolocam.commands.processor_flags import add_processor_flags
from yolocam.pipeline.sinks import result_formats
from yolocam.registry import ResultFormat
from yolocam.settings import controls


class VersionAction(argparse.Action):
    """`--version`: looks the versions up only when they are asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str, **_: Any) -> None:
        super().__init__(
            option_strings, dest, nargs=0, help="Show the versions of yolocam and what it runs on."
        )

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        """Print and exit."""
        from yolocam.commands.version import version_text

        print(version_text())  # noqa: T201
        parser.exit()


def count(text: str) -> int:
    """Return a whole number from 1 on; ArgumentTypeError otherwise."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 on")
    return number


def picture_size(text: str) -> tuple[int, int]:
    """Return width and height of "416" or "416x320"; ArgumentTypeError otherwise."""
    width, cross, height = text.lower().partition("x")
    try:
        return count(width), count(height if cross else width)
    except argparse.ArgumentTypeError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a size such as 416 or 416x320") from None


DETECT_EXAMPLES = """examples:
  yolocam detect photo.jpg                              one picture, to runs/detect/exp/det_photo.jpg
  yolocam detect holiday/ -r --save-csv found.csv       a folder and those in it, and a spreadsheet
  yolocam detect film.mp4 --start 1:30 --duration 20    twenty seconds of a video
  yolocam detect film.mp4 --every 2 --no-save --save-json found.jsonl
                                                        a frame each two seconds, and no video
  yolocam detect list.txt                               the files that a list names, one on each line
  find . -name '*.jpg' | yolocam detect -               the same from another program
  yolocam detect 0 --duration 60 --save-json found.jsonl
                                                        a minute of the first camera
  yolocam detect rtsp://user:password@host/stream --only-with-detections
                                                        a stream until Ctrl-C, only what has something in it

exit status: 0 done; 1 something could not be written, or broke; 2 something could not be read;
130 ended by Ctrl-C, 143 by SIGTERM, 129 by a terminal that closed: what was written is complete."""

WATCH_EXAMPLES = """examples:
  yolocam watch 0                                       the first camera, recorded until Ctrl-C
  yolocam watch rtsp://user:password@host/stream --no-save --save-csv found.csv
  yolocam watch camera:/dev/video2 --every 1 --duration 1:00:00 --save-json found.jsonl"""

AUTO_BATCH = 0
"""`--batch auto`: the size is found by measuring."""


def batch_size(text: str) -> int:
    """Return a whole number from 1 on, or AUTO_BATCH for "auto"; ArgumentTypeError otherwise."""
    if text == "auto":
        return AUTO_BATCH
    try:
        return count(text)
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(f"{error}, and not auto either") from None


def _separator(text: str) -> str:
    known = {
        ",": ",",
        ";": ";",
        "|": "|",
        "tab": "\t",
        "\t": "\t",
        "\\t": "\t",
        "semicolon": ";",
        "comma": ",",
    }
    if text not in known:
        raise argparse.ArgumentTypeError(f"'{text}' is no separator, expected one of , ; | tab")
    return known[text]


def add_model_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags that name a user's own network."""
    group = parser.add_argument_group("your own network")
    group.add_argument("--cfg", type=Path, metavar="FILE", help="Darknet description of the network.")
    group.add_argument("--weights", type=Path, metavar="FILE", help="Darknet weights of the network.")
    group.add_argument(
        "--names", type=Path, metavar="FILE", help="Class names, one on each line. Default: COCO's 80."
    )


def add_detect_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam detect`."""
    parser.add_argument(
        "source", nargs="*", metavar="SOURCE",
        help="Images, videos, folders, globs, in any mixture; a text file with a path on each line; - for "
        "such a list on standard input. Or one camera (0, camera:NAME) or stream (rtsp://..., http://...).",
    )  # fmt: skip
    for flag in ("--images", "--video"):  # the tutorials' names
        parser.add_argument(flag, dest="more", action="append", default=[], help=argparse.SUPPRESS)
    parser.add_argument("-r", "--recursive", action="store_true", help="Look into sub-folders.")
    parser.add_argument(
        "--batch", "--bs", type=batch_size, default=1, metavar="N|auto",
        help="Pictures that go through the network together; auto measures which number is the quickest "
        "here and remembers it. Default: 1.",
    )  # fmt: skip
    parser.add_argument(
        "--calibrate", type=Path, metavar="FOLDER",
        help="With --precision int8: prepare it on these pictures, for now and the next starts, instead of "
        "on the first that come.",
    )  # fmt: skip
    parser.add_argument("--verbose", action="store_true", help="Tell what is found in each picture.")
    add_sampling_flags(parser)
    add_processor_flags(parser)
    output = _add_output_flags(parser)
    add_encoder_flags(parser)
    add_model_flags(parser)
    add_settings_flags(parser, leave_out=("frames", "show_fps"))
    add_result_flags(output)
    parser.epilog = DETECT_EXAMPLES


def add_watch_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam watch`: those of `detect`."""
    add_detect_flags(parser)
    parser.epilog = WATCH_EXAMPLES


def _add_output_flags(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    group = parser.add_argument_group("output")
    group.add_argument(
        "--output", "--det", type=Path, metavar="DIR",
        help="Folder for the annotated files. Default: runs/detect/exp, exp2, ...",
    )  # fmt: skip
    group.add_argument("--exist-ok", action="store_true", help="Use runs/detect/exp again.")
    group.add_argument("--no-save", "--nosave", action="store_true", help="Write no annotated files.")
    group.add_argument(
        "--floor", type=float, metavar="N",
        help="With --save-json: store all candidates above this too, such as 0.05, so that yolocam view can "
        "show the results at any higher threshold.",
    )  # fmt: skip
    group.add_argument(
        "--save-txt", action="store_true", help="YOLO labels, labels/NAME.txt below the output folder."
    )
    group.add_argument("--save-conf", action="store_true", help="Add the confidence to YOLO labels.")
    group.add_argument(
        "--save-crop", action="store_true", help="Each object cut out, crops/CLASS/ below the output folder."
    )
    group.add_argument(
        "--to", action="append", default=[], metavar="ADDRESS",
        help="Send what is found to this too, by its ending or scheme: found.csv, annotated.mkv, or an "
        "address of an output that a plugin adds. May be given several times.",
    )  # fmt: skip
    group.add_argument("--stats-json", type=Path, metavar="FILE", help="The time summary as JSON.")
    return group


def add_result_flags(group: argparse._ArgumentGroup) -> None:
    """Add the flags of the files that hold the results of a whole run; to be called after other flags.

    Tells on standard error what plugins were left out: the flag that somebody misses may be one of theirs.
    """
    formats = result_formats()
    problems = list(formats.problems)
    for kind in formats.types:
        try:
            group.add_argument(kind.flag, type=Path, metavar=kind.metavar, help=_format_help(kind))
        except argparse.ArgumentError:
            problems.append(f"the result format {kind.title} is left out: {kind.flag} means something else")
    group.add_argument(
        "--csv-separator", type=_separator, default=",", metavar="CHARACTER",
        help="What stands between two values in CSV files: , or ; (Excel in much of Europe) or tab.",
    )  # fmt: skip
    group.add_argument(
        "--csv-decimal", choices=(".", ","), default=".", metavar=".|,",
        help="What stands before decimals in CSV files; a comma goes with --csv-separator ';'.",
    )  # fmt: skip
    for problem in problems:
        print(f"yolocam: {problem}", file=sys.stderr)  # noqa: T201


def _format_help(kind: ResultFormat) -> str:
    needs = f" It {kind.needs}." if kind.needs is not None else ""
    return f"{kind.title}: {kind.help[0].lower()}{kind.help[1:]}{needs}".replace("%", "%%")


def add_demo_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam demo`."""
    parser.add_argument(
        "--headless",
        action="store_true",
        help="Annotate the clip without a window, also where one could open.",
    )
    parser.add_argument(
        "--output", type=Path, default=Path("runs/demo"), metavar="DIR", help="Default: runs/demo."
    )


def add_cameras_flags(parser: argparse.ArgumentParser) -> None:
    """`yolocam cameras` has no flags of its own."""


def add_doctor_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam doctor`."""
    parser.add_argument("--json", action="store_true", help="One line of JSON instead of a list.")


def add_version_flags(parser: argparse.ArgumentParser) -> None:
    """`yolocam version` has no flags of its own."""


def add_window_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam` itself, the window."""
    parser.add_argument("--version", action=VersionAction)
    parser.add_argument(
        "source", nargs="?", metavar="SOURCE",
        help="A file or folder, a camera (0, camera:NAME, /dev/video0), a stream (rtsp://..., http://...) or "
        "a test card (synthetic:1280x720@30).",
    )  # fmt: skip
    parser.add_argument("--record", type=Path, metavar="FILE", help="Record from the first frame on.")
    parser.add_argument("--fullscreen", action="store_true", help="Start in full screen.")
    parser.add_argument("--exit-at-end", action="store_true", help="Quit at the end of the file.")
    parser.add_argument("--exit-after", type=float, metavar="SECONDS", help="Quit after this time.")
    parser.add_argument(
        "--stats-json", type=Path, metavar="FILE", help="Counters and times as JSON, at exit."
    )
    add_processor_flags(parser)
    add_encoder_flags(parser)
    add_model_flags(parser)
    remembered = [name for name, control in controls().items() if control.kind != "check"]
    add_settings_flags(parser, defaults=dict.fromkeys(remembered))
