"""`yolocam [SOURCE]` from outside: a real window (offscreen), the real network."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.darknet.darknet_files import TINY, cfg_file
from support.films.clips import times_of, write_clip


def run_window(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "HOME": str(folder),
    }
    return subprocess.run(
        [sys.executable, "-m", "yolocam", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=240,
    )  # fmt: skip


@pytest.mark.slow
def test_plays_a_film_records_it_whole_and_quits_at_its_end(picture, tmp_path):
    write_clip(tmp_path / "film.mp4", [picture[:360, :640]] * 20)
    flags = ["--record", "r.mp4", "--stats-json", "s.json", "--exit-at-end", "--imgsz", "160"]
    done = run_window(tmp_path, "film.mp4", *flags)
    assert done.returncode == 0, done.stderr
    assert len(times_of(tmp_path / "r.mp4")) == 20
    stats = json.loads((tmp_path / "s.json").read_text())
    frames = stats["frames"]
    assert frames["captured"] == frames["inferred"] == frames["recorded"] == 20
    assert frames["displayed"] + frames["dropped"]["display"] == 20
    assert stats["source"]["name"] == "film.mp4"
    assert stats["infer_ms"]["p95"] >= stats["infer_ms"]["p50"] > 0


@pytest.mark.skipif(sys.platform != "linux", reason="finds the preferences by XDG_CONFIG_HOME")
def test_starts_as_the_user_left_it_except_for_flags(tmp_path, monkeypatch):
    from yolocam.app import remembered_settings
    from yolocam.settings import Settings
    from yolocam.ui.preferences import Preferences

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    kept = Preferences()
    kept.keep_settings(Settings(), Settings(confidence=0.4, labels=False))
    kept.save()
    assert remembered_settings() == (Settings(confidence=0.4, labels=False), None)


@pytest.mark.skipif(sys.platform != "linux", reason="finds the preferences by XDG_CONFIG_HOME")
def test_an_own_model_is_chosen_again_and_its_loss_is_told(tmp_path, monkeypatch):
    from yolocam.cli import main
    from yolocam.commands import window
    from yolocam.settings import DEFAULT_MODEL, Settings
    from yolocam.ui.preferences import Preferences
    from yolocam.zoo.candidate import candidate_from
    from yolocam.zoo.library import Library

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    cfg_file(tmp_path, TINY, "herd.cfg")
    (tmp_path / "herd.weights").write_bytes(bytes(20))
    Library().add(candidate_from([tmp_path / "herd.cfg"]), name=None, copy=False)
    kept = Preferences()
    kept.keep_settings(Settings(), Settings(model="herd"))
    kept.save()
    started = []

    def no_window(files, settings, **more):
        started.append((files, settings, more))
        return 0

    monkeypatch.setattr(window, "run_window", no_window)

    def start(*flags):
        assert main([*flags]) == 0
        files, settings, more = started[-1]
        assert files.name == settings.model
        return files.name, more["notice"]

    assert start() == ("herd", None)
    (tmp_path / "herd.weights").unlink()
    name, notice = start()
    assert name == DEFAULT_MODEL
    assert notice == f"herd is not on this computer any more: {DEFAULT_MODEL} is used instead"
    assert start("--model", "yolov3-tiny") == ("yolov3-tiny", None)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--conf", "9"], "confidence"),
        (["--exit-after", "-1"], "--exit-after"),
        (["--model", "none"], "none"),
    ],
)
def test_bad_flags_end_before_a_window_opens(tmp_path, arguments, word):
    done = run_window(tmp_path, *arguments)
    assert done.returncode == 2
    assert word in done.stderr and len(done.stderr.strip().splitlines()) == 1
