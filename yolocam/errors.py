"""The errors that yolocam raises on purpose; each message is one sentence a user can act on."""

from __future__ import annotations

import re


class YolocamError(Exception):
    """Base of every expected error: names the file, line or layer, what was found, what was expected."""


class CfgError(YolocamError):
    """A Darknet .cfg file cannot be read or does not describe a network; `line` is where, if anywhere."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class WeightsError(YolocamError):
    """A .weights file does not fit its network."""


class ModelError(YolocamError):
    """A model is unknown, incomplete on disk, or does not fit its class names."""


class DeviceError(YolocamError):
    """The requested device or precision is not available here, or ran out of memory."""


class DisplayError(YolocamError):
    """No window can be opened here."""


class OutOfMemoryError(DeviceError):
    """A batch does not fit into the memory of its device; a smaller one may."""


class SettingsError(YolocamError):
    """A setting has a value outside its range."""


class PaletteError(YolocamError):
    """A palette is unknown or its file is malformed."""


class SourceError(YolocamError):
    """An image, video, camera or stream cannot be opened or read."""


class VideoMissingError(SourceError):
    """Stored results are of a video that was not found."""


class LabelsError(YolocamError):
    """What people have labelled cannot be read, or does not fit the images or the classes."""


class SinkError(YolocamError):
    """An output cannot be opened or written."""


class OneOutputError(SinkError):
    """One output cannot be written, as its name is too long; others can."""


class WorkerLostError(YolocamError):
    """The process that worked for a run has gone; another one can do what it was at."""


class DownloadError(YolocamError):
    """A model cannot be downloaded; what has come of it is kept."""


class DownloadStopped(DownloadError):
    """A download ended early because the user wanted it to."""


def reason_of(error: BaseException) -> str:
    """Return why something failed, as the end of a sentence, without number and path.

    In the system's or the library's words, where there are any: "no space left on device".
    """
    words = " ".join(str(getattr(error, "strerror", None) or error).split()) or type(error).__name__
    return _FIRST_WORD.sub(lambda found: found.group().lower(), words, count=1)


def first_line_of(error: BaseException) -> str:
    """Return the first line of what an error says, as it is; its name where it says nothing."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


_FIRST_WORD = re.compile(r"\A[A-Z][a-z]+\b")
"""A capital that only begins a sentence; not that of a name, as in TimeoutError and CUDA."""
