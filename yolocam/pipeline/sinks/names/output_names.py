"""Names the outputs of a run after their sources, no two alike on any file system."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from yolocam.frame import Frame, SourceInfo
from yolocam.pipeline.sinks.names.safe_names import LONGEST_NAME, safe_name, same_name_key, shortened
from yolocam.pipeline.sinks.names.unique_names import NameRoom

WRITABLE = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".bmp", ".dib", ".webp", ".tif", ".tiff", ".ppm"})
"""Endings of the images that can be written."""

_NUMBERED = re.compile(r"(.+)_(?:0|[1-9][0-9]*)", re.DOTALL)
"""How a stem continues in the names of a video's frames, and of crops."""

_SEPARATORS = re.compile("[/:]+")

_OWN_FOLDERS = frozenset({"labels", "crops"})
"""What other sinks write beside the annotated files."""

_LONGEST_ADDRESS = 120
_LABEL_BYTES = len(".txt")
_CROP_BYTES = len("_99999.jpg")
_FRAME_BYTES = len("_99999999999")


@dataclass(frozen=True, slots=True)
class SourceNames:
    """What one source's outputs are called, relative to their folder, with forward slashes.

    `annotated` has its ending. Labels are `stem.txt` and crops `crop_stem_N.jpg`; of a video the number of
    the frame stands before that.
    """

    annotated: str
    stem: str
    crop_stem: str


class OutputNames:
    """Plans the names for `sources` (name, whether it is an image), all of which it has to know beforehand.

    Whatever is unambiguous keeps its own name: `det_dog.jpg`, `labels/dog.txt`, `labels/street_17.txt` for
    frame 17 of a video. Others get a number (`dog_2`), also where only case or Unicode's normal form differs,
    where an image is called like a video's frame, or a file like a folder. Names of more than `longest`
    bytes are shortened. Videos get `video_ending`. `occupied` are files below the output folder that must
    stay. A source that was not planned, as in a run without a list, gets what is free when it comes.
    """

    def __init__(
        self,
        sources: Iterable[tuple[str, bool]] = (),
        *,
        longest: int = LONGEST_NAME,
        occupied: Iterable[str] = (),
        video_ending: str = ".mp4",
    ) -> None:
        self._video_ending = video_ending
        self._longest = longest
        self._files = NameRoom()
        self._frames = _FrameStems()
        self._pictures = _PictureStems(self._frames)
        self._known: dict[str, SourceNames] = {}
        planned = [(name, picture, self._safe(name)) for name, picture in sources]
        self._keep_folders(safe for _, _, safe in planned)
        for path in occupied:
            self._files.add(same_name_key(path))
        # Pictures first: programs find their labels by name.
        self._plan([source for source in planned if source[1]], self._pictures)
        self._plan([source for source in planned if not source[1]], self._frames)

    @classmethod
    def of_known(cls, known: Mapping[str, SourceNames]) -> OutputNames:
        """Return names that were planned elsewhere, by those of their sources."""
        names = cls()
        names._known.update(known)
        return names

    def of_planned(self, name: str) -> SourceNames:
        """Return the names for a source that was planned; KeyError for another."""
        return self._known[name]

    def of_source(self, source: SourceInfo) -> SourceNames:
        """Return the names for a source."""
        if source.name not in self._known:
            picture, named = source.kind == "image", source.name
            if source.kind not in ("image", "video"):
                # An address is no path, and a recording's name may get a number and a part behind it.
                named = shortened(safe_name(_SEPARATORS.sub("_", named).strip("_")), _LONGEST_ADDRESS)
            stems = self._pictures if picture else self._frames
            self._plan([(source.name, picture, self._safe(named))], stems)
        return self._known[source.name]

    def label(self, frame: Frame) -> str:
        """Return `sub/dog` for the image sub/dog.jpg, `sub/street_17` for frame 17 of a video."""
        return _of_frame(self.of_source(frame.source).stem, frame)

    def crop(self, frame: Frame) -> str:
        """Return what the names of a frame's crops begin with."""
        return _of_frame(self.of_source(frame.source).crop_stem, frame)

    def _safe(self, name: str) -> str:
        *folders, file = safe_name(name).split("/")
        return "/".join([*(shortened(folder, self._longest) for folder in folders), file])

    def _keep_folders(self, names: Iterable[str]) -> None:
        """Let no file have the name of a folder."""
        folders = {posixpath.dirname(name) for name in names} - {""}
        while folders:
            for folder in folders:
                key = same_name_key(folder)
                self._files.add(key)
                self._pictures.keep_folder(key)
            folders = {posixpath.dirname(folder) for folder in folders} - {""}

    def _plan(self, sources: list[tuple[str, bool, str]], stems: NameRoom) -> None:
        files = self._files.allot([partial(self._annotated, safe, picture) for _, picture, safe in sources])
        found = stems.allot([partial(self._stem, safe, picture) for _, picture, safe in sources])
        for (name, picture, _), file, stem in zip(sources, files, found, strict=True):
            self._known[name] = SourceNames(file, stem, self._crop_stem(stem) if picture else stem)

    def _annotated(self, safe: str, picture: bool, mark: str) -> str:
        folder, file = posixpath.split(safe)
        first, slash, rest = folder.partition("/")
        if same_name_key(first) in _OWN_FOLDERS:
            folder = f"{first}_{slash}{rest}"
        body, ending = posixpath.splitext(file)
        if not picture:
            ending = self._video_ending
        elif ending.lower() not in WRITABLE:
            ending = ".png"
        room = self._longest - len(mark) - len(ending)
        return posixpath.join(folder, shortened(f"det_{body}", room) + mark + ending)

    def _stem(self, safe: str, picture: bool, mark: str) -> str:
        folder, file = posixpath.split(safe)
        after = _LABEL_BYTES if picture else _FRAME_BYTES + _CROP_BYTES
        stem = shortened(posixpath.splitext(file)[0], self._longest - len(mark) - after)
        return posixpath.join(folder, stem + mark)

    def _crop_stem(self, stem: str) -> str:
        """Return the stem, or a shorter one where the number of a crop does not fit behind it."""
        folder, file = posixpath.split(stem)
        room = self._longest - _CROP_BYTES
        if len(file.encode()) <= room:
            return stem
        short = self._pictures.allot([lambda mark: shortened(file, room - len(mark)) + mark])
        return posixpath.join(folder, *short)


class _FrameStems(NameRoom):
    """Stems of videos; `reserved` are those of which a name with a number exists already."""

    def __init__(self) -> None:
        super().__init__()
        self.reserved: set[str] = set()

    def is_free(self, key: str) -> bool:
        return super().is_free(key) and key not in self.reserved


class _PictureStems(NameRoom):
    """Stems of images, none of which may be that of a frame of a video."""

    def __init__(self, frames: _FrameStems) -> None:
        super().__init__()
        self._frames = frames

    def is_free(self, key: str) -> bool:
        return super().is_free(key) and (_before_number(key) or "") not in self._frames

    def add(self, key: str) -> None:
        super().add(key)
        if (base := _before_number(key)) is not None:
            self._frames.reserved.add(base)

    def keep_folder(self, key: str) -> None:
        """Take the stems whose labels or crops would have the name of this folder."""
        stem, ending = posixpath.splitext(key)
        if ending == ".txt":
            self.add(stem)
        elif ending == ".jpg" and (base := _before_number(stem)) is not None:
            self.add(base)


def _of_frame(stem: str, frame: Frame) -> str:
    return stem if frame.source.kind == "image" else f"{stem}_{frame.index}"


def _before_number(key: str) -> str | None:
    """Return the stem that a number was added to, if one was."""
    found = _NUMBERED.fullmatch(key)
    return None if found is None else found[1]
