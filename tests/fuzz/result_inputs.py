"""Stored results, and the annotations that accuracy is measured by."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np

from fuzz.mutations import Mutator
from fuzz.target import LOW, Target, always, check_boxes


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

    labels = read_labels(path, classes=2)
    assert np.isfinite(labels.xyxy).all()


RESULT_FILES = {
    "results": Target(_results_example, Mutator.json_lines, _results),
    "coco": Target(always({"instances.json": COCO}), Mutator.json, _coco),
    "labels": Target(always({"a.txt": "0 0.5 0.5 0.2 0.2\n1 0.1 0.2 0.1 0.1\n"}), Mutator.text, _labels),
}
