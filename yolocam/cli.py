"""The command line. Nothing heavy is imported here: `--help` has to answer at once."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import zip_longest
from types import TracebackType
from typing import Any, NoReturn

from yolocam import __version__
from yolocam.address import without_secrets
from yolocam.commands.arguments import (
    add_cameras_flags,
    add_demo_flags,
    add_detect_flags,
    add_doctor_flags,
    add_version_flags,
    add_watch_flags,
    add_window_flags,
)
from yolocam.commands.bench.flags import add_bench_flags
from yolocam.commands.eval.flags import add_eval_flags
from yolocam.commands.examples import epilog
from yolocam.commands.exit_status import EXIT_BAD_INPUT, EXIT_FAILED, EXIT_INTERRUPTED
from yolocam.commands.export.flags import add_export_flags
from yolocam.commands.flags import speaks_tutorial
from yolocam.commands.models.flags import MODELS, add_models_flags
from yolocam.commands.source_flags import mark_sources
from yolocam.commands.typos import about_choice, about_unknown, meant_command
from yolocam.commands.view.flags import add_view_flags
from yolocam.errors import DownloadError, SinkError, WorkerLostError, YolocamError
from yolocam.pipeline.sources import built_in_sources
from yolocam.system.malloc import keep_freed_memory
from yolocam.system.turns import take_short_turns
from yolocam.terminal import tell, visible

COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "detect": ("detect objects in images, folders, videos, a camera or a stream", add_detect_flags),
    "watch": ("detect objects in a camera or stream, without a window", add_watch_flags),
    "cameras": ("list the connected cameras", add_cameras_flags),
    "demo": ("show or annotate the sample clip", add_demo_flags),
    "models": ("list, download, add, check and remove models", add_models_flags),
    "view": ("show stored results on their video at any threshold", add_view_flags),
    "eval": ("measure how accurate a network is on labelled images", add_eval_flags),
    "export": ("write a network as ONNX, a PyTorch program or Darknet weights", add_export_flags),
    "bench": ("measure how fast networks and videos run here", add_bench_flags),
    "doctor": ("show what works here, what does not, and the command that fixes it", add_doctor_flags),
    "version": ("show the versions of yolocam and what it runs on", add_version_flags),
    **{f"models {name}": about for name, about in MODELS.items() if name != "list"},
}
"""Subcommand -> what it does, and its flags; `run` of the module of this name in `commands` does it.

One of two words has its module in the package of the first; that of several files has it in `command.py`.
"""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the whole usage before it."""

    def __init__(self, given: Sequence[str], **options: Any) -> None:
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, **options)
        self._given = given

    def parse_given(self) -> argparse.Namespace:
        """Return what the flags and the other arguments say."""
        # Intermixed: flags may stand between the files (`detect a.jpg --conf 0.3 b.jpg`).
        args, unknown = self.parse_known_intermixed_args(self._with_words_left_out())
        if unknown:
            self.error(about_unknown(self.prog, unknown, self._given, self._option_string_actions))
        return args

    def _with_words_left_out(self) -> list[str]:
        """Return the arguments with a word behind each flag that may have one and has none of its words.

        Without that `--track film.mp4` would take the film for a way of tracking.
        """
        given: list[str] = []
        for word, following in zip_longest(self._given, self._given[1:]):
            flag = self._option_string_actions.get(word)
            left_out = flag is not None and flag.nargs == "?" and following not in (flag.choices or ())
            given.append(f"{word}={flag.const}" if left_out and flag is not None else word)
        return given

    def error(self, message: str) -> NoReturn:
        told = visible(without_secrets(about_choice(message), self._given))
        self.exit(EXIT_BAD_INPUT, f"{self.prog}: {told} (see {self.prog} --help)\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status: 0, 1 failed, 2 bad input, 130 interrupted.

    Called as the program itself (`argv` None), it may not return: see `leave`.
    """
    if argv is None:
        if _helped():
            return 0
        keep_freed_memory()
        take_short_turns()
    _print_any_name()
    name, args, arguments = parse(list(sys.argv[1:] if argv is None else argv))
    if argv is None:
        sys.excepthook = partial(_show_traceback, arguments)
    status = _run(name, args, arguments)
    if argv is None:
        leave(status)
    return status


def _helped() -> bool:
    """Do what a frozen program was started for by itself; False where a user has started it."""
    if not getattr(sys, "frozen", False):
        return False
    from yolocam.system.helper_process import helped

    return helped(sys.argv[1:])


def parse(argv: list[str]) -> tuple[str, argparse.Namespace, list[str]]:
    """Return the command ("window" for none), what its flags say, and the arguments after it.

    Ends the program after `--help`, and with a sentence where something is wrong.
    """
    name, arguments = _split(argv)
    parser = _build_parser(name, arguments)
    slip = meant_command(arguments, COMMANDS, argv[:1] == ["help"]) if name == "window" else None
    if slip is not None:
        parser.error(slip)
    args = parser.parse_given()
    args.tutorial = speaks_tutorial(arguments)
    mark_sources(args)
    return name, args, arguments


def _print_any_name() -> None:
    """Let a file's name that the terminal or pipe has no letters for end no run: it is shown in escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def _split(arguments: list[str]) -> tuple[str, list[str]]:
    """Return the subcommand, which may have two words, and what follows it; `help X` is `X --help`."""
    if arguments[:1] == ["help"]:
        arguments = [*arguments[1:], "--help"]
    for words in (2, 1):
        name = " ".join(arguments[:words])
        if name in COMMANDS:
            return name, arguments[words:]
    return "window", arguments


def _build_parser(name: str, given: Sequence[str]) -> _Parser:
    """Return the parser of a subcommand, or of "window", which is what `yolocam` does without one."""
    if name == "window":
        parser = _Parser(given, prog="yolocam", description=_about())
        add_window_flags(parser)
    else:
        about, add_flags = COMMANDS[name]
        parser = _Parser(
            given,
            prog=f"yolocam {name}",
            description=f"{about[0].upper()}{about[1:]}.{_more_commands(name)}",
        )
        add_flags(parser)
        parser.epilog = epilog(name, parser.epilog)
    parser.add_argument(
        "--debug", action="store_true", help="Show what the program does, and the traceback of an error."
    )
    return parser


def _more_commands(name: str) -> str:
    """Return what the help of a subcommand says of those below it."""
    below = {word: about for word, (about, _) in COMMANDS.items() if word.startswith(f"{name} ")}
    lines = "".join(f"\n  yolocam {word:<16} {about}" for word, about in below.items())
    return f"\n\nWithout a command it lists them. Commands (each has its own --help):{lines}" if below else ""


def _examples() -> str:
    """Return an address of each kind of source; those of plugins would have to be loaded."""
    kinds = built_in_sources()
    lines = [f"  yolocam {address:<30} {about}" for kind in kinds for address, about in kind.examples]
    network = [scheme for kind in kinds if kind.network for scheme in kind.schemes]
    return "\n".join(["Sources:", *lines, f"  Network addresses begin with {', '.join(network)}."])


def _about() -> str:
    commands = {name: about for name, (about, _) in COMMANDS.items() if " " not in name}
    lines = "\n".join(f"  yolocam {name:<8} {about}" for name, about in commands.items())
    return (
        f"yolocam {__version__}: real-time object detection with YOLOv3 and the Darknet family.\n"
        f"Without a command it opens the window, with the settings of last time.\n\n"
        f"{_examples()}\n\n"
        f"Commands (each has its own --help, as `yolocam help COMMAND`):\n{lines}"
    )


def _run(name: str, args: argparse.Namespace, given: Sequence[str]) -> int:
    try:
        run: Callable[[argparse.Namespace], int] = importlib.import_module(_module_of(name)).run
        with _debug_log(given) if args.debug else nullcontext():
            return run(args)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        return _leave_pipe()
    except Exception as error:
        if args.debug:
            raise
        expected = isinstance(error, YolocamError)
        text = str(error) if expected else _unexpected(error)
        tell(without_secrets(text, given))
        bad_input = expected and not isinstance(error, SinkError | DownloadError | WorkerLostError)
        return EXIT_BAD_INPUT if bad_input else EXIT_FAILED


def _show_traceback(
    given: Sequence[str], kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Show what `--debug` lets through, without secrets and escape sequences."""
    import traceback

    text = "".join(traceback.format_exception(kind, error, trace))
    print(visible(without_secrets(text, given)), file=sys.stderr, end="")  # noqa: T201


def _debug_log(given: Sequence[str]) -> AbstractContextManager[None]:
    from yolocam.debug_log import debug_log  # `logging` takes its time to import

    return debug_log(given)


def _unexpected(error: Exception) -> str:
    """Return the words for an error that is not ours."""
    from yolocam.system.system_libraries import library_in, missing_sentence

    library = library_in(error) if isinstance(error, ImportError) else None
    if library is not None:
        return f"{missing_sentence([library])}; `yolocam doctor` looks for more that is missing"
    return f"{type(error).__name__}: {error} (--debug shows where)"


def leave(status: int) -> None:
    """End the process here and now if a thread is still at work.

    Everything the user keeps has been finished. What is left sits in a driver or in the middle of a
    network, and an interpreter that is taken down under such a thread may abort.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # one more Ctrl-C would only litter the terminal
    if any(thread is not threading.main_thread() for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _module_of(name: str) -> str:
    """Return the module that does a subcommand: `command` where a package is named after it."""
    path = f"yolocam.commands.{name.replace(' ', '.')}"
    found = importlib.util.find_spec(path)
    return f"{path}.command" if found is not None and found.submodule_search_locations else path


def _leave_pipe() -> int:
    """The reader of the output has gone (`yolocam ... | head`): end without a complaint."""
    # What is still buffered goes nowhere, instead of failing once more at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return EXIT_FAILED


if __name__ == "__main__":
    sys.exit(main())
