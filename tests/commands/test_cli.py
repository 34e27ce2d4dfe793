"""The command line from outside: help, version, models, demo, Ctrl-C, kills."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from support.eventually import eventually
from support.films.clips import times_of, write_clip
from yolocam.cli import COMMANDS, main
from yolocam.model.engines.torch_build import is_for_processors

YOLOCAM = [sys.executable, "-m", "yolocam"]


@pytest.mark.slow
def test_help_imports_nothing_heavy():
    code = (
        "import sys; from yolocam.cli import main\n"
        "for words in sys.argv[1:]:\n"
        "    try: main([*words.split(), '--help'])\n"
        "    except SystemExit as stop: assert not stop.code, words\n"
        "    heavy = {'torch', 'cv2', 'numpy', 'av', 'PySide6', 'rich'} & sys.modules.keys()\n"
        "    assert not heavy, f'{words} --help imported {heavy}'"
    )
    commands = ["", *COMMANDS]
    done = subprocess.run([sys.executable, "-c", code, *commands], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("usage: yolocam") == len(commands)


def test_version_names_what_it_runs_on(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    told = capsys.readouterr().out
    for word in ("yolocam 0.", "torch", "OpenCV", "PyAV", "device: "):
        assert word in told


@pytest.mark.slow
def test_version_does_not_load_what_runs_on_processors_alone(tmp_path):
    if not is_for_processors():
        pytest.skip("this PyTorch may have a graphics card, and only PyTorch knows")
    code = (
        "import sys; from yolocam.cli import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: print({'torch', 'cv2', 'av', 'PySide6'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.splitlines()[-2:] == ["device: CPU", "set()"]


def test_models_says_what_is_on_disk(capsys):
    assert main(["models"]) == 0
    told = capsys.readouterr().out
    assert "yolov3-tiny" in told and "35.4 MB" in told
    assert "yolov4" in told and "not on disk" in told


@pytest.mark.slow
def test_demo_without_display_writes_film_and_detections(monkeypatch, capsys, picture, tmp_path):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    clip = write_clip(tmp_path / "gallery.mp4", [np.ascontiguousarray(picture)] * 6)  # in place of 12 s
    monkeypatch.setattr("yolocam.commands.demo.asset", lambda _: clip)
    assert main(["demo"]) == 0
    told = capsys.readouterr().out
    assert str(Path("runs/demo/det_gallery.mp4")) in told
    records = [json.loads(line) for line in Path("runs/demo/gallery.jsonl").read_text().splitlines()]
    assert len(records) == 6 == len(times_of(Path("runs/demo/det_gallery.mp4")))
    assert sum(len(record["detections"]) for record in records) > 0


@pytest.mark.slow
@pytest.mark.torch
@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
def test_ctrl_c_finishes_the_film_and_tells_the_summary(long_film, tmp_path):
    process = subprocess.Popen(
        [*YOLOCAM, "detect", str(long_film), "--output", "out", "--save-json", "f.jsonl"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait_for_lines(tmp_path / "f.jsonl", 3, process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=240)
    assert process.returncode == 130, err
    assert "average per image" in out and "Traceback" not in err
    frames = len((tmp_path / "f.jsonl").read_text().splitlines())
    assert 3 <= frames < 1000
    assert len(times_of(tmp_path / "out/det_long.mp4")) == frames


@pytest.mark.slow
@pytest.mark.torch
@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
def test_json_lines_are_whole_after_a_kill(long_film, tmp_path):
    process = subprocess.Popen(
        [*YOLOCAM, "detect", str(long_film), "--no-save", "--save-json", "f.jsonl"],
        cwd=tmp_path, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    wait_for_lines(tmp_path / "f.jsonl", 3, process)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=240)
    whole = (tmp_path / "f.jsonl").read_text().split("\n")[:-1]
    assert len(whole) >= 3
    assert [json.loads(line)["frame"] for line in whole] == list(range(len(whole)))


@pytest.mark.slow
def test_a_thread_that_never_ends_does_not_hold_or_crash_the_exit():
    code = (
        "import sys, threading; from yolocam import cli\n"
        "threading.Thread(target=threading.Event().wait).start()\n"
        "sys.argv = ['yolocam', 'detect', '--conf', '7', 'x.jpg']\n"
        "sys.exit(cli.main())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=240)
    assert done.returncode == 2
    assert "confidence" in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
def test_ctrl_c_after_the_end_leaves_no_traceback():
    code = (
        "import atexit, os, signal, sys; from yolocam import cli\n"
        "atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT))\n"
        "sys.argv = ['yolocam', 'detect', '--conf', '7', 'x.jpg']\n"
        "sys.exit(cli.main())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=240)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def wait_for_lines(path: Path, count: int, process: subprocess.Popen) -> None:
    def are_there() -> bool:
        assert process.poll() is None, "ended too early"
        return path.exists() and path.read_text().count("\n") >= count

    eventually(are_there, seconds=200)
