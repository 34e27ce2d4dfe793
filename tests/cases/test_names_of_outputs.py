"""Whatever files are called, each of their outputs has a name of its own, on every file system."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path, PurePosixPath

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from support.collision_files import CLASSES, found_in, write_film, write_still
from yolocam.frame import Frame, SourceInfo, publish
from yolocam.pipeline.sinks import open_result_file
from yolocam.pipeline.sinks.names.output_names import OutputNames
from yolocam.pipeline.sinks.names.safe_names import same_name_key, shortened
from yolocam.pipeline.sinks.names.unique_names import folder_names
from yolocam.pipeline.sinks.results.coco import CocoSink
from yolocam.pipeline.sinks.results.crops import CropSink
from yolocam.pipeline.sinks.results.image_ids import PlannedIds, RunningIds
from yolocam.pipeline.sinks.results.result_options import ResultOptions
from yolocam.pipeline.sinks.results.yolo_txt import YoloTxtSink
from yolocam.pipeline.sinks.video.folder import FolderSink
from yolocam.pipeline.sources.files.listing import list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource

FRAMES = (0, 1, 2, 17)
CROPS = (0, 1, 99999)
RESERVED = {"con", "prn", "aux", "nul", "com1", "lpt9"}

STEMS = [
    "clip", "Clip", "clip_1", "clip_1_0", "clip_2", "clip_2_1", "clip_01", "clip_2_2", "det_clip", "1", "01",
    "0001", "COCO_val2014_000000000001", "9223372036854775807", "20240101123456789012345", "ä", "a\u0308",
    "A\u0308", "ß", "ss", "SS", "ı", "i", "İ", "K", "k", "a:b", "a_b", "a?b", "a*b", "a.b.", "a.b", "a b ",
    "a b", "CON", "nul",
    "Com1", "lpt9.x", "bad\udcff", "bad_", ".hidden", "..", "m" * 240, "m" * 240 + "x", "M" * 250, "犬" * 80,
    "犬" * 80 + "猫", "labels", "crops",
]  # fmt: skip
ENDINGS = [".jpg", ".JPG", ".png", ".jp2", ".heic", ".mp4", ".avi", ".mp4.png", "", ".jpg.txt"]
FOLDERS = [
    "", "", "train/", "val/", "Train/", "labels/", "crops/", "Labels/crops/", "crops/dog/", "clip.txt/",
    "clip_0.txt/",
    "det_clip.jpg/", "clip_0.jpg/", "clip_0_0.jpg/x/", "dog/", "a:b/", "a_b/", "det_clip.mp4/", "CON/", "x./",
]  # fmt: skip

names = st.builds("".join, st.tuples(*map(st.sampled_from, (FOLDERS, STEMS, ENDINGS))))
listings = st.lists(st.tuples(names, st.booleans()), min_size=1, max_size=12, unique_by=lambda pair: pair[0])


def info(name: str, picture: bool) -> SourceInfo:
    return SourceInfo(name, "image" if picture else "video", (2, 2))


def frame(name: str, picture: bool, index: int = 0) -> Frame:
    return Frame(publish(np.zeros((2, 2, 3), np.uint8)), index, 0, 0, info(name, picture))


def outputs_of(plan: OutputNames, listing: list[tuple[str, bool]]) -> list[str]:
    """Every path that a run over the listing would write."""
    paths = []
    for name, picture in listing:
        paths.append(plan.of_source(info(name, picture)).annotated)
        for index in (0,) if picture else FRAMES:
            at = frame(name, picture, index)
            paths.append(f"labels/{plan.label(at)}.txt")
            paths += [f"crops/dog/{plan.crop(at)}_{number}.jpg" for number in CROPS]
    return paths


def folds(path: str) -> set[str]:
    """A path as file systems may compare it."""
    forms = [unicodedata.normalize(form, path) for form in ("NFC", "NFD")]
    return {fold(form) for form in forms for fold in (str.casefold, str.lower, str.upper)}


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(listings)
@example([("clip.mp4", False), ("clip_1.jpg", True), ("clip.jpg", True), ("clip.avi", False)])
@example([("det_a.jpg", True), ("crops/dog/a_0.jpg", True)])
@example([("clip.jpg", True), ("clip.txt/x.jpg", True), ("det_clip.jpg/x.jpg", True)])
@example([("a.jpg", True), ("a.png", True), ("a_2.jpg", True), ("A.jpg", True), ("a_3.mp4", False)])
@example([("ı.jpg", True), ("I.jpg", True), ("i.jpg", True)])
def test_no_two_outputs_are_the_same_file(listing: list[tuple[str, bool]]) -> None:
    paths = outputs_of(OutputNames(listing), listing)
    seen: dict[str, str] = {}
    for path in paths:
        for fold in folds(path):
            assert seen.setdefault(fold, path) == path, (
                f"{path} is {seen[fold]} where {fold} is all that counts"
            )
    folders = {
        fold for path in paths for parent in PurePosixPath(path).parents for fold in folds(str(parent))
    }
    assert not folders & seen.keys()
    for part in {part for path in paths for part in path.split("/")}:
        assert 0 < len(part.encode()) <= 255 and not part.endswith((".", " "))
        assert not set(part) & set('<>:"\\|?*\0') and part.partition(".")[0].lower() not in RESERVED


@pytest.mark.slow
@settings(deadline=None)
@given(listings)
def test_no_two_pictures_have_the_same_id(listing: list[tuple[str, bool]]) -> None:
    for ids in (PlannedIds(listing), RunningIds()):
        found = [ids.of(frame(*one, index)) for one in listing for index in ((0,) if one[1] else FRAMES)]
        assert len(set(found)) == len(found) and all(0 <= number < 2**63 for number in found)


def test_a_number_in_a_name_is_the_id_where_it_is_the_only_one() -> None:
    pictures = [
        "20240101123456789012345.jpg",
        "3.jpg",
        "frame_a.jpg",
        "frame_b.jpg",
        "train/1.jpg",
        "val/1.jpg",
    ]
    ids = PlannedIds((name, True) for name in pictures)
    assert [ids.of(frame(name, True)) for name in pictures] == [1, 3, 7, 4, 5, 6]
    coco = PlannedIds([("000000000139.jpg", True), ("COCO_val2014_000000000042.jpg", True), ("v.mp4", False)])
    assert coco.of(frame("COCO_val2014_000000000042.jpg", True)) == 42
    assert coco.of(frame("000000000139.jpg", True)) == 139
    assert [coco.of(frame("v.mp4", False, index)) for index in (0, 1)] == [140, 141]


def test_numbers_count_the_listing_not_what_could_be_read() -> None:
    ids = PlannedIds((name, True) for name in ("broken.jpg", "a.jpg", "b.jpg"))
    assert [ids.of(frame(name, True)) for name in ("a.jpg", "b.jpg")] == [2, 3]


def test_rows_of_a_sequence_keep_the_number_of_their_picture(tmp_path: Path) -> None:
    sources = tuple((name, True) for name in ("broken.jpg", "a.jpg", "b.jpg"))
    sink = open_result_file("mot", tmp_path / "det.txt", ResultOptions(sources=sources))
    for name in ("a.jpg", "b.jpg"):
        sink.write(found_in(frame(name, True), (0,)))
    sink.close()
    assert [line.split(",")[0] for line in (tmp_path / "det.txt").read_text().splitlines()] == ["2", "3"]


def test_what_is_unambiguous_keeps_its_name() -> None:
    listing = [
        ("dog.jpg", True),
        ("sub/dog.jpg", True),
        ("street.mp4", False),
        ("cat.tiff", True),
        ("x.heic", True),
    ]
    plan = OutputNames(listing)
    sources = [plan.of_source(info(*one)) for one in listing]
    assert [one.annotated for one in sources] == [
        "det_dog.jpg", "sub/det_dog.jpg", "det_street.mp4", "det_cat.tiff", "det_x.png",
    ]  # fmt: skip
    assert [one.stem for one in sources] == ["dog", "sub/dog", "street", "cat", "x"]


def test_labels_of_pictures_keep_the_name_that_training_tools_look_for() -> None:
    plan = OutputNames([("clip.mp4", False), ("clip_1.jpg", True), ("m" * 250 + ".jpg", True)])
    assert plan.label(frame("clip_1.jpg", True)) == "clip_1"
    assert plan.label(frame("m" * 250 + ".jpg", True)) == "m" * 250
    assert plan.label(frame("clip.mp4", False, 1)) == "clip_2_1"


def test_files_of_the_output_folder_that_are_read_stay() -> None:
    plan = OutputNames([("a.jpg", True), ("det_a.jpg", True)], occupied=["a.jpg", "DET_a.jpg"])
    assert plan.of_source(info("a.jpg", True)).annotated == "det_a_2.jpg"


@settings(deadline=None)
@given(st.text(), st.text())
def test_names_that_a_file_system_confuses_have_one_key(one: str, other: str) -> None:
    for text in (
        one,
        unicodedata.normalize("NFC", one),
        unicodedata.normalize("NFD", one),
        one.upper(),
        one.lower(),
    ):
        if folds(text) & folds(other):
            assert same_name_key(text) == same_name_key(other)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",))), st.integers(30, 60))
def test_shortened_names_fit_and_stay_text(text: str, room: int) -> None:
    assert len(shortened(text, room).encode()) <= room


def test_folders_of_classes_are_as_many_as_classes() -> None:
    found = folder_names([*CLASSES, "Dog", "dog", "", "..", "CON", "x" * 300, "x" * 300 + "y"])
    assert len({name.casefold() for name in found}) == len(found) == 11
    assert all("/" not in name and name.strip(". ") and len(name) <= 255 for name in found)


@pytest.fixture
def folder_of_collisions(tmp_path: Path) -> Path:
    """The inputs of public reports, as files: frames like pictures, endings, numbers, long names, folders."""
    top = tmp_path / "in"
    stills = [
        "clip_1.jpg", "clip.jpg", "clip.png", "3.jpg", "20240101123456789012345.jpg", "frame_a.jpg",
        "train/1.jpg", "val/1.jpg", "det_clip.jpg", "clip.txt/x.jpg", "crops/person/clip_0.jpg", "con.jpg",
        "labels/clip.jpg",
        f"{'m' + '犬' * 82}.jpg", f"{'m' + '犬' * 81}猫.jpg",
    ]  # fmt: skip
    stills = [name for name in stills if os.name != "nt" or name != "con.jpg"]
    for name in stills:
        write_still(top / name)
    write_film(top / "clip.mp4", 3)
    write_film(top / "clip.mkv", 3)
    return top


def test_as_many_files_as_pictures_and_frames(folder_of_collisions: Path, tmp_path: Path) -> None:
    # Two of them look like results of a run before, and are taken only where they are asked for.
    asked = [folder_of_collisions / name for name in ("det_clip.jpg", "crops/person/clip_0.jpg")]
    listing = list_sources([str(path) for path in (folder_of_collisions, *asked)], recursive=True)
    pictures = sum(item.kind == "image" for item in listing.items)
    assert pictures == len(listing) - 2 >= 14
    sources = [(item.name, item.kind == "image") for item in listing.items]
    out, plan = tmp_path / "out", OutputNames(sources)
    coco = CocoSink(tmp_path / "ids.json", PlannedIds(sources))
    sinks = [FolderSink(out, names=plan), YoloTxtSink(out, names=plan), CropSink(out, plan), coco]
    source = SequenceSource(listing)
    for item in map(found_in, iter(source.read, None)):
        for sink in sinks:
            sink.write(item)
    for closing in (source, *sinks):
        closing.close()
    folders = [path.relative_to(out).parts[0] for path in out.rglob("*") if path.is_file()]
    assert folders.count("labels") == pictures + 6
    assert folders.count("crops") == (pictures + 6) * len(CLASSES)
    assert len(folders) - folders.count("labels") - folders.count("crops") == pictures + 2
    assert len({row["image_id"] for row in json.loads((tmp_path / "ids.json").read_text())}) == pictures + 6
