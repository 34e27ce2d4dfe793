"""`--jobs`: files side by side give what they give one after the other."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from support.eventually import eventually
from support.films.clips import write_clip
from support.near_files import unlike
from yolocam.cli import main
from yolocam.commands.arguments import add_detect_flags
from yolocam.commands.detect.batch_choice import chosen_batch
from yolocam.settings import Settings

RESULTS = ("jsonl", "csv", "coco.json", "mot.txt", "summary.csv")
FLAGS = ("--save-json", "--save-csv", "--save-coco", "--save-mot", "--summary")


@pytest.fixture
def files(picture, tmp_path, monkeypatch):
    """Two clips and pictures before, between and behind them, one of which is none."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    small = cv2.resize(picture, (320, 192), interpolation=cv2.INTER_AREA)
    for name, count in (("c.mp4", 9), ("g.mp4", 4)):
        write_clip(folder / name, [np.roll(small, 8 * i, axis=1) for i in range(count)])
    for number, name in enumerate(("a.png", "b.png", "d.png", "h.png")):
        cv2.imwrite(str(folder / name), np.roll(small, 30 * number, axis=1))
    (folder / "e.jpg").write_bytes(b"\xff\xd8\xff nothing")
    return folder


def outcome(folder: Path, jobs: int, *flags: str) -> tuple[int, dict[str, bytes]]:
    """Return the exit status and every file that came out, by its path."""
    results = [text for flag, end in zip(FLAGS, RESULTS, strict=True) for text in (flag, f"out/{end}")]
    asked = ["--output", "out", "--save-txt", "--save-crop", *results, "--precision", "fp32", *flags]
    status = main(["detect", str(folder), *asked, "--jobs", str(jobs)])
    made = {str(path): path.read_bytes() for path in sorted(Path("out").rglob("*")) if path.is_file()}
    Path("out").rename(f"out{jobs}")
    return status, made


@pytest.mark.slow
@pytest.mark.parametrize("flags", [(), ("--only-with-detections", "--floor", "0.1", "--batch", "2")])
def test_results_are_those_of_one_after_the_other(files, capsys, flags):
    alone = outcome(files, 1, *flags)
    one = capsys.readouterr()
    beside = outcome(files, 3, *flags)
    three = capsys.readouterr()
    assert alone[0] == beside[0] == 2
    assert unlike(alone[1], beside[1]) == [] and "out/det_c.mp4" in alone[1]
    assert "e.jpg" in one.err and sorted(one.err.splitlines()) == sorted(three.err.splitlines())
    assert one.out.splitlines()[0].replace("out1", "") == three.out.splitlines()[0].replace("out3", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--max-frames", "2"), "--max-frames counts the frames of all files in their order"),
        (("--track",), "tracks and counts go on from one file to the next"),
        (("--to", "all.mkv"), "an output of --to takes the images of all files, one after the other"),
    ],
)
def test_what_needs_one_order_is_done_one_after_the_other_and_told(files, capsys, flags, words):
    main(["detect", str(files / "a.png"), str(files / "b.png"), "--no-save", "--jobs", "2", *flags])
    assert f"yolocam: --jobs is left out: {words}" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.torch
@pytest.mark.skipif(os.name == "nt", reason="signals of Windows go to a whole console")
def test_ctrl_c_completes_every_file_that_was_begun(long_film, tmp_path):
    for name in ("one", "two"):
        shutil.copy(long_film, tmp_path / f"{name}.mp4")
    command = [sys.executable, "-m", "yolocam", "detect", "one.mp4", "two.mp4", "--jobs", "2"]
    process = subprocess.Popen(
        [*command, "--output", "out", "--save-json", "out.jsonl"], cwd=tmp_path, stderr=subprocess.PIPE
    )
    films = [tmp_path / "out" / f"det_{name}.mp4" for name in ("one", "two")]

    def have_begun() -> bool:
        assert process.poll() is None
        return all(film.exists() and film.stat().st_size > 1_000 for film in films)

    eventually(have_begun, seconds=200)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=240)
    assert process.returncode == 130, told
    lengths = []
    for film in films:
        with av.open(str(film)) as container:
            lengths.append(sum(1 for _ in container.decode(video=0)))
    assert all(0 < length < 1000 for length in lengths)
    sources = [line.split('"')[3] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert sources == ["one.mp4"] * lengths[0] + ["two.mp4"] * lengths[1]


@pytest.mark.parametrize(
    ("on_gpu", "frames", "flags", "batch"),
    [
        (True, 100, (), 8),
        (True, 3, (), 3),
        (True, None, (), 8),
        (True, 100, ("--batch", "1"), 1),
        (False, 99, (), 1),
    ],
)
def test_a_gpu_gets_eight_images_of_files_at_once(monkeypatch, on_gpu, frames, flags, batch):
    monkeypatch.setattr("yolocam.commands.detect.batch_choice.on_cuda", lambda settings: on_gpu)
    parser = argparse.ArgumentParser()
    add_detect_flags(parser)
    args = parser.parse_args(["a.mp4", *flags])
    assert chosen_batch(args.batch, print, None, Settings(), None, frames) == batch
