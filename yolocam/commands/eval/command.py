"""`yolocam eval`: how well a network finds what people have labelled."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from yolocam.bench.plot import save_png
from yolocam.commands.console import Console
from yolocam.commands.detect.run_report import progress_bar
from yolocam.commands.eval import tracks
from yolocam.commands.eval.accuracy_report import Report
from yolocam.commands.eval.flags import CONFIDENCE
from yolocam.commands.exit_status import EXIT_BAD_INPUT, EXIT_INTERRUPTED
from yolocam.commands.flags import check_settings, given_settings, model_name
from yolocam.darknet.data_file import DataFile, read_data
from yolocam.darknet.names import read_names
from yolocam.errors import LabelsError, SettingsError, SourceError
from yolocam.evaluation.classes import ClassMatch, match_classes
from yolocam.evaluation.coco_measure import check_library, coco_measure, result_rows
from yolocam.evaluation.coco_set import coco_set
from yolocam.evaluation.curve_plot import draw_curves
from yolocam.evaluation.darknet_measure import darknet_measure
from yolocam.evaluation.evaluated import Collector, other_sizes
from yolocam.evaluation.image_list import listed_images
from yolocam.evaluation.labelled_images import LabelledSet
from yolocam.evaluation.yolo_labels import yolo_set
from yolocam.files.output_file import write_bytes
from yolocam.loading import make_detector, model_files, share_cores
from yolocam.pipeline.drawing.annotate import Annotator
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.sources.files.image import read_image
from yolocam.pipeline.sources.files.listing import Listing, MediaItem, list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource
from yolocam.settings import Settings, SettingsStore
from yolocam.zoo.entry import ModelFiles

if TYPE_CHECKING:
    from yolocam.model.detector import Detector


SHOWN = 32
"""So many images of the set int8 is calibrated on, before anything is measured."""


def run(args: argparse.Namespace) -> int:
    """Measure and report; returns 0, 2 if some images were missing or broken, 130 after Ctrl-C."""
    if args.tracks is not None:
        return tracks.run(args)
    check_settings(args)
    _check(args)
    check_library()
    data = read_data(args.data) if args.data is not None else None
    files = _model(args, data)
    labelled = _labelled_set(args, data, files.class_names)
    settings = Settings(**{"confidence": CONFIDENCE, **given_settings(args, files.class_names)})
    match = match_classes(labelled.categories, files.class_names)

    console, errors = Console(), Console(stderr=True)
    problems = list(labelled.problems)
    images = labelled.images[: args.limit]
    cores = share_cores(settings)
    detector = make_detector(
        files, settings, streams=cores.streams, image_count=len(images), hide=False
    )  # Darknet measures the classes that it does not show as well
    detector.input_size(settings)
    listing = Listing(tuple(MediaItem(image.file, "image", image.name) for image in images))
    notes = [*files.notes, *labelled.notes, _prepare(detector, listing, settings, args.calibrate)]
    collector = Collector(images, match)
    source = SequenceSource(listing, on_problem=lambda name, text: problems.append(f"{name}: {text}"))
    finished = _look(errors, source, detector, settings, collector, args.batch)
    info = detector.model_info(settings)
    detector.close()
    if not finished:
        return EXIT_INTERRUPTED
    if not collector.evaluated:
        raise SourceError(f"none of the {len(images)} images can be read: {problems[-1]}")

    with errors.status("measuring"):
        coco = coco_measure(collector.evaluated, match.categories)
        darknet = darknet_measure(collector.evaluated, match.categories, args.points)
    report = Report(
        info, settings, match, _left_out(labelled, match), coco, darknet, len(collector.evaluated)
    )
    _save(args, report, collector)
    for line in report.parts():
        console.print(line, highlight=False, soft_wrap=isinstance(line, str), markup=False)
    notes += [other_sizes(collector.evaluated), _cut_curve(settings)]
    for note in [*problems, *filter(None, notes)]:
        errors.tell(f"yolocam: {note}")
    return EXIT_BAD_INPUT if problems else 0


def _check(args: argparse.Namespace) -> None:
    if args.track_class is not None:
        raise SettingsError("--track-class goes with --tracks TRUTH FOUND")
    given = {name: getattr(args, name) for name in ("annotations", "labels", "data")}
    flags = [f"--{name}" for name, path in given.items() if path is not None]
    if len(flags) > 1 and flags != ["--labels", "--data"]:
        raise SettingsError(f"{' and '.join(flags)} do not go together")
    if args.data is not None and args.source:
        raise SettingsError(f"--data names its images itself, found '{args.source[0]}' too")
    if not flags and not args.source:
        raise SettingsError("nothing to measure with: name a folder of images, --annotations or --data")
    if args.plot is not None and args.plot.suffix.lower() != ".png":
        raise SettingsError(f"--plot {args.plot}: expected a name that ends in .png")


def _model(args: argparse.Namespace, data: DataFile | None) -> ModelFiles:
    names = args.names
    if data is not None and args.cfg is not None and names is None:
        names = _names_file(data)
    return model_files(model_name(args), args.cfg, args.weights, names)


def _names_file(data: DataFile) -> Path | None:
    path = data.find("names")
    if path is None and data.values.get("names"):
        raise LabelsError(f"{data.path} names {data.values['names']} for the class names, which is not there")
    return path


def _labelled_set(args: argparse.Namespace, data: DataFile | None, names: Sequence[str]) -> LabelledSet:
    if args.annotations is not None:
        return coco_set(args.annotations, args.source)
    if data is not None:
        own = _names_file(data)
        return yolo_set(
            listed_images(data),
            names if own is None else read_names(own),
            args.labels,
            own_names=own is None,
        )
    listed = list_sources(args.source, recursive=True).items
    items = [item for item in listed if item.kind == "image" and item.page == 0]  # labels are of a file
    if not items:
        raise SourceError(f"no image in {', '.join(args.source)}")
    return yolo_set(items, names, args.labels)


def _prepare(detector: Detector, listing: Listing, settings: Settings, folder: Path | None) -> str | None:
    """Calibrate int8, on a folder of the user's or on images from all over the set; says how it went."""
    if folder is not None:
        from yolocam.commands.detect.calibration import (
            calibrate,  # with torch, which bad input need not wait for
        )

        return calibrate(detector, settings, folder)
    if settings.precision != "int8":
        return None
    images = []
    for item in listing.items[:: max(len(listing) // SHOWN, 1)][:SHOWN]:
        try:
            images.append(read_image(item.path, item.page))
        except SourceError:
            continue  # told when its turn comes
    detector.calibrate(images, settings)
    if detector.model_info(settings).precision == "int8":
        return None
    return detector.refusal or "these images show too little to calibrate int8 on, so fp32 was measured"


def _look(
    console: Console,
    source: SequenceSource,
    detector: Detector,
    settings: Settings,
    collector: Collector,
    batch: int,
) -> bool:
    """Run the images through the network and show how far it is; False if Ctrl-C ended it."""
    pipeline = Pipeline(source, detector, Annotator(), SettingsStore(settings), batch=batch)
    pipeline.outputs.attach(collector, name="collector")
    pipeline.start()
    with progress_bar(console) as progress:
        task = progress.add_task("detecting", total=source.info.frame_count)
        try:
            while not pipeline.join(0.1):
                progress.update(task, completed=pipeline.stats.snapshot().inferred)
        except KeyboardInterrupt:
            pipeline.abort()
            pipeline.wait()
            return False
    return True


def _left_out(labelled: LabelledSet, match: ClassMatch) -> int:
    """Return how many objects are of categories without a class."""
    numbers = frozenset(category.number for category in match.without_class)
    return sum(len(image.labels.of_categories(numbers)) for image in labelled.images)


def _cut_curve(settings: Settings) -> str | None:
    if settings.confidence <= 0.01:
        return None
    return f"the curves end at confidence {settings.confidence:g}: figures are lower than with {CONFIDENCE}"


def _save(args: argparse.Namespace, report: Report, collector: Collector) -> None:
    if args.json is not None:
        write_bytes(args.json, (json.dumps(report.to_json(), indent=2) + "\n").encode())
    if args.save_coco is not None:
        write_bytes(args.save_coco, (json.dumps(result_rows(collector.evaluated)) + "\n").encode())
    if args.plot is not None:
        save_png(draw_curves(report.title(), report.coco.classes), args.plot)
