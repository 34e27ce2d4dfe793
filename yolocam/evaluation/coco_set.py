"""Finds the images of COCO annotations on disk."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from yolocam.errors import LabelsError
from yolocam.evaluation.coco_annotations import Annotations, read_annotations
from yolocam.evaluation.labelled_images import LabelledImage, LabelledSet
from yolocam.files.input_file import is_file, is_folder
from yolocam.pipeline.sources.files.listing import list_sources

Lookup = Callable[[str], str | None]
"""An image's file_name -> its path; None if it is not there."""

_TRIED = 100
"""Most images that are looked for in a folder before another one is tried."""


def coco_set(path: Path, sources: Sequence[str]) -> LabelledSet:
    """Read annotations and find their images in folders, files and globs.

    Without `sources` they are in the folder `images` beside the annotations or one of the other usual
    places. Images that no label belongs to count too: what is found in them is wrong. With folders
    only, `problems` tells which images they lack; named files are a choice. LabelsError, SourceError.
    """
    annotations = read_annotations(path)
    folders = [Path(source) for source in sources if is_folder(Path(source))]
    if not sources:
        folders = [_usual_folder(path, annotations)]
    by_choice = len(folders) < len(sources)
    lookup = _among_files(sources) if by_choice else _in_folders(folders)
    found = [(entry, lookup(entry.file_name)) for entry in annotations.images]
    images = tuple(
        LabelledImage(entry.number, entry.file_name, file, annotations.labels[entry.number], entry.size_wh)
        for entry, file in found
        if file is not None
    )
    absent = [entry.file_name for entry, file in found if file is None]
    where = ", ".join(map(str, folders)) or ", ".join(sources)
    if not images:
        raise LabelsError(f"none of the {len(absent)} images of {path} is in {where}, such as {absent[0]}")
    missing = None
    if absent and not by_choice:
        missing = f"{len(absent)} of {len(found)} annotated images are not in {where}, such as {absent[0]}"
    return LabelledSet(images, annotations.categories, () if missing is None else (missing,))


def _usual_folder(path: Path, annotations: Annotations) -> Path:
    """Return the first usual folder that has some of the images; LabelsError if none has."""
    split = path.stem.removeprefix("instances_")
    here, above = path.parent, path.parent.parent
    # Beside it; COCO's own layout; the layout of exports that put everything into one folder.
    for folder in (here / "images", above / split, above / "images" / split, above / "images", here):
        lookup = _in_folders([folder])
        if any(lookup(entry.file_name) for entry in itertools.islice(annotations.images, _TRIED)):
            return folder
    raise LabelsError(f"the images of {path} are not in {here / 'images'}; name their folder")


def _in_folders(folders: Sequence[Path]) -> Lookup:
    def lookup(name: str) -> str | None:
        for folder in folders:
            for path in (folder / name, folder / PurePosixPath(name).name):
                if is_file(path):
                    return str(path)
        return None

    return lookup


def _among_files(sources: Sequence[str]) -> Lookup:
    files = {item.name: item.file for item in list_sources(sources).items if item.kind == "image"}
    by_name = {PurePosixPath(name).name: file for name, file in files.items()}
    return lambda name: files.get(name) or by_name.get(PurePosixPath(name).name)
