"""What can be chosen is described once, by a frozen descriptor that flags, menus, dialogs and tables follow.

A descriptor imports nothing heavy: `yolocam --help` reads all of them. Its `open` imports what it needs.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+")
_FLAG = re.compile(r"--(save-[a-z0-9]+(-[a-z0-9]+)*|summary|timeline)")
_OWN_FLAG = re.compile(r"--[a-z][a-z0-9]+(-[a-z0-9]+)*")
_ENDING = re.compile(r"(\.[a-z0-9_-]+)+")


@dataclass(frozen=True, slots=True)
class Need:
    """A package that something needs, by the module it is imported as and what pip installs."""

    module: str
    install: str

    @property
    def met(self) -> bool:
        """Whether it is installed."""
        return importlib.util.find_spec(self.module) is not None

    def __str__(self) -> str:
        return f"needs {self.module}: pip install '{self.install}'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """What every descriptor has.

    `name` is one word, unlike that of any other of its kind; `title` is what people read, `help` one
    sentence. Lists show those of a small `rank` first. Raises ValueError when it is not well formed.
    """

    name: str
    title: str
    help: str
    needs: Need | None = None
    rank: int = 1000

    def claims(self) -> frozenset[str]:
        """Return what no other of its kind may have as well."""
        return frozenset({self.name})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Addressed(Descriptor):
    schemes: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check("scheme", _SCHEME, self.schemes)
        _check("file ending", _ENDING, self.endings)

    def claims(self) -> frozenset[str]:
        """Return its name, its schemes as in an address, and its file endings."""
        return frozenset({self.name, *(f"{scheme}:" for scheme in self.schemes), *self.endings})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceType(_Addressed):
    """A kind of source: every address `scheme:rest` of its `schemes`, and files with its `endings`.

    `open(address)` returns a `yolocam.pipeline.interfaces.Source` or raises SourceError; it gets the whole
    address, and runs on a thread. `examples` are addresses with what they open, for the help. A `network`
    address is written `scheme://host...`; `live` tells sources without an end from files.
    """

    open: Callable[[str], Any]
    examples: tuple[tuple[str, str], ...] = ()
    network: bool = False
    live: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputType(_Addressed):
    """A kind of output: every address `scheme:rest` of its `schemes`, and files with its `endings`.

    `open(address)` returns a `yolocam.pipeline.interfaces.Sink` or raises SinkError; it gets the whole
    address or path. What others watch live, and `--stream` takes, has an `open_live(address, options)` too,
    with `yolocam.pipeline.sinks.live.stream_options.StreamOptions`.
    """

    open: Callable[[str], Any]
    open_live: Callable[[str, Any], Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessorType(Descriptor):
    """What changes results before they are drawn; `open()` returns it.

    It has `process(detected)`, which returns the `yolocam.frame.Detected` to go on with, and `reset()`,
    called before a frame that does not follow the one before it. Where one that is `required` fails,
    nothing is shown or saved without it: every image is covered from there on.

    One with an `option`, the word for it in the help such as FILE, is chosen by `--process NAME=OPTION` and
    gets the text as `open(text)`; `choices` are all that it may be, of which the first holds where none is
    given. A `flag` of its own says the same as `--process NAME`. Several run in the order of their `rank`.
    `wants_candidates` has the detector hand out what lies somewhat below the confidence too.
    """

    open: Callable[..., Any]
    required: bool = False
    option: str = ""
    choices: tuple[str, ...] = ()
    flag: str = ""
    wants_candidates: bool = False

    def __post_init__(self) -> None:
        _check("flag", _OWN_FLAG, (self.flag,) if self.flag else ())

    @property
    def dest(self) -> str:
        """Where the command line keeps the option."""
        return self.flag.removeprefix("--").replace("-", "_")

    def claims(self) -> frozenset[str]:
        """Return its name and its flag."""
        return frozenset({self.name, self.flag} - {""})


@dataclass(frozen=True, slots=True)
class ActionField:
    """A value that an action takes in a file of rules.

    A number lies in `low` to `high`. A text may be one of `choices`, or what it `holds`: a path, or the
    address of a web server. A `secret` is never written out: its value is `${NAME}`, an environment variable,
    or `keyring:NAME`. `title` is what people read, and `usual` is what holds where nothing is given.
    """

    name: str
    kind: Literal["text", "number", "flag"] = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1e9
    secret: bool = False
    title: str = ""
    usual: str | float | bool | None = None
    holds: Literal["", "file", "folder", "address"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionType(Descriptor):
    """Something that a rule does: `action = "NAME"` in a file of rules.

    `open(values, context)` returns a `yolocam.pipeline.actions.action.Action`, or raises SinkError. `values`
    are those of `fields` that the file gives, checked; `context` is a
    `yolocam.pipeline.actions.action.ActionContext`. What sends something may have a `probe(values)`, which
    sends a test message, waits for the answer, and returns who has taken it; SinkError.
    """

    open: Callable[[Any, Any], Any]
    fields: tuple[ActionField, ...] = ()
    probe: Callable[[Any], str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineType(Descriptor):
    """A way to run a network: `--engine NAME`.

    `open(network, task)` returns a `yolocam.model.engines.engine.Engine`, or raises DeviceError. `network` is
    a loaded `yolocam.model.layers.darknet_network.DarknetNetwork` that it may change; `task` is a
    `yolocam.model.engines.task.EngineTask` with a device and a precision out of `devices` and `precisions`,
    of which "auto" means the first. One that decides by the machine has `resolve(task)`, which returns the
    task with both settled, or raises DeviceError. "cpu" stands for this processor.
    """

    open: Callable[[Any, Any], Any]
    devices: tuple[str, ...] = ("cpu",)
    precisions: tuple[str, ...] = ("fp32",)
    resolve: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFormat(Descriptor):
    """A format of files that hold the results of a whole run: `--save-NAME FILE`, unless `flag` is given.

    `open(path, options)` returns a `yolocam.pipeline.interfaces.Sink` or raises SinkError; `options` are
    `yolocam.pipeline.sinks.results.result_options.ResultOptions`. In the window the files of one run
    share a name and differ by `ending`. `suggested` formats are ticked there at first; `reopens` says
    whether `yolocam view` can open the file, `of_events` that it holds only what processors notice.
    """

    ending: str
    open: Callable[[Path, Any], Any]
    flag: str = ""
    metavar: str = "FILE"
    suggested: bool = False
    reopens: bool = False
    of_events: bool = False

    def __post_init__(self) -> None:
        if not self.flag:
            object.__setattr__(self, "flag", f"--save-{self.name}")
        _check("flag", _FLAG, (self.flag,))
        _check("file ending", _ENDING, (self.ending,))

    @property
    def dest(self) -> str:
        """Where the command line keeps the path."""
        return self.flag.removeprefix("--").replace("-", "_")

    def claims(self) -> frozenset[str]:
        """Return its name, flag and ending."""
        return frozenset({self.name, self.flag, self.ending})


def _check(what: str, form: re.Pattern[str], texts: tuple[str, ...]) -> None:
    for text in texts:
        if not form.fullmatch(text):
            raise ValueError(f"'{text}' is no {what}, expected one such as {_SUCH[what]}")


_SUCH = {"scheme": "rtsp", "file ending": ".csv", "flag": "--save-csv"}

AnyDescriptor = TypeVar("AnyDescriptor", bound=Descriptor)
