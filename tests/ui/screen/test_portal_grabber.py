"""The process that has a Wayland screen from Qt; here Qt has that of an X server."""

import contextlib
import os
import signal
import subprocess
import sys
from fractions import Fraction

import psutil
import pytest
from PySide6.QtDBus import QDBusConnection
from PySide6.QtGui import QImage

from support.eventually import eventually
from support.x_display import red_window, share_of_red
from yolocam.errors import SourceError
from yolocam.pipeline.sources.live.portal_grab import PortalGrab
from yolocam.pipeline.sources.live.screen_access import has_qt_multimedia
from yolocam.ui.screen import latest_screen, portal_check
from yolocam.ui.screen.latest_screen import LatestScreen
from yolocam.ui.screen.latest_writer import LatestWriter

OWNER = """
import sys
from fractions import Fraction
from yolocam.pipeline.sources.live.portal_grab import PortalGrab
grab = PortalGrab(None, Fraction(10), "screen:0", {"QT_QPA_PLATFORM": "xcb", "XDG_SESSION_TYPE": "x11"})
next(grab.images())
sys.stdout.write(f"{grab._process.pid}\\n")
sys.stdout.flush()
sys.stdin.read()
"""

with_qt_multimedia = pytest.mark.skipif(not has_qt_multimedia(), reason="Qt Multimedia is not installed")


@pytest.fixture
def x11(tmp_path, monkeypatch):
    with red_window(tmp_path) as name:
        monkeypatch.setenv("DISPLAY", name)
        yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": name, "XDG_SESSION_TYPE": "x11"}


@pytest.mark.slow
@with_qt_multimedia
@pytest.mark.parametrize(
    ("part", "shape", "red"),
    [(None, (480, 640, 3), 240 * 160 / (640 * 480)), ((100, 80, 122, 80), (80, 122, 3), 1.0)],
)
def test_the_screen_is_seen(x11, part, shape, red):
    grab = PortalGrab(part, Fraction(10), "screen:0", x11)
    for (image, found_ns), _ in zip(grab.images(), range(50), strict=False):
        assert image.shape == shape and found_ns > 0
        if share_of_red(image) == pytest.approx(red, abs=0.03):
            break
    else:
        raise AssertionError("the window is not seen")
    grab.close()


@pytest.mark.slow
@with_qt_multimedia
def test_a_part_beyond_the_screen_is_told(x11):
    grab = PortalGrab((600, 0, 100, 100), Fraction(10), "screen:600,0,100,100", x11)
    with pytest.raises(SourceError, match="not on the screen, expected it within its 640x480 pixels"):
        next(grab.images())
    grab.close()


@pytest.mark.slow
@with_qt_multimedia
def test_it_ends_with_the_program_that_was_killed(x11):
    with subprocess.Popen(
        [sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        helper = psutil.Process(int(owner.stdout.readline()))
        os.kill(owner.pid, signal.SIGKILL)
    eventually(lambda: not helper.is_running() or helper.status() == psutil.STATUS_ZOMBIE)


def test_what_is_missing_is_one_sentence(tmp_path):
    """No portal answers on a bus that is not there, whatever is installed."""
    environment = {
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_SESSION_TYPE": "wayland",
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path / 'none'}",
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    grab = PortalGrab(None, Fraction(10), "screen:0", environment)
    with pytest.raises(SourceError, match=r"^screen:0 cannot be captured: .*(install|D-Bus)[^\n]*$"):
        next(grab.images())
    grab.close()


def test_a_refusal_that_qt_says_in_its_log_alone_is_told():
    screen = LatestScreen(None)
    screen.hear(None, None, "Using Qt multimedia")
    assert screen.message() == () and not screen.over
    screen.hear(None, None, "Failed to capture screen via pipewire, perhaps because user cancelled it.")
    (message,) = screen.message()
    assert screen.over and message.startswith(b"error refused the desktop was asked")


@pytest.mark.parametrize(
    ("library", "words"), [("libnothing.so.7", "libnothing.so.7 is missing"), (None, "no D-Bus session")]
)
def test_what_the_portal_needs_is_named(monkeypatch, library, words):
    monkeypatch.setattr(portal_check, "_LIBRARY", library)  # None is the program itself
    monkeypatch.setattr(QDBusConnection, "sessionBus", lambda: QDBusConnection("none"))
    assert words in portal_check.why_no_portal()


def test_the_first_fault_is_told_in_one_line():
    screen = LatestScreen(None)
    screen.fail("The session\nis closed")
    screen.fail("and more")
    assert screen.message() == (b"error The session is closed\n",)


@pytest.fixture
def plain_frames(monkeypatch):
    monkeypatch.setattr(latest_screen, "_image", contextlib.nullcontext)


def coloured(number):
    image = QImage(5, 3, QImage.Format.Format_RGB32)
    image.fill(number)
    return image


def test_the_newest_frame_counts_and_is_repeated_while_nothing_moves(plain_frames):
    screen = LatestScreen((1, 1, 2, 2))
    assert screen.message() == ()
    for colour in (0xFF000001, 0xFF0A141E):
        screen.take(coloured(colour))
    head, image = screen.message()
    assert head.split()[2:] == [b"2", b"2"] and bytes(image) == bytes([30, 20, 10]) * 4
    later, again = screen.message()
    assert bytes(again) == bytes(image) and int(later.split()[1]) >= int(head.split()[1])


def test_a_message_that_waits_is_replaced(tmp_path):
    read, write = os.pipe()
    with os.fdopen(read, "rb") as answers, os.fdopen(write, "wb", buffering=0) as pipe:
        writer = LatestWriter(pipe)
        writer.put((b"first" * 100_000,))  # more than a pipe holds: it is being written
        eventually(lambda: writer._waiting == ())
        for number in range(1000):
            writer.put((b"%d." % number,))
        assert answers.read(500_000) == b"first" * 100_000
        writer.finish()
        assert answers.read1() == b"999."
        assert not writer._thread.is_alive()
