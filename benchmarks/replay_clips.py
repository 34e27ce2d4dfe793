"""Whether clips hold all of the seconds before their events.

    python benchmarks/replay_clips.py [COUNT]

COUNT (100) events at random moments of a made-up camera of 30 images a second, a quarter of which is missing.
Each clip is decoded: the image of the event has to be in it, 3 seconds or more from its beginning.
"""

from __future__ import annotations

import random
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from yolocam.detections import Detections
from yolocam.frame import Detected, Frame, Inference, ModelInfo, Rendered, SourceInfo, Timing
from yolocam.media.encoding.video_track import to_yuv420p
from yolocam.pipeline.actions.clip_sink import ClipSink
from yolocam.settings import Settings

BEFORE_S, AFTER_S, FPS = 3.0, 0.5, 30
MODEL = ModelInfo("bench", ("person",), (64, 64), "cpu", "fp32")
NOTHING = Inference(Detections.empty(), Timing(), MODEL)


def main() -> int:
    """Make the clips, print how many are whole, and return 0 where all are."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    chance = random.Random(1)
    info = SourceInfo("bench", "camera", (64, 48), fps=Fraction(FPS), live=True)
    whole = 0
    with tempfile.TemporaryDirectory() as folder:
        clips = ClipSink(Path(folder), BEFORE_S, lambda path, seconds: None, print)
        index = 0
        for _ in range(count):
            event = index + chance.randint(4 * FPS, 6 * FPS)
            last = event + int((AFTER_S + 1) * FPS)
            for index in range(index, last):  # noqa: B020 - it goes on where it was
                if index == event:
                    at = index * 1_000_000_000 // FPS
                    clips.save(at, at, BEFORE_S, AFTER_S)
                if index == event or chance.random() < 0.75:
                    clips.write(_image(index, info))
            (path,) = Path(folder).glob("*.mp4")
            whole += _holds(path, event)
            path.unlink()
        clips.close()
    print(f"{whole} of {count} clips hold {BEFORE_S:g} s before their event and {AFTER_S:g} s after it")
    return 0 if whole == count else 1


def _image(index: int, info: SourceInfo) -> Rendered:
    at = index * 1_000_000_000 // FPS
    image = np.full((48, 64, 3), index % 256, np.uint8)
    return Rendered(Detected(Frame(image, index, at, at, info), NOTHING, Settings()), image)


def _holds(path: Path, event: int) -> bool:
    """Whether the image of the event, known by its grey, comes late enough, and the clip goes on after it."""
    with av.open(str(path)) as container:
        frames = [
            (float(frame.time or 0), frame.to_ndarray(format="gray").mean())
            for frame in container.decode(video=0)
        ]
    wanted = np.full((48, 64, 3), event % 256, np.uint8)
    grey = av.VideoFrame.from_ndarray(to_yuv420p(wanted), "yuv420p").to_ndarray(format="gray").mean()
    at = min(frames, key=lambda frame: abs(frame[1] - grey))[0]
    return at >= BEFORE_S and frames[-1][0] - at >= AFTER_S - 5 / FPS


if __name__ == "__main__":
    sys.exit(main())
