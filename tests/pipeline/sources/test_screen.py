"""A screen, a part of it and a window are sources, by the words of their addresses."""

import os
from fractions import Fraction

import pytest

from support.x_display import red_window, share_of_red
from yolocam.errors import SourceError
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.live.screen import ScreenRequest, find_target
from yolocam.pipeline.sources.live.x11_desktop import DesktopWindow


@pytest.fixture(scope="module")
def display(tmp_path_factory):
    """An X server with a window in one colour."""
    with red_window(tmp_path_factory.mktemp("x")) as name:
        yield name


@pytest.fixture
def on_display(display, monkeypatch):
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")


def image_of(address):
    source = open_source(address)
    try:
        for _ in range(100):
            frame = source.read()
            if frame.image.any():
                return frame
    finally:
        source.close()
    raise AssertionError("the window is not seen")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "size_wh", "red"),
    [
        ("screen:0", (640, 480), 240 * 160 / (640 * 480)),
        ("screen:100,80,120,80?fps=15&cursor=off", (120, 80), 1.0),
        ("window:straße", (240, 160), 1.0),
    ],
)
def test_what_the_address_names_is_seen(on_display, address, size_wh, red):
    frame = image_of(address)
    assert frame.size_wh == size_wh and frame.source.kind == "screen" and frame.source.live
    assert share_of_red(frame.image) == pytest.approx(red, abs=0.03)
    assert frame.source.fps == (15 if "fps" in address else 30)


def test_what_is_not_there_is_told_with_what_is(on_display):
    with pytest.raises(SourceError, match="there are 'Straße & Ampel'"):
        open_source("window:no such title")
    with pytest.raises(SourceError, match="there are 1 screens, expected 0 to 0"):
        open_source("screen:7")
    with pytest.raises(
        SourceError, match="not on the desktop, expected at least 16x16 of its 640x480 pixels"
    ):
        open_source("screen:600,0,100,100")


@pytest.mark.parametrize(
    "address", ["screen:1,2", "screen:x", "screen:-1", "screen:0,0,-99,99", "window:", "screen:0?cursor=x"]
)
def test_an_address_that_means_nothing_is_told(address):
    with pytest.raises(SourceError, match="expected"):
        ScreenRequest.parse(address)


def test_a_title_may_hold_any_letters():
    request = ScreenRequest.parse("window:What? a=b & c?fps=10")
    assert (request.title, request.fps) == ("What? a=b & c", Fraction(10))


def test_our_own_window_is_warned_of_and_not_captured():
    own = DesktopWindow(1, "yolocam", (0, 0, 50, 50), os.getpid())
    other = DesktopWindow(2, "yolocam help", (60, 60, 50, 50), 1)
    screens, size = [(0, 0, 100, 100), (100, 0, 100, 100)], (200, 100)
    parse = ScreenRequest.parse
    assert "own window" in find_target(parse("screen:0"), screens, size, lambda: [own]).remark
    assert not find_target(parse("screen:1"), screens, size, lambda: [own]).remark
    assert find_target(parse("window:yolocam"), screens, size, lambda: [own, other]).window == 2
    with pytest.raises(SourceError, match="own window"):
        find_target(parse("window:yolocam"), screens, size, lambda: [own])
