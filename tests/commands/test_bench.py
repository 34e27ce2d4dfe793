"""`yolocam bench` and `detect --batch auto` as a user runs them: tiny inputs, hardly any measuring."""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from support.films.clips import write_clip
from yolocam.bench.auto_batch import auto_batch
from yolocam.cli import main
from yolocam.commands.arguments import add_detect_flags
from yolocam.commands.bench import bench_video

pytestmark = pytest.mark.slow

QUICK = ["--imgsz", "64", "--seconds", "0.02", "--warmup", "0.01", "--precision", "fp32", "--device", "cpu"]
MODEL = ("yolo-fastest-1.1-xl", 64, "fp32", "CPU")


@pytest.fixture(autouse=True)
def small_and_by_itself(monkeypatch):
    monkeypatch.setattr("yolocam.bench.auto_batch.LARGEST", 4)
    monkeypatch.setitem(auto_batch.__kwdefaults__, "seconds", 0.02)
    monkeypatch.setattr("yolocam.commands.bench.bench_sizes.RESOLUTIONS", (64, 72, 96))
    monkeypatch.setattr("yolocam.commands.bench.bench_sizes.BOXES", (0, 20))


@pytest.fixture
def film(picture, tmp_path):
    small = np.ascontiguousarray(picture[:128, :160])
    return str(write_clip(tmp_path / "film.mp4", [np.roll(small, 4 * i, axis=1) for i in range(6)]))


def figures(capsys, *arguments):
    assert main(["bench", arguments[0], *QUICK, *arguments[1:], "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert (found["model"], found["imgsz"], found["precision"], found["device"]) == MODEL
    assert found["bench"] == arguments[0]
    assert {"cpu", "cores", "torch", "threads"} <= found["machine"].keys()
    return found


def test_network(capsys):
    found = figures(capsys, "network", "--batch", "2")
    assert 0 < found["least_ms"] <= found["median_ms"] <= found["p95_ms"]
    assert found["median_ms"] <= found["whole_ms"]["p95"]
    assert (found["batch"], found["runs"] >= 5) == (2, True)
    assert found["images_per_s"] == pytest.approx(2e3 / found["whole_ms"]["median"], rel=0.01)


def test_batch_measures_doublings_and_draws_them(capsys, film):
    found = figures(capsys, "batch", film, "--plot", "curve.png")
    batches = [trial["batch"] for trial in found["trials"]]
    assert batches == [2**i for i in range(len(batches))] and len(batches) >= 2
    rates = {trial["batch"]: trial["images_per_s"] for trial in found["trials"]}
    assert rates[found["batch"]] >= 0.95 * max(rates.values())
    assert all(trial["resident_mb"] > 0 for trial in found["trials"])
    assert cv2.imread("curve.png") is not None


def test_video_is_what_detect_does(capsys, film):
    found = figures(capsys, "video", film, "--batch", "2")
    assert (found["frames"], found["batch"]) == (6, 2)
    assert found["fps"] == pytest.approx(6 / found["elapsed_s"], rel=0.05)
    assert {"decoding", "network", "drawing", "writing"} <= found["stages_ms"].keys()
    assert not Path("runs").exists()


def test_video_takes_the_flags_that_detect_takes_by_itself(capsys, film, monkeypatch):
    seen, run = [], bench_video.detect.run
    monkeypatch.setattr(bench_video.detect, "run", lambda args: seen.append(args) or run(args))
    assert figures(capsys, "video", film)["processor_ms"] > 0
    parser = argparse.ArgumentParser()
    add_detect_flags(parser)
    assert seen[0].batch is parser.get_default("batch")


def test_live(capsys):
    found = figures(capsys, "live", "synthetic:160x120@100?frames=12", "--seconds", "20")
    assert found["frames"]["captured"] <= 12 and found["frames"]["displayed"] >= 1
    assert set(found["latency_ms"]) == {"p50", "p95", "max"}
    assert found["missed"] >= 0


def test_sizes(capsys):
    found = figures(capsys, "sizes", "--plot", "sizes.png")
    assert [row["imgsz"] for row in found["resolution"]] == [64, 96]  # 72 is no multiple of 32
    assert [row["batch"] for row in found["batch"]] == [1, 2, 4, 8]
    assert [row["objects"] for row in found["boxes"]] == [0, 20]
    assert Path("sizes.png").is_file()


@pytest.mark.parametrize("arguments", [["network"], ["batch"], ["live"], ["sizes"]])
def test_tables_name_network_and_machine(capsys, arguments):
    assert main(["bench", *arguments, *QUICK]) == 0
    told = capsys.readouterr().out
    for word in ("yolo-fastest-1.1-xl 64x64, fp32 on CPU", "cores", "torch"):
        assert word in told


def test_video_table(capsys, film):
    assert main(["bench", "video", film, *QUICK]) == 0
    told = capsys.readouterr().out
    assert "frames per second, 6 frames" in told and "average per image" not in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["video"], ["video FILE"]),
        (["video", "missing.mp4"], ["missing.mp4"]),
        (["network", "film.mp4"], ["takes no source", "film.mp4"]),
        (["network", "--plot", "a.png"], ["--plot", "batch"]),
        (["batch", "--plot", "a.jpg"], ["a.jpg", ".png"]),
        (["batch", "missing"], ["missing"]),
        (["live", "synthetic:oops"], ["synthetic"]),
        (["network", "--imgsz", "65"], ["65"]),
        (["network", "--model", "yolov9000"], ["yolov9000"]),
    ],
)
def test_bad_input_is_one_line(capsys, arguments, words):
    assert main(["bench", *arguments]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and told.startswith("yolocam: ")
    for word in words:
        assert word in told


@pytest.mark.parametrize(
    "flags",
    [["nothing"], ["network", "--batch", "0"], ["network", "--seconds", "nan"], ["live", "--seconds", "1e9"]],
)
def test_bad_flags_end_with_two(flags, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["bench", *flags])
    assert stop.value.code == 2 and capsys.readouterr().err.count("\n") == 1


def test_detect_finds_a_batch_and_remembers_it(capsys, film):
    run = ["detect", film, "--batch", "auto", "--no-save", "--imgsz", "64", "--precision", "fp32"]
    assert main([*run, "--save-json", "a.jsonl"]) == 0
    assert "images per second by batch 1: " in capsys.readouterr().out
    assert len(Path("a.jsonl").read_text().splitlines()) == 6
    assert main(run) == 0
    assert "as measured before on this machine" in capsys.readouterr().out


def test_detect_with_broken_files_only_still_says_so(capsys):
    Path("broken.png").write_bytes(b"no picture")
    assert main(["detect", "broken.png", "--batch", "auto", "--no-save"]) == 2
    assert "broken.png" in capsys.readouterr().err


def test_flags_may_stand_between_the_words(capsys, film):
    assert main(["bench", "video", *QUICK, "--json", film]) == 0
    assert json.loads(capsys.readouterr().out)["frames"] == 6
