"""Kind K: without a display the window is refused in one sentence, with the command that needs none."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from yolocam.cli import main
from yolocam.system import display
from yolocam.system.display import display_problem

linux_only = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display there")
pytestmark = linux_only

VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE")

DEAD = {
    "unset": {},
    "dead X": {"DISPLAY": ":7077"},
    "dead X over TCP": {"DISPLAY": "localhost:59000"},
    "dead Wayland": {"WAYLAND_DISPLAY": "wayland-77"},
    "both dead": {"DISPLAY": ":7077", "WAYLAND_DISPLAY": "wayland-77"},
    "asked for by name": {"QT_QPA_PLATFORM": "xcb"},
    "no such display": {"DISPLAY": "nonsense"},
}


@pytest.fixture
def environment(tmp_path):
    plain = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return {**plain, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}


def yolocam(folder: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "yolocam", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=240,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("dead", DEAD)
def test_one_sentence_and_what_works_without(dead, environment, tmp_path):
    done = yolocam(tmp_path, {**environment, **DEAD[dead]}, "my film.mp4")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1 and not done.stdout
    assert "no window can be opened" in done.stderr
    assert "`yolocam detect 'my film.mp4'` works without one" in done.stderr


@pytest.mark.slow
def test_what_only_qt_finds_out_is_told_as_well(environment, tmp_path):
    done = yolocam(tmp_path, {**environment, "QT_QPA_PLATFORM": "nonsense"})
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1 and not done.stdout
    assert "nonsense" in done.stderr and "`yolocam detect FILE` works without one" in done.stderr


@pytest.fixture
def dead_display(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":7077")


def test_stored_results_are_written_without_a_window(dead_display, capsys, tmp_path):
    results = tmp_path / "found.jsonl"
    results.write_text(
        '{"source": "a.jpg", "frame": 0, "pts": 0.0, "width": 8, "height": 8, "detections": []}\n'
    )
    assert main(["view", str(results)]) == 2
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert "display :7077 does not answer" in told and f"yolocam view {results} --save-csv FILE" in told


def test_the_demo_goes_on_without_a_window(dead_display):
    from yolocam.system.display import has_display

    assert not has_display()


class Server:
    """Something that listens where a display should, and does `then` with whoever connects."""

    def __init__(self, family, address, then):
        self.listening = socket.socket(family)
        self.listening.bind(address)
        self.listening.listen()
        self.then = then
        self.taken = []
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            self.taken.append(connection)
            if self.then == "closes":
                connection.close()

    def stop(self):
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join()
        for connection in self.taken:
            connection.close()


@pytest.fixture
def serve(monkeypatch):
    servers = []

    def start(family, address, then):
        servers.append(Server(family, address, then))
        return servers[-1].listening.getsockname()

    monkeypatch.setattr(display, "CONNECT_S", 0.3)
    monkeypatch.setattr(display, "_PAUSE_S", 0.001)
    yield start
    for server in servers:
        server.stop()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("then", "words"), [("closes", "does not let this user in"), ("waits", "not answer")]
)
def test_a_display_that_listens_but_is_of_no_use(serve, then, words):
    port = serve(socket.AF_INET, ("127.0.0.1", 0), then)[1]
    if port < 6000:
        pytest.skip("the system gave a port below those of displays")
    assert words in (display_problem({"DISPLAY": f"127.0.0.1:{port - 6000}"}) or "")


def test_a_wayland_display_that_answers_is_enough(serve, tmp_path, monkeypatch):
    serve(socket.AF_UNIX, str(tmp_path / "wayland-1"), "waits")
    monkeypatch.setattr(display, "_plugin_problem", lambda system: None)
    environment = {"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": str(tmp_path), "DISPLAY": ":7077"}
    assert display_problem(environment) is None
    assert display_problem({"WAYLAND_DISPLAY": str(tmp_path / "wayland-1")}) is None
    assert "wayland-0" in (display_problem({"QT_QPA_PLATFORM": "wayland"}) or "")
    assert display_problem({"QT_QPA_PLATFORM": "wayland", "WAYLAND_SOCKET": "3"}) is None


def test_platforms_without_a_display_need_none():
    for name in ("offscreen", "minimal", "vnc:size=800x600", "linuxfb", "wayland;offscreen"):
        assert display_problem({"QT_QPA_PLATFORM": name}) is None


def test_a_missing_library_is_named_with_the_command_that_installs_it(monkeypatch):
    from yolocam.system import system_libraries

    monkeypatch.setattr(display, "_x_problem", lambda environment: None)
    monkeypatch.setitem(display._SYSTEMS, "xcb", lambda environment: None)
    monkeypatch.setattr(display, "_loads", lambda library: "cursor" not in library)
    monkeypatch.setattr(display, "missing_libraries", lambda files: {"libxcb-cursor.so.0"})
    commands = {
        "apt-get": "sudo apt-get install libxcb-cursor0",
        "dnf": "sudo dnf install xcb-util-cursor",
        "pacman": "sudo pacman -S xcb-util-cursor",
    }
    for manager, command in commands.items():
        monkeypatch.setattr(
            system_libraries.shutil, "which", lambda name, m=manager: name if name == m else None
        )
        assert display_problem({"DISPLAY": ":0"}) == f"libxcb-cursor.so.0 is missing: `{command}` installs it"
    monkeypatch.setattr(system_libraries.shutil, "which", lambda name: None)
    assert "please install what holds it" in (display_problem({"DISPLAY": ":0"}) or "")


def test_a_library_that_an_import_lacks_is_a_sentence(monkeypatch, capsys):
    from yolocam.commands import cameras

    def fails(args):
        raise ImportError("libGL.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(cameras, "run", fails)
    assert main(["cameras"]) == 1
    told = capsys.readouterr().err
    assert "libGL.so.1 is missing" in told and "yolocam doctor" in told and len(told.splitlines()) == 1
