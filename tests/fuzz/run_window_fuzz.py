"""`make fuzz-window EVENTS=50000`: random hands at the window; a crash, a hang or an exception is told.

The window is a real one with fake sources and a fake network, in a process of its own, without a screen.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path

from support.private_home import private_environment

HANG_S = 120
"""An event that takes longer, on a machine that does other things as well, hangs the window."""

MENU_S = 0.3
"""A menu that is open for so long holds up the loop: something is done in it."""

_LAST = 30
"""So many of the last things done are told."""


def attack_window(folder: Path, seed: int, events: int) -> str | None:
    """Do random things to windows; returns what went wrong, with the last things done."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ, **private_environment(folder / "home"),
        # Whatever a click would download is not to be had.
        "HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9",
    }  # fmt: skip
    words = [
        sys.executable,
        "-m",
        "fuzz.run_window_fuzz",
        "--here",
        "--seed",
        str(seed),
        "--events",
        str(events),
    ]
    with (folder / "log.txt").open("wb") as log:
        ended = subprocess.run(words, cwd=folder, env=environment, stdout=log, stderr=log, check=False)
    if ended.returncode == 0:
        return None
    last = (folder / "done.txt").read_text(errors="replace").splitlines()[-_LAST:]
    words_of_it = (folder / "log.txt").read_text(errors="replace")[-6000:]
    return f"seed {seed} ended with {ended.returncode}\n{words_of_it}\nthe last things done:\n" + "\n".join(
        last
    )


def _run_here(seed: int, events: int) -> int:
    """Be the process that the events happen in; exit status 1 after an exception, 0 if all went well."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QDesktopServices
    from PySide6.QtWidgets import QApplication

    from fuzz.window_hands import Hands
    from support.window import window_fakes
    from support.window.window_fakes import FILM, FakeSources, make_session
    from yolocam.ui.preferences import Preferences
    from yolocam.ui.qt.garbage_collector import GarbageCollector
    from yolocam.ui.qt.plugins import use_pyside_plugins
    from yolocam.ui.widgets.theme import apply_theme
    from yolocam.ui.window.main_window import MainWindow
    from yolocam.ui.window.window_options import WindowOptions
    from yolocam.zoo.library import Library

    faulthandler.enable()
    raised: list[str] = []

    def note(kind, error, trace, *_) -> None:
        raised.append("".join(traceback.format_exception(kind, error, trace)))
        print(raised[-1], flush=True)

    sys.excepthook = note
    threading.excepthook = lambda args: note(args.exc_type, args.exc_value, args.exc_traceback)
    use_pyside_plugins()
    app = QApplication(["yolocam"])
    apply_theme(app, "light")
    window_fakes.FPS, window_fakes.FRAME_NS = 5, 200_000_000  # the time is for the hands
    here = Path.cwd()
    done = (here / "done.txt").open("w", buffering=1)
    for scheme in ("file", "http", "https"):
        QDesktopServices.setUrlHandler(scheme, app, "notASlot")
    sources = FakeSources()

    def new_window() -> MainWindow:
        options = WindowOptions(
            models=("first", "second"), sample="sample.avi", library=Library(here / "models")
        )
        window = MainWindow(
            make_session(sources.open), options, Preferences(here / "window.ini"),
            recordings=here / "videos", pictures=here / "pictures", documents=here / "documents",
        )  # fmt: skip
        window.resize(1280, 800)
        window.start()
        window.open(FILM)
        return window

    hands, begun = Hands(seed, lambda words: print(words, file=done)), [time.monotonic()]

    def look() -> None:
        if time.monotonic() - begun[0] > MENU_S:
            hands.leave_menu()

    window, windows, count = new_window(), 1, 0
    timer = QTimer(interval=50, timeout=look)
    with GarbageCollector():
        timer.start()
        while count < events and not raised:
            faulthandler.dump_traceback_later(HANG_S, exit=True)
            if window.closed:
                window.deleteLater()
                sources.opened.clear()
                window, windows = new_window(), windows + 1
            count, begun[0] = count + 1, time.monotonic()
            hands.act(window)
            app.processEvents()
        faulthandler.dump_traceback_later(HANG_S, exit=True)
        window.close()
        until = time.monotonic() + HANG_S / 2
        while not window.closed and time.monotonic() < until:
            app.processEvents()
        faulthandler.cancel_dump_traceback_later()
    print(f"{count} events in {windows} windows; closed: {window.closed}")
    done.close()
    return int(bool(raised) or not window.closed)


def main() -> int:
    """Exit status 1 if anything went wrong."""
    parser = argparse.ArgumentParser(prog="fuzz-window", description=__doc__)
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--folder", type=Path, default=Path("build/fuzz-window"), help="where the log stays")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.here:
        return _run_here(args.seed, args.events)
    started = time.monotonic()
    folder = args.folder.absolute() / str(args.seed)
    wrong = attack_window(folder, args.seed, args.events)
    print(wrong or (folder / "log.txt").read_text(errors="replace").strip().splitlines()[-1])
    print(f"seed {args.seed}, Python {sys.version.split()[0]}, {time.monotonic() - started:.0f} s")
    return int(wrong is not None)


if __name__ == "__main__":
    sys.exit(main())
