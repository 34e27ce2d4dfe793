"""How well objects keep their numbers, and how long that takes: `python benchmarks/tracking.py`.

The scene is `yolocam.bench.moving_boxes`: 24 boxes of one class on straight lines with bounces, at 30 frames
a second, with a jitter of 1.2 pixels and 4 % missed. Beside our own it runs ByteTrack of the library
`trackers` where that is installed, counting frames and given the time of each.
"""

from __future__ import annotations

import argparse
import statistics
import time
import warnings
from collections.abc import Callable, Iterator

import numpy as np

from yolocam.bench.moving_boxes import EVERY_FRAME, GAPS, Look, moving_boxes, switches, thinned
from yolocam.pipeline.tracking.tracker import Tracker
from yolocam.pipeline.tracking.tracks import Boxes

Answers = Iterator[tuple[np.ndarray, np.ndarray]]


def ours(method: str) -> Callable[[list[Look]], Answers]:
    """Return what follows a scene with our tracker."""

    def run(looks: list[Look]) -> Answers:
        tracker = Tracker(method)
        for look in looks:
            yield look.objects, tracker.update(boxes_of(look), None, look.seconds)

    return run


def theirs(*, timed: bool) -> Callable[[list[Look]], Answers]:
    """Return what follows a scene with the library's ByteTrack."""
    import supervision
    from trackers import ByteTrackTracker

    def run(looks: list[Look]) -> Answers:
        tracker = ByteTrackTracker(frame_rate=30)
        for look in looks:
            found = supervision.Detections(
                xyxy=look.xyxy.astype(float),
                confidence=np.full(len(look.xyxy), 0.9),
                class_id=np.zeros(len(look.xyxy), int),
                data={"object": look.objects},
            )
            answer = tracker.update(found, timestamp=look.seconds if timed else None)
            yield answer.data["object"], answer.tracker_id

    return run


def boxes_of(look: Look) -> Boxes:
    """Return the boxes of a frame, all of one class."""
    return Boxes.of(look.xyxy, np.zeros(len(look.xyxy), np.int32))


def milliseconds(objects: int, frames: int = 200) -> float:
    """Return the median time of a frame with so many objects."""
    tracker, times = Tracker(), []
    for look in moving_boxes(1, frames, objects):
        boxes, started = boxes_of(look), time.perf_counter()
        tracker.update(boxes, None, look.seconds)
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1e3


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[7, 1, 2, 3, 4])
    parser.add_argument("--frames", type=int, default=600)
    args = parser.parse_args()
    runs = {"bytetrack": ours("bytetrack"), "ocsort": ours("ocsort")}
    try:
        runs |= {"library, frames": theirs(timed=False), "library, time": theirs(timed=True)}
    except ImportError:
        print("trackers is not installed, so nothing is compared (pip install trackers)")
    warnings.filterwarnings("ignore")
    steps = (EVERY_FRAME, *GAPS)
    print("changes of number".ljust(20), *(f"gaps {','.join(map(str, s))}".rjust(14) for s in steps))
    for name, run in runs.items():
        counts = [
            [switches(run(list(thinned(moving_boxes(seed, args.frames), s)))) for seed in args.seeds]
            for s in steps
        ]
        print(name.ljust(20), *(f"{'+'.join(map(str, each))}={sum(each)}".rjust(14) for each in counts))
    for objects in (24, 50, 200):
        print(f"{objects} objects: {milliseconds(objects):.2f} ms a frame")


if __name__ == "__main__":
    main()
