"""What is attacked: for each kind of input, whole examples of it and the reading of a changed one."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fuzz.mutations import Mutator
from support.darknet.darknet_files import HEAD, HEADER, TINY
from support.picture_makers import ALL
from yolocam.frame import Detections
from yolocam.settings import Settings

FRAMES = 8
"""So many frames of a film are decoded before and after a seek."""

LOW = Settings(confidence=0.02)
CLASSES = 2


@dataclass(frozen=True)
class Target:
    """One kind of input. `examples` are by file name; `read` gets the path of a changed one.

    `share` is its part of the time.
    """

    examples: Callable[[Path], dict[str, bytes]]
    change: Callable[[Mutator, bytes], bytes]
    read: Callable[[Path], None]
    share: int = 1


def check_boxes(found: Detections) -> None:
    """A box that was let through is a box: finite, and with a score from 0 to 1."""
    assert np.isfinite(found.xyxy).all(), "a box is not finite"
    scores = found.confidence
    assert np.isfinite(scores).all() and (scores >= 0).all() and (scores <= 1).all(), "a score is none"


def _detect(cfg: Path, weights: Path) -> None:
    from yolocam.model.detector import load_detector

    detector = load_detector(cfg, weights, [str(i) for i in range(CLASSES)], device="cpu", precision="fp32")
    image = np.random.default_rng(0).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    image.flags.writeable = False
    try:
        for found in detector.detect([image], LOW):
            check_boxes(found)
    finally:
        detector.close()


def _cfg(path: Path) -> None:
    from yolocam.darknet.cfg import parse_cfg
    from yolocam.darknet.cfg_figures import read_figures
    from yolocam.model.doctor import examine
    from yolocam.model.layers.darknet_network import DarknetNetwork
    from yolocam.model.layers.weights import chunks

    read_figures(path)
    totals = examine(path).totals  # never raises
    network = DarknetNetwork(parse_cfg(path))
    values = sum(chunk.tensor.numel() for chunk in chunks(network))
    if values > 200_000 or totals is None or totals.gflops > 0.1 or totals.classes != CLASSES:
        return
    weights = path.with_name("made.weights")
    numbers = np.random.default_rng(1).uniform(0.1, 0.5, values).astype("<f4")
    weights.write_bytes(HEADER + numbers.tobytes())
    _detect(path, weights)


CHAIN = (
    "[net]\nwidth=32\nheight=32\nchannels=3\n"
    "[convolutional]\nbatch_normalize=1\nfilters=4\nsize=3\nstride=2\npad=1\nactivation=mish\n"
    "[maxpool]\nsize=2\nstride=2\n[convolutional]\nfilters=4\nsize=1\nactivation=leaky\n"
    "[shortcut]\nfrom=-2\nactivation=linear\n[route]\nlayers=-1,-3\n[upsample]\nstride=2\n"
    "[dropout]\nprobability=.5\n[route]\nlayers=-2\n" + HEAD
)


def _weights_example(folder: Path) -> dict[str, bytes]:
    from support.darknet.darknet_files import build, seeded

    return {"net.weights": HEADER + seeded(build(folder, TINY), seed=2).astype("<f4").tobytes()}


def _weights(path: Path) -> None:
    from yolocam.model.doctor import examine

    cfg = path.with_name("tiny.cfg")
    cfg.write_text(TINY)
    examine(cfg, path)  # never raises
    _detect(cfg, path)


def _names(path: Path) -> None:
    from yolocam.darknet.names import hidden_classes, read_names, shown_names
    from yolocam.model.doctor import examine

    cfg = path.with_name("tiny.cfg")
    cfg.write_text(TINY)
    examine(cfg, None, path)
    names = read_names(path)
    hidden_classes(names)
    shown_names(names)


def _data(path: Path) -> None:
    from yolocam.darknet.data_file import read_data
    from yolocam.evaluation.image_list import listed_images

    path.with_name("valid.txt").write_text("a.jpg\nb.jpg\n")
    data = read_data(path)
    assert data.classes is None or data.classes > 0
    for key in ("names", "valid", "train", "backup"):
        data.find(key)
    listed_images(data)


def _list(path: Path) -> None:
    from yolocam.pipeline.sources.files.path_list import listed_paths

    listed_paths(f"@{path}")
    listed_paths(str(path))


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


def _results_example(folder: Path) -> dict[str, bytes]:
    from support.films.media_files import detections, image_frame, rendered, video_frame
    from yolocam.pipeline.sinks.results.jsonl import JsonlSink

    made = {}
    for name, frames in (("film", [video_frame(i) for i in range(3)]), ("image", [image_frame()])):
        path = folder / f"{name}.made"
        sink = JsonlSink(path)
        for frame in frames:
            sink.write(rendered(frame, detections((1, 2, 30, 40, 0.9, 0.8, 0), (5, 5, 9, 9, 0.5, 0.5, 1))))
        sink.close()
        made[f"{name}.jsonl"] = path.read_bytes()
    return made


def _results(path: Path) -> None:
    from yolocam.pipeline.sinks.results.jsonl import JsonlSink
    from yolocam.pipeline.stored_results.find_video import find_video
    from yolocam.pipeline.stored_results.result_file import ResultFile
    from yolocam.pipeline.stored_results.rewrite import rendered_again

    for name in ("street.mp4", "dog.jpg"):
        path.with_name(name).touch()
    results = ResultFile(path)
    assert 0 <= results.floor <= 1 and results.model is not None and results.settings is not None
    _ = results.problem, results.sources
    sink = JsonlSink(path.with_name("again.jsonl"))
    for item in itertools.islice(rendered_again(results, LOW), 50):
        check_boxes(item.detected.detections)
        sink.write(item)
    sink.close()
    find_video(path)


COCO = json.dumps(
    {
        "images": [
            {"id": 9, "file_name": "a.jpg", "width": 640, "height": 480},
            {"id": 4, "file_name": "b.jpg"},
        ],
        "categories": [{"id": 1, "name": "person"}, {"id": 90, "name": "toothbrush"}],
        "annotations": [
            {"id": 1, "image_id": 9, "category_id": 90, "bbox": [10, 20, 30.5, 40]},
            {"image_id": 9, "category_id": 1, "bbox": [0, 0, 5, 5], "area": 12.5, "iscrowd": 1},
        ],
    }
)


def _coco(path: Path) -> None:
    from yolocam.evaluation.coco_annotations import read_annotations
    from yolocam.evaluation.coco_set import coco_set

    for labels in read_annotations(path).labels.values():
        assert np.isfinite(labels.xyxy).all()
    path.with_name("a.jpg").touch()
    coco_set(path, [])


def _labels(path: Path) -> None:
    from yolocam.evaluation.yolo_labels import read_labels

    labels = read_labels(path, CLASSES)
    assert np.isfinite(labels.xyxy).all()


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


def _pictures(_: Path) -> dict[str, bytes]:
    from PIL import Image

    from support.picture_makers import moving

    frames = [Image.new("RGB", (32, 24), (60 * n, 9, 9)) for n in range(3)]
    return {
        **{f"picture.{ending}": data for ending, data in ALL.items()},
        **{f"moving.{kind.lower()}": moving(kind, [40] * 3, frames) for kind in ("GIF", "WEBP", "PNG")},
    }


def _source(path: Path) -> None:
    from yolocam.pipeline.sources import open_source

    source = open_source(str(path))
    try:
        for frame in itertools.islice(iter(source.read, None), FRAMES):
            assert frame.image.dtype == np.uint8 and frame.image.ndim == 3
        if source.info.seekable:
            source.seek(200_000_000)
            for _ in itertools.islice(iter(source.read, None), FRAMES):
                pass
    finally:
        source.close()


FILMS = {
    "film.mp4": ("libx264", "aac"), "film.mkv": ("libx264", None), "film.webm": ("libvpx", None),
    "film.avi": ("mpeg4", "mp2"), "film.mov": ("mjpeg", None), "film.ts": ("mpeg2video", None),
    "film.flv": ("flv1", None), "film.mpg": ("mpeg1video", None), "film.h264": ("libx264", None),
    "film.y4m": ("rawvideo", None),
}  # fmt: skip


def _films(folder: Path) -> dict[str, bytes]:
    from fractions import Fraction

    from support.films.media_files import make_video

    made = {}
    for name, (codec, sound) in FILMS.items():
        kind = {"film.mov": "yuvj420p"}.get(name)
        path = make_video(
            folder / name, 10, rate=Fraction(25), codec=codec, sound=sound, pix_fmt=kind, options={}
        )
        made[name] = path.read_bytes()
    return made


def _with(name: str, text: str) -> Callable[[Path], dict[str, bytes]]:
    return lambda _: {name: text.encode()}


TARGETS: dict[str, Target] = {
    "cfg": Target(lambda _: {"tiny.cfg": TINY.encode(), "chain.cfg": CHAIN.encode()}, Mutator.text, _cfg, 3),
    "weights": Target(_weights_example, Mutator.bytes, _weights, 4),
    "names": Target(_with("a.names", "person\ndog\n\ndont_show\ncat\n"), Mutator.text, _names),
    "data": Target(
        _with("a.data", "classes = 2\ntrain = train.txt\nvalid=valid.txt\nnames = a.names\nbackup = b/\n"),
        Mutator.text,
        _data,
    ),
    "list": Target(_with("list.txt", "a.jpg\nsub/b.png\n/tmp/c.jpg\nfilm.mp4\n"), Mutator.text, _list),
    "palette": Target(
        _with(
            "mine.json",
            json.dumps(
                {"name": "mine", "title": "Mine", "about": "Mine.", "colours": ["#ff0000", "#00ff00"]}
            ),
        ),
        Mutator.json,
        _palette,
    ),
    "settings": Target(_with("window.ini", SETTINGS), Mutator.text, _settings),
    "results": Target(_results_example, Mutator.json_lines, _results),
    "coco": Target(_with("instances.json", COCO), Mutator.json, _coco),
    "labels": Target(_with("a.txt", "0 0.5 0.5 0.2 0.2\n1 0.1 0.2 0.1 0.1\n"), Mutator.text, _labels),
    "registry": Target(_with("models.json", REGISTRY), Mutator.json, _registry),
    "caches": Target(
        lambda _: {"ranges.json": RANGES.encode(), "figures.json": MEASURED.encode()}, Mutator.json, _caches
    ),
    "part file": Target(
        _with("a.weights.part.json", json.dumps({"address": "https://host/a", "mark": '"x"'})),
        Mutator.json,
        _part,
    ),
    "pictures": Target(_pictures, Mutator.bytes, _source, 2),
    "films": Target(_films, Mutator.bytes, _source, 4),
}
