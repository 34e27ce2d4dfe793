"""Prints what a frame of a film costs, part by part, in milliseconds of one core's time.

usage: python benchmarks/job_costs.py FILM [--model NAME] [--frames N] [--rounds N] [--batch N]

Each part of `yolocam detect FILM` is run by itself over the same frames, on one core. What counts is the time
that the process spent, not the clock, so what else runs on the machine disturbs it least. The least of the
rounds is printed; every other round takes the parts in the opposite order.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import torch

from yolocam.detections import Detections
from yolocam.frame import Frame, Image
from yolocam.loading import MANY_IMAGES, make_detector
from yolocam.media.encoding.encoder_settings import FILE
from yolocam.media.encoding.encoders import working_encoders
from yolocam.media.encoding.video_track import to_yuv420p
from yolocam.media.encoding.video_writer import VideoWriter
from yolocam.model.detector import Detector
from yolocam.pipeline.drawing.annotate import Annotator
from yolocam.pipeline.sources.files.video import VideoSource
from yolocam.settings import Settings
from yolocam.zoo.library import find_model

Costs = dict[str, float]
"""Seconds by part."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the parts work on; `drawn` are the frames' images with what was found."""

    film: Path
    frames: Sequence[Frame]
    found: Sequence[Detections]
    names: tuple[str, ...]
    drawn: Sequence[Image]
    settings: Settings

    @property
    def images(self) -> list[Image]:
        """The frames' own images."""
        return [frame.image for frame in self.frames]


def main() -> None:
    """Measure and print the table."""
    args = _arguments()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    working_encoders(FILE)  # tries them, once
    settings = Settings(model=args.model)
    with closing(make_detector(find_model(args.model), settings, image_count=MANY_IMAGES)) as detector:
        material = _material(args.film, args.frames, detector, settings)
        parts: list[Callable[[], Costs]] = [
            partial(_timed, "decode, to BGR", partial(_decode, material)),
            partial(_network, material, detector, args.batch),
            partial(_timed, "draw", partial(_draw, material, Annotator())),
            partial(_timed, "to the encoder's colours", partial(_convert, material)),
            partial(_timed, "encode, with these colours", partial(_encode, material)),
        ]
        least: Costs = {}
        for number in range(args.rounds):
            for part in parts if number % 2 == 0 else reversed(parts):
                for name, seconds in part().items():
                    least[name] = min(seconds, least.get(name, seconds))
    frames, boxes = len(material.frames), float(np.mean([len(one) for one in material.found]))
    print(f"{args.film.name}, {frames} frames, {boxes:.1f} boxes each, {args.model}, batch {args.batch}")
    for name, seconds in least.items():
        print(f"{name:26} {seconds * 1e3 / frames:7.2f} ms")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("film", type=Path)
    parser.add_argument("--model", default="yolov3-tiny")
    parser.add_argument("--frames", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--batch", type=int, default=1)
    return parser.parse_args()


def _material(film: Path, count: int, detector: Detector, settings: Settings) -> Material:
    with closing(VideoSource(film, threads=1)) as source:
        frames = [frame for _ in range(count) if (frame := source.read()) is not None]
    found = [detector.detect([frame.image], settings)[0] for frame in frames]
    names = detector.model_info(settings).class_names
    annotator = Annotator()
    drawn = [
        annotator.draw(frame.image, one, names, settings) for frame, one in zip(frames, found, strict=True)
    ]
    return Material(film, frames, found, names, drawn, settings)


def _timed(name: str, work: Callable[[], None]) -> Costs:
    started = time.process_time()
    work()
    return {name: time.process_time() - started}


def _decode(material: Material) -> None:
    with closing(VideoSource(material.film, threads=1)) as source:
        for _ in material.frames:
            source.read()


def _network(material: Material, detector: Detector, batch: int) -> Costs:
    """Share the process's time out by the clock of the parts: nothing else runs in it meanwhile."""
    clock = np.zeros(3)
    images = material.images
    started = time.process_time()
    for first in range(0, len(images), batch):
        for one in detector.submit(images[first : first + batch], material.settings).result():
            clock += one.timing.prepare_ns, one.timing.network_ns, one.timing.postprocess_ns
    spent = clock / clock.sum() * (time.process_time() - started)
    return dict(zip(("letterbox", "network", "post-processing"), spent.tolist(), strict=True))


def _draw(material: Material, annotator: Annotator) -> None:
    for image, found in zip(material.images, material.found, strict=True):
        annotator.draw(image, found, material.names, material.settings)


def _convert(material: Material) -> None:
    for image in material.drawn:
        to_yuv420p(image)


def _encode(material: Material) -> None:
    with tempfile.TemporaryDirectory(prefix="yolocam-costs-") as folder:
        path = Path(folder) / "film.mp4"
        with closing(VideoWriter(path, source_info=material.frames[0].source, threads=1)) as writer:
            for frame, image in zip(material.frames, material.drawn, strict=True):
                writer.write(frame, image)


if __name__ == "__main__":
    main()
