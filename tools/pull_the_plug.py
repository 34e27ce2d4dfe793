"""Cuts the power of a disk at random moments of a recording, and says how much of it was lost.

The disk is an ext4 file system in an image file, mounted by a loop device: a copy of the image at some
moment is what the disk would hold if the power went then. Needs Linux, root, mkfs.ext4 and mount.

    sudo .venv/bin/python tools/pull_the_plug.py --cuts 20
"""

from __future__ import annotations

import argparse
import contextlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import av

from yolocam.detections import Detections
from yolocam.frame import Detected, Inference, ModelInfo, Rendered, Timing
from yolocam.pipeline.sinks.video.recorder import Recorder
from yolocam.pipeline.sources.live.synthetic import SyntheticSource
from yolocam.settings import Settings

_MODEL = ModelInfo("none", (), (416, 416), "cpu", "fp32")
_SIZE_MB = 96


def main() -> int:
    """Record until the last cut; exit status 1 if a cut lost more than `--most` seconds."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        losses = _record_and_cut(Path(folder), arguments.cuts, arguments.seconds, arguments.seed)
    for recorded, lost in losses:
        print(f"cut after {recorded:5.1f} s of recording: {lost:5.2f} s lost")
    worst = max(lost for _, lost in losses)
    print(f"{len(losses)} cuts, at most {worst:.2f} s lost")
    return int(worst > arguments.most)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cuts", type=int, default=20, help="how many cuts (20)")
    parser.add_argument("--seconds", type=float, default=60, help="length of the recording (60)")
    parser.add_argument("--most", type=float, default=2, help="seconds that a cut may cost (2)")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _record_and_cut(folder: Path, cuts: int, seconds: float, seed: int) -> list[tuple[float, float]]:
    """Return the seconds recorded at each cut, and those missing in the film on the cut disk."""
    image, mount = folder / "disk.img", folder / "disk"
    image.write_bytes(bytes(_SIZE_MB << 20))
    subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)
    moments = sorted(random.Random(seed).uniform(2, seconds) for _ in range(cuts))
    copies: list[tuple[float, Path]] = []
    with _mounted(image, mount):
        recorder = Recorder(mount / "film.mp4", min_free=1 << 20)
        stop = threading.Event()
        recording = threading.Thread(target=_record, args=(recorder, stop))
        started = time.monotonic()
        recording.start()
        for number, moment in enumerate(moments):
            time.sleep(max(0.0, started + moment - time.monotonic()))
            recorded = recorder.state.seconds
            copy = folder / f"cut{number}.img"
            shutil.copyfile(image, copy)
            copies.append((recorded, copy))
        stop.set()
        recording.join()
        recorder.close()
    return [(recorded, recorded - _playable(copy, mount)) for recorded, copy in copies]


def _record(recorder: Recorder, stop: threading.Event) -> None:
    source = SyntheticSource("synthetic:640x480@30")
    while not stop.is_set():
        frame = source.read()
        if frame is None:
            return
        inference = Inference(Detections.empty(), Timing(), _MODEL)
        recorder.write(Rendered(Detected(frame, inference, Settings()), frame.image))


def _playable(image: Path, mount: Path) -> float:
    """Return how many seconds of the film play that a cut disk holds; 0 where there is none.

    Of its last piece a part may be missing: a player shows what comes before.
    """
    times: list[float] = []
    with (
        _mounted(image, mount),
        contextlib.suppress(av.FFmpegError, OSError, IndexError),
        av.open(str(mount / "film.mp4")) as film,
    ):
        times.extend(frame.time or 0.0 for frame in film.decode(video=0))
    image.unlink()
    return max(times, default=0.0)


@contextlib.contextmanager
def _mounted(image: Path, mount: Path) -> Iterator[None]:
    mount.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", image, mount], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", mount], check=True)


if __name__ == "__main__":
    sys.exit(main())
