"""Threads of the program let one another in soon."""

import sys

import pytest

from yolocam import cli
from yolocam.system.turns import take_short_turns


@pytest.fixture
def interval():
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)
    yield 0.005
    sys.setswitchinterval(before)


def test_turns_become_shorter(interval):
    take_short_turns()
    assert sys.getswitchinterval() <= interval / 5


def test_the_program_takes_short_turns_and_a_caller_keeps_his_own(interval, monkeypatch, capsys):
    monkeypatch.setattr(cli, "keep_freed_memory", lambda: False)
    monkeypatch.setattr(cli, "leave", lambda status: None)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    cli.main(["version"])
    assert sys.getswitchinterval() == interval
    monkeypatch.setattr(sys, "argv", ["yolocam", "version"])
    cli.main()
    assert sys.getswitchinterval() < interval
