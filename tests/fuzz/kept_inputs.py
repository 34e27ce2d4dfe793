"""What yolocam keeps on disk and reads again: palettes, settings, own models, caches, notes of downloads."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from fuzz.mutations import Mutator
from fuzz.target import Target, always
from yolocam.settings import Settings

PALETTE = json.dumps(
    {"name": "mine", "title": "Mine", "about": "My own.", "colours": ["#ff0000", "#00ff00", "#0000ff"]}
)


def _palette(path: Path) -> None:
    from yolocam.palette import load_palette

    palette = load_palette(path)
    for number in (0, 1, 80, 65_535):
        assert all(0 <= part <= 255 for part in (*palette.colour(number), *palette.text_colour(number)))


SETTINGS = (
    '[settings]\nconfidence="0.4"\niou="0.5"\npalette="\\"bright\\""\nimgsz="416"\nmax_det="100"\n'
    'precision="\\"fp32\\""\nmodel="\\"first\\""\n[window]\nscheme="\\"dark\\""\npanel=true\n'
    '[General]\nrecents="[\\"film.mp4\\", \\"rtsp://camera/live\\"]"\n[layout]\nwindow="\\"AdnQyw==\\""\n'
)


def _settings(path: Path) -> None:
    from yolocam.ui.preferences import Preferences

    found = Preferences(path)
    settings = found.settings(Settings(), ("first", "second"))
    assert 0 <= settings.confidence <= 1 and 0 <= settings.iou <= 1
    found.lost_model(("first",))
    assert len(found.recents) <= 10
    found.layout("window")
    found.word("scheme", ("dark", "light"), "light")
    found.words("classes")
    found.put_damage_aside()
    found.save()


REGISTRY = json.dumps(
    {
        "version": 1,
        "models": [
            {"name": "mine", "cfg": "mine/mine.cfg", "weights": "mine/mine.weights", "names": None,
             "class_count": 2, "copied": True},
            {"name": "there", "cfg": "/there/a.cfg", "weights": "/there/a.weights", "names": "/there/a.names",
             "class_count": None, "copied": False},
        ],
        "downloads": ["yolov3-tiny"],
        "pins": {"yolov4": "0" * 64},
    }
)  # fmt: skip


def _registry(path: Path) -> None:
    from yolocam.zoo.library import Library

    library = Library(path.parent)
    for entry in library.models():
        assert entry.name
    _ = library.warnings()


RANGES = json.dumps({"-1": [0.0, 1.0], "0": [-1.5, 2.5], "1": [0, 6]})
MEASURED = json.dumps(
    {"rate": 12.5, "batch": {"batch": 4, "images_per_s": 9.5, "bytes_per_image": 9, "streams": 1}}
)

PART = json.dumps({"address": "https://host/a", "mark": '"x"'})


def _caches(path: Path) -> None:
    """A broken cache is never an error."""
    from yolocam.bench.remembered import BatchMemory
    from yolocam.files.measured import MeasuredFigures
    from yolocam.model.engines.torch_cpu.int8_ranges import RangeMemory

    figure = MeasuredFigures(path).get("rate")
    assert figure is None or np.isfinite(figure)
    BatchMemory(path).get("batch")
    MeasuredFigures(path).put("rate", 2.0)
    ranges = RangeMemory(path.stem, 2, path.parent).get()
    assert ranges is None or np.isfinite(list(ranges.values())).all()


def _part(path: Path) -> None:
    from yolocam.zoo.partial_download import PartFile

    part = PartFile(path.with_name(path.name.removesuffix(".part.json")))
    _ = part.note(), part.size


KEPT_FILES = {
    "palette": Target(always({"mine.json": PALETTE}), Mutator.json, _palette),
    "settings": Target(always({"window.ini": SETTINGS}), Mutator.text, _settings),
    "registry": Target(always({"models.json": REGISTRY}), Mutator.json, _registry),
    "caches": Target(always({"ranges.json": RANGES, "figures.json": MEASURED}), Mutator.json, _caches),
    "part file": Target(always({"a.weights.part.json": PART}), Mutator.json, _part),
}
