"""Whether privacy ever lets anything through while detection is late.

    python benchmarks/privacy_cover.py [--frames 10000] [--late 0.3] [--missed 0.05]

A made-up camera of 30 images a second shows an object that crosses the image in a second and bounces, and a
sign in an area that is to be hidden. The network answers after 300 ms, so that it gets every ninth image:
they are given to it without waiting, or it would take an hour. It misses one in twenty of them.
Everything that leaves the pipeline is looked at: the images that are shown, the recording, crops, snapshots,
clips and the web page. Both things have two colours that nothing else has, and that are gone where they are
hidden.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from urllib.request import urlopen

import av
import cv2
import numpy as np

from yolocam.detections import Detections
from yolocam.frame import Frame, Image, Inference, ModelInfo, Rendered, SourceInfo, Timing, publish
from yolocam.media.encoding.encoder_settings import LIVE
from yolocam.pipeline.actions.clip_sink import ClipSink
from yolocam.pipeline.drawing.annotate import Annotator
from yolocam.pipeline.interfaces import Processor
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.processors import open_processors
from yolocam.pipeline.sinks.live.web_view import WebView
from yolocam.pipeline.sinks.results.crops import CropSink
from yolocam.pipeline.sinks.video.recorder import Recorder
from yolocam.pipeline.snapshot import save_snapshot
from yolocam.settings import Settings, SettingsStore

SIZE_WH, FPS, SIDE = (640, 360), 30, 64
SPEED = (611, 233)  # pixels a second
SIGN = (560, 280)  # its upper left corner
MODEL = ModelInfo("none", ("thing",), SIZE_WH, "cpu", "fp32")
COLOURS = {"object": ((255, 0, 0), (0, 255, 255)), "sign": ((0, 0, 255), (255, 255, 0))}
"""Two colours each, which mixed are grey."""

LEAST = 40
"""So many pixels of both colours are something that can be seen."""


def checks(colours: tuple[Sequence[int], Sequence[int]], side: int = SIDE) -> Image:
    """Return a square with a pattern of 8 pixels."""
    rows, columns = np.indices((side, side)) // 8
    return np.where(((rows + columns) % 2)[..., None], *(np.array(c, np.uint8) for c in colours))


OBJECT, PLATE = checks(COLOURS["object"]), checks(COLOURS["sign"])


def place_at(seconds: float) -> tuple[int, int]:
    """Return where the object is."""
    ways = ((speed * seconds, room - SIDE) for speed, room in zip(SPEED, SIZE_WH, strict=True))
    x, y = (round(room - abs(way % (2 * room) - room)) for way, room in ways)
    return x, y


def picture(seconds: float) -> Image:
    """Return the image of a moment."""
    image = np.full((SIZE_WH[1], SIZE_WH[0], 3), 120, np.uint8)
    image[SIGN[1] : SIGN[1] + SIDE, SIGN[0] : SIGN[0] + SIDE] = PLATE
    x, y = place_at(seconds)
    image[y : y + SIDE, x : x + SIDE] = OBJECT
    return image


def seen_in(image: Image) -> set[str]:
    """Return which of the two things can be seen."""
    return {
        name
        for name, colours in COLOURS.items()
        if all(cv2.countNonZero(_like(image, colour, 70)) >= LEAST for colour in colours)
    }


def _like(image: Image, colour: Sequence[int], apart: int) -> Image:
    """Return which pixels have nearly this colour."""
    wanted = np.array(colour)
    return cv2.inRange(image, np.clip(wanted - apart, 0, 255), np.clip(wanted + apart, 0, 255))


class Camera:
    """Gives so many images, those that a network gets which takes `late_s` seconds for each."""

    def __init__(self, frames: int, late_s: float) -> None:
        self.info = SourceInfo("camera", "video", SIZE_WH, fps=Fraction(FPS))
        self._left = iter(range(0, frames * max(round(late_s * FPS), 1), max(round(late_s * FPS), 1)))

    def read(self) -> Frame | None:
        """Return the next one."""
        index = next(self._left, None)
        if index is None:
            return None
        at_ns = index * 1_000_000_000 // FPS
        return Frame(publish(picture(index / FPS)), index, at_ns, at_ns, self.info)

    def close(self) -> None:
        """Nothing is open."""


class Network:
    """Finds the object by its colours, and misses it now and then, but not at first."""

    slots = 1

    def __init__(self, missed: float) -> None:
        self._missed = missed
        self._chance = random.Random(7)
        self.answers = self.misses = 0
        self._answer: list[Inference] = []

    def submit(self, images: Sequence[Image], settings: Settings) -> Network:
        """Look at images."""
        self._answer = [Inference(self._look(image), Timing(), MODEL) for image in images]
        return self

    def result(self) -> list[Inference]:
        """Return what was found."""
        return self._answer

    def _look(self, image: Image) -> Detections:
        self.answers += 1
        if self.answers > 2 and self._chance.random() < self._missed:
            self.misses += 1
            return Detections.empty()
        y, x = (_like(image, COLOURS["object"][0], 0) | _like(image, COLOURS["object"][1], 0)).nonzero()
        one = np.full(1, 0.9, np.float32)
        box = np.array([[x.min(), y.min(), x.max() + 1, y.max() + 1]], np.float32)
        return Detections(xyxy=box, objectness=one, class_score=one, class_id=np.zeros(1, np.int32))

    def close(self) -> None:
        """Nothing is open."""


class Looker:
    """A sink that looks at each image, saves snapshots and asks for clips."""

    wants_image = True

    def __init__(self, folder: Path, clips: ClipSink, seen: Counter[str]) -> None:
        self._folder = folder
        self._clips = clips
        self._seen = seen
        self.frames = 0

    def write(self, item: Rendered) -> None:
        """Look at the image as it is drawn, and as it is without boxes."""
        assert item.image is not None
        self.frames += 1
        for where, image in (("drawn", item.image), ("frame", item.frame.image)):
            self._seen.update(f"{what} in {where}" for what in seen_in(image))
        if self.frames % 10 == 1:
            save_snapshot(item, self._folder, boxes=self.frames % 20 == 1)
        if self.frames % 50 == 2:
            self._clips.save(item.frame.pts_ns, item.frame.captured_ns, 3, 1)

    def close(self) -> None:
        """Nothing is open."""


def watch_page(url: str, seen: Counter[str], count: Counter[str]) -> None:
    """Look at the images of the page until it is gone."""
    data = b""
    try:
        with urlopen(url.replace("/?", "/live.mjpg?"), timeout=20) as page:
            while chunk := page.read1(65536):
                data += chunk
                while (end := data.find(b"\xff\xd9")) >= 0:
                    start = data.find(b"\xff\xd8")
                    image = cv2.imdecode(np.frombuffer(data[start : end + 2], np.uint8), cv2.IMREAD_COLOR)
                    data = data[end + 2 :]
                    count["page"] += 1
                    seen.update(f"{what} in page" for what in seen_in(np.asarray(image)))
    except OSError:
        return


def run(frames: int, late_s: float, missed: float, *, hidden: bool = True) -> dict[str, object]:
    """Run the pipeline, and return what was looked at and what could be seen where."""
    seen: Counter[str] = Counter()
    count: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        network = Network(missed)
        processors = _processors(folder) if hidden else []
        pipeline = Pipeline(
            Camera(frames, late_s), network, Annotator(), SettingsStore(Settings()), processors=processors
        )
        clips = ClipSink(folder / "clips", 3, lambda path, seconds: None, print)
        looker, page = Looker(folder / "snapshots", clips, seen), WebView("http:127.0.0.1:0")
        recorder = Recorder(folder / "film.mp4", encoder=replace(LIVE, hardware=False), jsonl=True)
        sinks = {"clips": clips, "looker": looker, "page": page, "film": recorder, "crops": CropSink(folder)}
        for name, sink in sinks.items():
            pipeline.outputs.attach(sink, name=name)
        watcher = threading.Thread(target=watch_page, args=(page.url, seen, count), daemon=True)
        watcher.start()
        time.sleep(0.5)
        pipeline.start()
        while not pipeline.join(1.0):
            pass
        watcher.join(10)
        count["shown"] = looker.frames
        _look_at_files(folder, seen, count)
    return {"frames": frames, "missed": network.misses, "looked at": dict(count), "seen": dict(seen)}


def _processors(folder: Path) -> Sequence[Processor]:
    corners = [[x + SIGN[0], y + SIGN[1]] for x, y in ((0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE))]
    region = {"name": "sign", "kind": "polygon", "role": "hide", "points": corners}
    file = folder / "regions.json"
    file.write_text(json.dumps({"regions": [region]}))
    return open_processors(["privacy=thing", f"regions={file}"])


def _look_at_files(folder: Path, seen: Counter[str], count: Counter[str]) -> None:
    films = {"recording": [folder / "film.mp4"], "clip": list(folder.glob("clips/*.mp4"))}
    for where, paths in films.items():
        for path in paths:
            with av.open(str(path)) as container:
                for frame in container.decode(video=0):
                    count[where] += 1
                    seen.update(f"{what} in {where}" for what in seen_in(frame.to_ndarray(format="bgr24")))
    for where, pattern in (("snapshot", "snapshots/*.png"), ("crop", "crops/*/*.jpg")):
        for path in folder.glob(pattern):
            count[where] += 1
            seen.update(f"{what} in {where}" for what in seen_in(np.asarray(cv2.imread(str(path)))))


def main() -> int:
    """Run it without privacy for a moment, to see that all of it would be noticed, and then with it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--frames", type=int, default=10_000)
    parser.add_argument("--late", type=float, default=0.3)
    parser.add_argument("--missed", type=float, default=0.05)
    args = parser.parse_args()
    without = run(20, args.late, 0.0, hidden=False)
    places = {"drawn", "frame", "recording", "clip", "snapshot", "crop", "page"}
    seen = without["seen"]
    assert isinstance(seen, dict)
    unnoticed = {f"object in {place}" for place in places} - seen.keys()
    if unnoticed:
        print(f"nothing can be said: without privacy there is no {', '.join(sorted(unnoticed))}")
        return 2
    report = run(args.frames, args.late, args.missed)
    print(json.dumps(report, indent=1))
    print("something was seen" if report["seen"] else "nothing was seen")
    return 1 if report["seen"] else 0


if __name__ == "__main__":
    sys.exit(main())
