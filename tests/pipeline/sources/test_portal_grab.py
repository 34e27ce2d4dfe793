"""A Wayland screen as the source: what the process says that has it from the portal."""

import subprocess
import sys
import threading

import numpy as np
import pytest

from support.eventually import eventually
from yolocam.errors import SourceError
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.live import portal_grab, screen_access

SAYS = """
import json, sys
sys.stdin.readline()
out = sys.stdout.buffer
for head, size in json.loads(sys.argv[1]):
    out.write(head.encode() + b"\\n" + b"\\x07" * size)
"""


@pytest.fixture
def helper(monkeypatch):
    """A process in the place of the one with Qt; each start says the next of `runs`, the last one again."""
    started = []

    def say(*runs):
        def start(module, environment):
            messages = runs[min(len(started), len(runs) - 1)]
            started.append((module, environment))
            command = [sys.executable, "-c", SAYS, messages]
            return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

        monkeypatch.setattr(portal_grab, "start", start)
        return started

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    monkeypatch.setattr(screen_access, "has_qt_multimedia", lambda: True)
    return say


def test_images_come_with_their_size_and_time(helper):
    started = helper('[["image 5000 20 16", 960], ["image 7000 20 16", 960]]')
    source = open_source("screen:0,0,20,16?fps=15")
    frame = source.read()
    source.close()
    assert frame.source.kind == "screen" and frame.source.live and frame.source.fps == 15
    assert frame.image.shape == (16, 20, 3) and np.all(frame.image == 7)
    module, environment = started[0]
    assert module == "yolocam.ui.screen.portal_grabber"
    assert environment["XDG_SESSION_TYPE"] == "wayland"


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        ('[["error PipeWire does not run", 0]]', "screen:0 cannot be captured: PipeWire does not run"),
        ("[]", "the process that captures it has ended"),
        ('[["image 1 99999 99999", 0]]', "the process that captures it has ended"),
        ('[["image x", 0]]', "the process that captures it has ended"),
        ('[["image 5 20 16", 100]]', "gives no more images: the process that captures it has ended"),
    ],
)
def test_what_goes_wrong_is_one_sentence(helper, messages, words):
    helper(messages)
    with pytest.raises(SourceError, match=words) as error:
        open_source("screen:0")
    assert "\n" not in str(error.value)


def test_another_size_is_told(helper):
    helper('[["image 5 20 16", 960], ["image 6 16 20", 960]]')
    grab = portal_grab.PortalGrab(None, 30, "screen:0")
    images = grab.images()
    assert next(images)[1] == 5
    with pytest.raises(SourceError, match="the screen has changed"):
        next(images)
    grab.close()


def test_whoever_refuses_is_not_asked_again(helper):
    started = helper('[["image 5 20 16", 960]]', '[["error refused it was not allowed", 0]]')
    source = open_source("screen:0")
    reader = threading.Thread(target=lambda: [*iter(source.read, None)], daemon=True)
    reader.start()

    def tried_often():
        source.retry_now()
        return source.state.attempts >= 4

    eventually(tried_often)
    assert len(started) == 2 and "it was not allowed" in source.state.message
    source.close()
    reader.join()


def test_a_refusal_at_the_start_is_told(helper):
    started = helper('[["error refused the desktop was asked, and did not allow it", 0]]')
    with pytest.raises(SourceError, match="screen:0 cannot be captured: the desktop was asked, and did not"):
        open_source("screen:0")
    assert len(started) == 1
