"""Everything the window can be asked to do: its words, its keys, its place in the menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from yolocam.ui.widgets import theme


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    A soft key is left to the control that has the focus (arrows move a slider, Space presses a
    button) and reaches the window only when no control wanted it.
    """

    name: str
    group: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    soft: bool = False
    checkable: bool = False
    tip: str = ""


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("open", "Open", "Open a video or picture…", ("Ctrl+O",), "film"),
    ActionSpec("open_folder", "Open", "Open a folder of pictures…", ("Ctrl+Shift+O",), "folder"),
    ActionSpec("open_address", "Open", "Open address…", ("Ctrl+U",), "camera",
               tip="Open a network camera, a stream, or anything else that has an address"),
    ActionSpec("open_results", "Open", "Open stored results…", icon="classes",
               tip="Show results that were saved before on their video, with other thresholds"),
    ActionSpec("close_source", "Open", "Close what is open", ("Ctrl+W",), "close"),
    ActionSpec("quit", "Open", "Quit", ("Ctrl+Q", "Q")),
    ActionSpec("record", "Keep", "Record", ("R",), "record", tip="Record what is shown into a file"),
    ActionSpec("snapshot", "Keep", "Snapshot", ("S",), "snapshot",
               tip="Save this picture, its boxes and a list of them in the Pictures folder"),
    ActionSpec("snapshot_plain", "Keep", "Snapshot without boxes", ("Shift+S",)),
    ActionSpec("snapshot_as", "Keep", "Save snapshot as…", ("Ctrl+S",)),
    ActionSpec("save_results", "Keep", "Save results…", ("Ctrl+E",),
               tip="Save what is found as tables for other programs"),
    ActionSpec("play", "Playback", "Play or pause", ("Space",), soft=True),
    ActionSpec("step_back", "Playback", "One frame back", (",",)),
    ActionSpec("step_forward", "Playback", "One frame on", (".",)),
    ActionSpec("jump_back", "Playback", "Five seconds back", ("Left",), soft=True),
    ActionSpec("jump_forward", "Playback", "Five seconds on", ("Right",), soft=True),
    ActionSpec("to_start", "Playback", "To the beginning", ("Home",), soft=True),
    ActionSpec("to_end", "Playback", "To the end", ("End",), soft=True),
    ActionSpec("slower", "Playback", "Slower", ("[",)),
    ActionSpec("faster", "Playback", "Faster", ("]",)),
    ActionSpec("loop", "Playback", "Loop", ("L",)),
    ActionSpec("full_screen", "View", "Full screen", ("F11", "F"), "fullscreen", checkable=True),
    ActionSpec("panel", "View", "Controls", ("P",), "panel", checkable=True,
               tip="Show the controls in full, or as a narrow strip"),
    ActionSpec("stats", "View", "Statistics", ("D",), "chart", checkable=True),
    ActionSpec("results", "View", "Results table", ("T",), "classes", checkable=True,
               tip="What was found since this was opened: a table and a timeline"),
    ActionSpec("mirror", "View", "Mirror", ("M",), checkable=True,
               tip="Show the picture as a mirror would; recordings stay as they are"),
    ActionSpec("models", "View", "Models…", ("Ctrl+L",), "model",
               tip="Download models, add your own, and see whether its files fit together"),
    ActionSpec("shortcuts", "View", "Keyboard shortcuts", ("F1",)),
    ActionSpec("leave", "View", "Leave full screen, cancel, dismiss", ("Esc",)),
)  # fmt: skip

_UNLISTED = frozenset({"leave"})
"""Actions that are a key only, and appear in no menu."""


class Actions:
    """The QActions of a window, by name; `handlers` has what each one calls."""

    def __init__(self, window: QWidget, handlers: Mapping[str, Callable[[], object]]) -> None:
        self._actions: dict[str, QAction] = {}
        self._soft: dict[int, QAction] = {}
        for spec in ACTIONS:
            action = self._make(spec, window)
            action.triggered.connect(_without_argument(handlers[spec.name]))
            window.addAction(action)
            self._actions[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def group(self, group: str) -> list[QAction]:
        """Return the actions of a group that belong in a menu, in order."""
        return [self._actions[s.name] for s in ACTIONS if s.group == group and s.name not in _UNLISTED]

    def handle_soft_key(self, event: QKeyEvent) -> bool:
        """Trigger the action of a key that no control has taken; returns whether there was one."""
        action = self._soft.get(QKeyCombination(event.modifiers(), Qt.Key(event.key())).toCombined())
        if action is None or not action.isEnabled():
            return False
        action.trigger()
        return True

    def _make(self, spec: ActionSpec, window: QWidget) -> QAction:
        action = QAction(spec.text, window)
        if spec.icon:
            action.setIcon(theme.icon(spec.icon))
        action.setCheckable(spec.checkable)
        keys = key_text(spec)
        action.setToolTip(f"{spec.tip or spec.text} ({keys})" if keys else spec.tip or spec.text)
        if spec.soft:
            action.setText(f"{spec.text}\t{keys}")
            for key in spec.keys:
                self._soft[_combined(key)] = action
        else:
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
        return action


def key_text(spec: ActionSpec) -> str:
    """Return an action's keys as this platform writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    return " or ".join(QKeySequence(key).toString(native) for key in spec.keys)


def _combined(key: str) -> int:
    combination: QKeyCombination = QKeySequence(key)[0]  # type: ignore[index]  # the stub lacks it
    return combination.toCombined()


def _without_argument(handler: Callable[[], object]) -> Callable[[bool], object]:
    return lambda _checked: handler()
