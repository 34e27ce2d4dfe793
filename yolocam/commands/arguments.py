"""The flags of each subcommand. Imports nothing heavy, so that `--help` answers at once."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from yolocam.commands.argument_types import batch_size, job_count, output_place, seconds, separator
from yolocam.commands.audio_flags import add_audio_flags
from yolocam.commands.detect.encoder_flags import add_encoder_flags
from yolocam.commands.detect.sampling_flags import add_sampling_flags
from yolocam.commands.detect.workers.worker_flags import add_worker_flags
from yolocam.commands.flags import add_settings_flags
from yolocam.commands.processor_flags import add_processor_flags
from yolocam.commands.rule_flags import add_rule_flags
from yolocam.commands.source_flags import add_source_flags
from yolocam.commands.stream_flags import add_stream_flags
from yolocam.pipeline.sinks import result_formats
from yolocam.pipeline.sinks.results.result_options import HeatMapOf
from yolocam.registry import ResultFormat
from yolocam.settings import controls
from yolocam.terminal import tell


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


def add_model_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags that name a user's own network."""
    group = parser.add_argument_group("your own network")
    group.add_argument("--cfg", type=Path, metavar="FILE", help="The network's Darknet cfg.")
    group.add_argument("--weights", type=Path, metavar="FILE", help="The network's Darknet weights.")
    group.add_argument(
        "--names", type=Path, metavar="FILE", help="Class names, one per line. Default: COCO's 80."
    )


def add_detect_flags(parser: argparse.ArgumentParser, *, files: bool = True) -> None:
    """Add the flags of `yolocam detect`; without `files` those are left out that only files have."""
    parser.add_argument(
        "source", nargs="*", metavar="SOURCE",
        help="Images, videos, folders, globs, in any mixture; a text file with a path on each line; - for "
        "such a list on standard input. Or one camera (0, camera:NAME) or stream (rtsp://..., http://...).",
    )  # fmt: skip
    for flag in ("--images", "--video"):  # the tutorials' names
        parser.add_argument(flag, dest="more", action="append", default=[], help=argparse.SUPPRESS)
    add_source_flags(parser)
    parser.add_argument("-r", "--recursive", action="store_true", help="Search sub-folders too.")
    parser.add_argument(
        "--batch", "--bs", type=batch_size, metavar="N|auto",
        help="Images that go through the network together; auto measures which number is fastest here "
        "and remembers it. Default: 8 of files on a GPU by CUDA; on a processor auto where many images come, "
        "else 1.",
    )  # fmt: skip
    parser.add_argument(
        "--jobs", type=job_count, default=1, metavar="N",
        help="Files that are worked at side by side in one process, with one network: where one alone leaves "
        "a GPU or processor idle. --workers has processes of their own. The results are the same. "
        "Default: 1.",
    )  # fmt: skip
    parser.add_argument(
        "--decoder", choices=("processor", "card"), default="processor",
        help="What decodes videos: card is NVIDIA's, whose images then go to the network without leaving it; "
        "what it refuses the processor does. Default: processor.",
    )  # fmt: skip
    parser.add_argument(
        "--calibrate", type=Path, metavar="FOLDER",
        help="With --precision int8: calibrate on these images, now and for later runs, instead of on "
        "the first of the run.",
    )  # fmt: skip
    parser.add_argument("--verbose", action="store_true", help="Print what is found in each image.")
    if files:
        add_worker_flags(parser)
    add_sampling_flags(parser)
    add_processor_flags(parser)
    add_rule_flags(parser)
    output = _add_output_flags(parser)
    add_encoder_flags(parser)
    add_audio_flags(parser)
    add_model_flags(parser)
    add_settings_flags(parser, leave_out=("frames", "show_fps"))
    add_result_flags(output)


def add_watch_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam watch`: those of `detect`, and of live streams."""
    add_detect_flags(parser, files=False)
    add_stream_flags(parser)


def _add_output_flags(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    group = parser.add_argument_group("output")
    group.add_argument(
        "--output", "--det", type=output_place, metavar="DIR",
        help="Folder for the annotated files, with --workers or --cluster also an address such as "
        "s3://bucket/folder. Default: runs/detect/exp, exp2, ...",
    )  # fmt: skip
    group.add_argument(
        "--exist-ok", action="store_true", help="Write into runs/detect/exp again instead of a new folder."
    )
    group.add_argument(
        "--no-save", "--nosave", action="store_true", help="Write no annotated images and videos."
    )
    group.add_argument(
        "--floor", type=float, metavar="N",
        help="With --save-json: also store every candidate above this confidence, such as 0.05; yolocam "
        "view then shows the results at any higher threshold.",
    )  # fmt: skip
    group.add_argument(
        "--save-txt", action="store_true", help="Write YOLO labels, labels/NAME.txt in the output folder."
    )
    group.add_argument("--save-conf", action="store_true", help="With --save-txt: add the confidence.")
    group.add_argument(
        "--save-crop",
        action="store_true",
        help="Write each object as an image of its own, crops/CLASS/ in the output folder.",
    )
    group.add_argument(
        "--to", action="append", default=[], metavar="ADDRESS",
        help="Write the results there too: a file such as found.csv or annotated.mkv, or an address of an "
        "output that a plugin adds. Can be given several times.",
    )  # fmt: skip
    group.add_argument("--stats-json", type=Path, metavar="FILE", help="Write the time summary as JSON.")
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
        "--counts-every", type=seconds, metavar="SECONDS",
        help="With --save-counts: rows for each interval of this length instead of for the whole run.",
    )  # fmt: skip
    group.add_argument(
        "--heatmap-of", choices=get_args(HeatMapOf), default="feet",
        help="With --save-heatmap: where objects stand, or all that their boxes cover. Default: feet.",
    )  # fmt: skip
    group.add_argument(
        "--csv-separator", type=separator, default=",", metavar="CHARACTER",
        help="Between two values in CSV files: , or ; (Excel in much of Europe) or tab.",
    )  # fmt: skip
    group.add_argument(
        "--csv-decimal", choices=(".", ","), default=".", metavar=".|,",
        help="Decimal mark in CSV files; a comma goes with --csv-separator ';'.",
    )  # fmt: skip
    for problem in problems:
        tell(problem)


def _format_help(kind: ResultFormat) -> str:
    needs = f" It {kind.needs}." if kind.needs is not None else ""
    return f"{kind.title}: {kind.help[0].lower()}{kind.help[1:]}{needs}".replace("%", "%%")


def add_demo_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam demo`."""
    parser.add_argument(
        "--headless",
        action="store_true",
        help="Annotate the clip into files, even where a window can open.",
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("runs/demo"),
        metavar="DIR",
        help="Folder for the files. Default: runs/demo.",
    )


def add_cameras_flags(parser: argparse.ArgumentParser) -> None:
    """`yolocam cameras` has no flags of its own."""


def add_doctor_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam doctor`."""
    parser.add_argument("--json", action="store_true", help="Print one line of JSON instead of a list.")


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
    add_source_flags(parser)
    parser.add_argument(
        "--record", type=Path, metavar="FILE", help="Record to this file from the first frame."
    )
    parser.add_argument("--fullscreen", action="store_true", help="Start in full screen.")
    parser.add_argument("--exit-at-end", action="store_true", help="Quit at the end of the file.")
    parser.add_argument("--exit-after", type=seconds, metavar="SECONDS", help="Quit after this many seconds.")
    parser.add_argument(
        "--stats-json", type=Path, metavar="FILE", help="Write counters and times as JSON at exit."
    )
    add_processor_flags(parser)
    add_rule_flags(parser, replay=False)
    add_encoder_flags(parser)
    add_audio_flags(parser)
    add_stream_flags(parser)
    add_model_flags(parser)
    remembered = [name for name, control in controls().items() if control.kind != "check"]
    add_settings_flags(parser, defaults=dict.fromkeys(remembered))
