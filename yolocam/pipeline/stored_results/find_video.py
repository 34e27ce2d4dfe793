"""Finds the video or the images that stored results are of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from yolocam.errors import SourceError, VideoMissingError
from yolocam.files.input_file import is_file, is_there, open_input_file
from yolocam.media.encoding.muxers import SUFFIXES
from yolocam.pipeline.sinks.names.dated_names import sibling
from yolocam.pipeline.stored_results.stored_frame import LINE_ERRORS, RESULT_LINES, StoredFrame, parse_line

_LINES = 50
"""Lines at the start of a file that are looked at."""


def find_video(results: Path, known: Sequence[Path] = ()) -> Path:
    """Return what the results are of: beside them, in the current folder, or one of the `known` files.

    For a recording that is its video, without boxes if there is one; for results of several images
    the folder that their names are relative to. `known` are files and folders that may be it, the
    likeliest first. Raises SourceError when the file cannot be read, VideoMissingError when nothing is found.
    """
    found = list(islice(_sound_lines(results), _LINES))
    if not found:
        raise SourceError(f"{results} holds no results, expected {RESULT_LINES}")
    names = list(dict.fromkeys(frame.source for frame in found))
    candidates: list[Path] = []
    if found[0].at_ns is not None:
        candidates += [sibling(results, f"{part}{suffix}") for part in (".raw", "") for suffix in SUFFIXES]
    for folder in (results.parent, Path(), *known, *(path.parent for path in known)):
        if is_file(folder / names[0]):
            candidates.append(folder / names[0] if len(names) == 1 else folder)
    for path in candidates:
        if is_there(path):
            return path
    raise VideoMissingError(
        f"{results} is of {names[0]:.200}, which is neither beside it nor here: name the video after it"
    )


def _sound_lines(path: Path) -> Iterator[StoredFrame]:
    with open_input_file(path, RESULT_LINES, SourceError) as file:
        for line in islice(file, 2 * _LINES):
            try:
                yield parse_line(line)
            except LINE_ERRORS:
                continue
