"""The actions of the window: their texts, their keys, their groups in the menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from yolocam.ui.translation import tr
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.explained import allow


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. `group` is a key of `group_titles`.

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


def group_titles() -> dict[str, str]:
    """Return the headings of the groups."""
    return {"open": tr("Open"), "save": tr("Save"), "playback": tr("Playback"), "view": tr("View")}


def action_specs() -> tuple[ActionSpec, ...]:
    """Return all actions in the language of the window, group by group."""
    return (*_open_specs(), *_save_specs(), *_playback_specs(), *_view_specs())


def _open_specs() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec("open", "open", tr("Open a video or image…"), ("Ctrl+O",), "film"),
        ActionSpec("open_folder", "open", tr("Open a folder of images…"), ("Ctrl+Shift+O",), "folder"),
        ActionSpec("open_address", "open", tr("Open network stream…"), ("Ctrl+U",), "camera",
                   tip=tr("Open a network camera, a stream, or any other address")),
        ActionSpec("open_screen", "open", tr("Capture part of the screen…"), ("Ctrl+P",), "rectangle",
                   tip=tr("Use a screen, or a part of it that you drag over, as the source")),
        ActionSpec("open_copied", "open", tr("Open what was copied"), ("Ctrl+V",),
                   tip=tr("Open the file, path or address that was copied elsewhere")),
        ActionSpec("open_results", "open", tr("Open stored results…"), icon="classes",
                   tip=tr("Show saved results on their video, with other thresholds")),
        ActionSpec("clear_recents", "open", tr("Clear recent"), tip=tr("Forget what was opened")),
        ActionSpec("close_source", "open", tr("Close"), ("Ctrl+W",), "close",
                   tip=tr("Close the video, image or camera that is open")),
        ActionSpec("quit", "open", tr("Quit"), ("Ctrl+Q", "Q")),
    )  # fmt: skip


def _save_specs() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec("record", "save", tr("Record"), ("R",), "record",
                   tip=tr("Record the video to a file")),
        ActionSpec("pause_recording", "save", tr("Pause recording"), ("Shift+R",), checkable=True,
                   tip=tr("Leave out what comes now; the recording goes on in the same file")),
        ActionSpec("save_replay", "save", tr("Save the last seconds"), ("B",), "replay",
                   tip=tr("Save a clip of what has just been shown; the first press begins to keep it")),
        ActionSpec("sound", "save", tr("Sound…"), ("A",), "sound",
                   tip=tr("Source, level, gain and delay of the sound of recordings and streams")),
        ActionSpec("snapshot", "save", tr("Snapshot"), ("S",), "snapshot",
                   tip=tr("Save this image, its boxes and a list of them in the Pictures folder")),
        ActionSpec("snapshot_plain", "save", tr("Snapshot without boxes"), ("Shift+S",)),
        ActionSpec("snapshot_as", "save", tr("Save snapshot as…"), ("Ctrl+S",)),
        ActionSpec("save_results", "save", tr("Save results…"), ("Ctrl+E",),
                   tip=tr("Save the detections as tables for other programs")),
    )  # fmt: skip


def _playback_specs() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec("play", "playback", tr("Play or pause"), ("Space",), soft=True),
        ActionSpec("step_back", "playback", tr("Previous frame"), (",",)),
        ActionSpec("step_forward", "playback", tr("Next frame"), (".",)),
        ActionSpec("jump_back", "playback", tr("Back 5 seconds"), ("Left",), soft=True),
        ActionSpec("jump_forward", "playback", tr("Forward 5 seconds"), ("Right",), soft=True),
        ActionSpec("to_start", "playback", tr("Go to start"), ("Home",), soft=True),
        ActionSpec("to_end", "playback", tr("Go to end"), ("End",), soft=True),
        ActionSpec("next_found", "playback", tr("Next appearance"), ("N",),
                   tip=tr("Go to where one of the chosen classes next appears in what was seen so far")),
        ActionSpec("previous_found", "playback", tr("Previous appearance"), ("Shift+N",)),
        ActionSpec("next_event", "playback", tr("Next event"), ("E",),
                   tip=tr("Go to where something next crosses a line, enters or leaves an area, in what was "
                          "seen so far")),
        ActionSpec("previous_event", "playback", tr("Previous event"), ("Shift+E",)),
        ActionSpec("slower", "playback", tr("Slower"), ("[",)),
        ActionSpec("faster", "playback", tr("Faster"), ("]",)),
        ActionSpec("loop", "playback", tr("Loop"), ("L",)),
        ActionSpec("mute", "playback", tr("Mute"), ("Shift+M",),
                   tip=tr("Silence the film, or let it be heard")),
        ActionSpec("louder", "playback", tr("Louder"), ("Up",), soft=True),
        ActionSpec("softer", "playback", tr("Softer"), ("Down",), soft=True),
    )  # fmt: skip


def _view_specs() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec("full_screen", "view", tr("Full screen"), ("F11", "F"), "fullscreen", checkable=True),
        ActionSpec("panel", "view", tr("Controls"), ("P",), "panel", checkable=True,
                   tip=tr("Show the controls in full, or as a narrow strip")),
        ActionSpec("stats", "view", tr("Statistics"), ("D",), "chart", checkable=True),
        ActionSpec("results", "view", tr("Results table"), ("T",), "classes", checkable=True,
                   tip=tr("Show all detections so far, in a table and on a timeline")),
        ActionSpec("regions", "view", tr("Tracking and regions"), ("C",), "polygon", checkable=True,
                   tip=tr("Follow objects, draw lines and areas, and count who crosses and enters")),
        ActionSpec("rules", "view", tr("Rules"), ("W",), "bell", checkable=True,
                   tip=tr("Have something done when something happens: save a clip, send a message")),
        ActionSpec("mirror", "view", tr("Mirror"), ("M",), checkable=True,
                   tip=tr("Show the image mirrored; recordings stay as they are")),
        ActionSpec("zoom_in", "view", tr("Zoom in"), ("Ctrl++", "Ctrl+=")),
        ActionSpec("zoom_out", "view", tr("Zoom out"), ("Ctrl+-",)),
        ActionSpec("zoom_to_fit", "view", tr("Whole image"), ("Ctrl+0",)),
        ActionSpec("models", "view", tr("Models…"), ("Ctrl+L",), "model",
                   tip=tr("Download models, add your own, and check their files")),
        ActionSpec("shortcuts", "view", tr("Keyboard shortcuts"), ("F1",)),
        ActionSpec("about", "view", tr("About yolocam"), tip=tr("Show versions and licences")),
        ActionSpec("leave", "view", tr("Leave full screen, cancel, dismiss"), ("Esc",)),
    )  # fmt: skip


_UNLISTED = frozenset({"leave"})
"""Actions that have a key but no entry in a menu."""


class Actions:
    """The QActions of a window by name; `handlers` maps each name to a function."""

    def __init__(self, window: QWidget, handlers: Mapping[str, Callable[[], object]]) -> None:
        self._actions: dict[str, QAction] = {}
        self._soft: dict[QKeySequence, QAction] = {}
        self._groups: dict[str, list[QAction]] = {}
        for spec in action_specs():
            action = self._make(spec, window)
            action.triggered.connect(_without_argument(handlers[spec.name]))
            window.addAction(action)
            self._actions[spec.name] = action
            if spec.name not in _UNLISTED:
                self._groups.setdefault(spec.group, []).append(action)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def allow(self, name: str, allowed: bool, reason: str) -> None:
        """Enable an action, or disable it and say why in its tooltip."""
        allow(self._actions[name], allowed, reason)

    def group(self, group: str) -> list[QAction]:
        """Return the actions of a group that appear in menus, in order."""
        return self._groups[group]

    def handle_soft_key(self, event: QKeyEvent) -> bool:
        """Trigger the soft action of a key; return whether there is one."""
        action = self._soft.get(QKeySequence(event.keyCombination()))
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
                self._soft[QKeySequence(key)] = action
        else:
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
        return action


def key_text(spec: ActionSpec) -> str:
    """Return an action's keys as this platform writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    return f" {tr('or')} ".join(QKeySequence(key).toString(native) for key in spec.keys)


def _without_argument(handler: Callable[[], object]) -> Callable[[bool], object]:
    return lambda _checked: handler()
