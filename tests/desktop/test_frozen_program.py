"""A program that was frozen with its interpreter starts itself where it needs a second process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import yolocam
from support.eventually import eventually
from support.pipeline.live_streams import streaming
from support.servers.stubborn_server import silent, stubborn_server
from yolocam.selfcheck.checks import CHECKS, run_apart
from yolocam.system.helper_process import command

ROOT = Path(yolocam.__file__).parent.parent


@pytest.fixture
def frozen(tmp_path, monkeypatch):
    """What stands for the program is a script that says of itself that it is frozen."""
    if os.name != "posix":
        pytest.skip("a script with an interpreter in its first line stands for the program")
    program = tmp_path / "yolocam"
    program.write_text(
        f"#!{sys.executable}\n"
        "import sys\n"
        f"sys.frozen = True\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from yolocam.cli import main\n"
        "main()\n"
    )
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    return program


@pytest.mark.slow
def test_a_frozen_program_streams(frozen):
    with stubborn_server(silent) as server, streaming(f"rtmp://127.0.0.1:{server.port}/live"):
        eventually(lambda: server.connections)


@pytest.mark.slow
def test_a_frozen_program_looks_at_itself(frozen):
    (python,) = [check for check in CHECKS if check.subject == "Python"]
    assert "Python" in {finding.subject for finding in run_apart(python)}
    assert all("it failed" not in finding.text for finding in run_apart(python))


def test_the_program_of_the_window_starts_the_one_with_standard_input_and_output(frozen, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(frozen.with_name("yolocam-window")))
    assert command("yolocam.media.streaming.sender")[0] == str(frozen)


@pytest.mark.slow
def test_nobody_else_runs_a_module_of_the_program(frozen):
    for arguments in (["--run-helper", "os"], ["--run-helper"]):
        done = subprocess.run([frozen, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 2 and "--run-helper" in done.stderr


@pytest.mark.slow
def test_a_program_that_is_not_frozen_knows_no_such_flag():
    words = [sys.executable, "-m", "yolocam", "--run-helper", "yolocam.media.streaming.sender"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, input="null\n")
    assert done.returncode == 2 and "--run-helper" in done.stderr
