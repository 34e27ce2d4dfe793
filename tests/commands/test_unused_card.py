"""A graphics card that the installed PyTorch cannot use is told at the start, unless the CPU was chosen."""

import pytest

from support.darknet.darknet_files import TINY, build, cfg_file, seeded, weights_file
from yolocam.cli import main
from yolocam.commands import window
from yolocam.model.engines import torch_build

ADVICE = (
    "this computer has an NVIDIA card (RTX 3060), and its PyTorch is built for the processor alone: `do this`"
)


@pytest.fixture
def card(monkeypatch):
    monkeypatch.setattr(torch_build, "unused_card", lambda: ADVICE)


def test_detect_says_it_once_on_stderr(card, photo, tmp_path, capsys):
    weights = weights_file(tmp_path, seeded(build(tmp_path, TINY)))
    names = tmp_path / "n.names"
    names.write_text("a\nb\n")
    model = ["--cfg", str(cfg_file(tmp_path, TINY)), "--weights", str(weights), "--names", str(names)]
    flags = ["detect", str(photo), "--no-save", *model]
    assert main(flags) == 0
    told = capsys.readouterr()
    assert told.err.splitlines() == [f"yolocam: {ADVICE}"] and ADVICE not in told.out
    assert main([*flags, "--device", "cpu"]) == 0
    assert ADVICE not in capsys.readouterr().err


@pytest.mark.parametrize(("flags", "notice"), [([], ADVICE), (["--device", "cpu"], None)])
def test_the_window_says_it_at_the_start(card, tmp_path, monkeypatch, flags, notice):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    from yolocam.settings import Settings

    monkeypatch.setattr(window, "remembered_settings", lambda: (Settings(), None))
    started = []
    monkeypatch.setattr(window, "run_window", lambda *_, **more: started.append(more) or 0)
    assert main(flags) == 0
    assert started[0]["notice"] == notice
