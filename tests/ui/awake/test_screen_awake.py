"""The screen stays on while something is shown, recorded or sent, and each platform is asked in its way."""

import os

import pytest

from support.window.awake_services import awake_services
from support.window.window_driver import close_window, open_film
from support.window.window_fakes import CAMERA
from yolocam.ui.awake.bus_inhibitor import BusInhibitor
from yolocam.ui.awake.caffeinate import Caffeinate
from yolocam.ui.awake.inhibitor import platform_inhibitor
from yolocam.ui.awake.windows_inhibitor import WindowsInhibitor


class FakeInhibitor:
    def __init__(self) -> None:
        self.calls: list[str] = []

    def hold(self, reason: str) -> None:
        self.calls.append(reason)

    def release(self) -> None:
        self.calls.append("")


@pytest.fixture
def inhibitor(monkeypatch):
    made = FakeInhibitor()
    monkeypatch.setattr("yolocam.ui.awake.screen_awake.platform_inhibitor", lambda: made)
    monkeypatch.setattr("yolocam.ui.awake.screen_awake._WITHOUT_SCREEN", frozenset())
    return made


def test_a_playing_film_keeps_the_screen_on_and_a_paused_one_does_not(qtbot, inhibitor, window):
    qtbot.wait(150)
    assert inhibitor.calls == []
    open_film(qtbot, window)
    window.session.playback.set_loop(True)
    qtbot.waitUntil(lambda: inhibitor.calls == ["Video is running"])
    window.play_or_pause()
    qtbot.waitUntil(lambda: inhibitor.calls[1:] == [""])
    window.play_or_pause()
    qtbot.waitUntil(lambda: inhibitor.calls[2:] == ["Video is running"])
    window.session.playback.set_loop(False)
    window.session.playback.seek(10**12)
    qtbot.waitUntil(lambda: inhibitor.calls[3:] == [""])


def test_a_recording_keeps_the_screen_on_also_while_the_film_is_held(qtbot, inhibitor, window):
    open_film(qtbot, window)
    window.session.playback.set_loop(True)
    window.saved_files.recording.toggle()
    qtbot.waitUntil(lambda: window.saved_files.recording.phase == "recording")
    qtbot.waitUntil(lambda: inhibitor.calls == ["Video is running"])
    window.play_or_pause()
    qtbot.wait(250)
    assert inhibitor.calls == ["Video is running"]
    window.saved_files.recording.toggle()
    qtbot.waitUntil(lambda: inhibitor.calls[1:] == [""])


def test_a_camera_keeps_the_screen_on_until_the_window_is_closed(qtbot, inhibitor, window):
    open_film(qtbot, window, CAMERA)
    qtbot.waitUntil(lambda: inhibitor.calls == ["Video is running"])
    close_window(qtbot, window)
    assert inhibitor.calls == ["Video is running", ""]


def test_screen_saver_and_logind_are_asked_and_let_go(qtbot, monkeypatch):
    with awake_services(monkeypatch) as (saver, logind):
        inhibitor = BusInhibitor()
        inhibitor.hold("Video is running")
        qtbot.waitUntil(lambda: saver.holds == [("yolocam", "Video is running")])
        qtbot.waitUntil(lambda: logind.asked == [("idle", "yolocam", "Video is running", "block")])
        qtbot.wait(100)
        assert saver.holds
        assert logind.held
        inhibitor.release()
        qtbot.waitUntil(lambda: not saver.holds)
        qtbot.waitUntil(lambda: not logind.held)
        inhibitor.hold("Video is running")  # once more
        qtbot.waitUntil(lambda: len(saver.holds) == 1 and len(logind.asked) == 2)
        inhibitor.release()
        qtbot.waitUntil(lambda: not saver.holds and not logind.held)
        # Before the answer is read. Another test could not ask: libdbus reads once where the buses are.
        inhibitor.hold("Video is running")
        qtbot.waitUntil(lambda: len(logind.asked) == 3)
        inhibitor.release()
        qtbot.waitUntil(lambda: not saver.holds and not logind.held)
        qtbot.wait(100)
        assert not saver.holds and not logind.held


def test_without_any_bus_nothing_happens(qtbot, monkeypatch, tmp_path):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/gone")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/gone")
    inhibitor = BusInhibitor()
    inhibitor.hold("Video is running")
    inhibitor.release()


def test_windows_is_told_by_flags():
    states: list[int] = []
    inhibitor = WindowsInhibitor(states.append)
    inhibitor.hold("Video is running")
    inhibitor.release()
    assert states == [0x80000003, 0x80000000]  # ES_CONTINUOUS | SYSTEM | DISPLAY, then ES_CONTINUOUS alone


class FakeProgram:
    def __init__(self) -> None:
        self.ended = self.waited = False

    def terminate(self) -> None:
        self.ended = True

    def wait(self) -> int:
        self.waited = True
        return 0


def test_macos_runs_caffeinate_for_as_long_as_the_program():
    started: list[tuple[list[str], FakeProgram]] = []

    def start(command):
        started.append((list(command), FakeProgram()))
        return started[-1][1]

    inhibitor = Caffeinate(start)
    inhibitor.hold("Video is running")
    inhibitor.hold("Video is running")
    ((command, program),) = started
    assert command == ["/usr/bin/caffeinate", "-d", "-i", "-w", str(os.getpid())]
    inhibitor.release()
    assert program.ended
    assert program.waited


def test_macos_without_caffeinate_goes_on():
    def start(_command):
        raise FileNotFoundError

    inhibitor = Caffeinate(start)
    inhibitor.hold("Video is running")
    inhibitor.release()


@pytest.mark.parametrize(
    ("platform", "kind"),
    [
        ("win32", WindowsInhibitor),
        ("darwin", Caffeinate),
        ("linux", BusInhibitor),
        ("freebsd14", BusInhibitor),
    ],
)
def test_each_platform_has_its_own(qapp, platform, kind):
    assert isinstance(platform_inhibitor(platform), kind)
