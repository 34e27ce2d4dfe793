"""Darknet's files: cfg, weights, names, `.data`, and lists of paths."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fuzz.mutations import Mutator
from fuzz.target import LOW, Target, always, check_boxes
from support.darknet.darknet_files import HEAD, HEADER, TINY

CLASSES = 2

CHAIN = (
    "[net]\nwidth=32\nheight=32\nchannels=3\n"
    "[convolutional]\nbatch_normalize=1\nfilters=4\nsize=3\nstride=2\npad=1\nactivation=mish\n"
    "[maxpool]\nsize=2\nstride=2\n[convolutional]\nfilters=4\nsize=1\nactivation=leaky\n"
    "[shortcut]\nfrom=-2\nactivation=linear\n[route]\nlayers=-1,-3\n[upsample]\nstride=2\n"
    "[dropout]\nprobability=.5\n[route]\nlayers=-2\n" + HEAD
)


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


DARKNET_FILES = {
    "cfg": Target(always({"tiny.cfg": TINY, "chain.cfg": CHAIN}), Mutator.text, _cfg, 3),
    "weights": Target(_weights_example, Mutator.bytes, _weights, 4),
    "names": Target(always({"a.names": "person\ndog\n\ndont_show\ncat\n"}), Mutator.text, _names),
    "data": Target(
        always({"a.data": "classes = 2\ntrain = train.txt\nvalid=valid.txt\nnames = a.names\nbackup = b/\n"}),
        Mutator.text,
        _data,
    ),
    "list": Target(always({"list.txt": "a.jpg\nsub/b.png\n/tmp/c.jpg\nfilm.mp4\n"}), Mutator.text, _list),
}
