"""What each action of the window does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from yolocam.ui.qt.drop_target import DropTarget
from yolocam.ui.qt.override_guard import guard_overrides

if TYPE_CHECKING:
    from yolocam.ui.window.main_window import MainWindow


def handlers_of(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Return the handler of every action by its name; the parts of the window may be made later."""
    handlers: dict[str, Callable[[], object]] = {
        "open": lambda: window.opener.browse_file(),
        "open_folder": lambda: window.opener.browse_folder(),
        "open_address": lambda: window.opener.ask_address(),
        "open_screen": lambda: window.opener.ask_screen(),
        "open_copied": lambda: _open_copied(window),
        "clear_recents": lambda: window.opener.clear_recents(),
        "open_results": lambda: window.opener.browse_results(),
        "close_source": lambda: window.session.close_source(),
        "quit": lambda: QTimer.singleShot(0, window.close),
        "record": lambda: window.saved_files.recording.toggle(),
        "pause_recording": lambda: window.saved_files.recording.toggle_pause(),
        "save_replay": lambda: window.replay_button.press(),
        "sound": lambda: window.sound.settings.show_dialog(),
        "snapshot": lambda: window.saved_files.snapshot(boxes=True),
        "snapshot_plain": lambda: window.saved_files.snapshot(boxes=False),
        "snapshot_as": lambda: window.saved_files.snapshot_as(window),
        "save_results": lambda: window.results.ask_or_stop(),
        "play": window.play_or_pause,
        **window.transport.handlers(),
        "next_found": lambda: window.results.go_to_appearance(later=True),
        "previous_found": lambda: window.results.go_to_appearance(later=False),
        "next_event": lambda: window.regions.go_to_event(later=True),
        "previous_event": lambda: window.regions.go_to_event(later=False),
        "full_screen": lambda: window.full_screen.toggle(),
        "panel": lambda: window.panel_visibility.toggle(),
        "stats": lambda: window.stats_dock.toggle(),
        "zoom_in": lambda: window.view.zoom(1),
        "zoom_out": lambda: window.view.zoom(-1),
        "zoom_to_fit": lambda: window.view.zoom_to_fit(),
        "mirror": lambda: window.mirroring.follow(),
        "results": lambda: window.results.toggle_dock(),
        "regions": lambda: window.regions.toggle_dock(),
        "rules": lambda: window.rules.toggle_dock(),
        "models": lambda: window.models.show_manager(),
        "shortcuts": lambda: window.viewer.shortcuts.setVisible(window.viewer.shortcuts.isHidden()),
        "about": lambda: _show_about(window),
        "leave": lambda: _leave(window),
    }
    return {name: _seen_at_once(window, handler) for name, handler in handlers.items()}


def _seen_at_once(window: MainWindow, handler: Callable[[], object]) -> Callable[[], None]:
    """Return a handler whose effect shows at once, also in a window at rest."""

    def handle() -> None:
        handler()
        window.sync.wake()

    return handle


def take_drops(window: MainWindow) -> None:
    """Open or add what is dropped on the window, and say so while it is dragged there."""
    DropTarget(
        window,
        lambda dropped: window.models.take_drop(dropped, window.opener.open_first),
        lambda dragged: window.viewer.drop_hint.show_for(dragged),
    )


def _open_copied(window: MainWindow) -> None:
    copied = window.opener.copied()
    if copied:
        window.models.take_drop(copied, window.opener.open_first)


def _show_about(window: MainWindow) -> None:
    from yolocam.ui.about.about_dialog import show_about

    guard_overrides()
    show_about(window)


def _leave(window: MainWindow) -> None:
    """Esc: cancel the topmost thing, one at each press."""
    viewer = window.viewer
    if viewer.opening.isVisible() and not viewer.shortcuts.isVisible():
        window.session.close_source()
    elif not (viewer.close_sheet() or window.keyboard.give_back() or window.regions.canvas.leave()):
        if window.view.marked is not None:
            window.view.mark(None)
        elif window.view.followed is not None:
            window.view.follow_nothing()
        elif window.full_screen.active:
            window.full_screen.toggle()
        elif viewer.message_bar.isVisible():
            viewer.message_bar.dismiss()
