"""The last seconds are kept, and saved by the button, by its key, and where no more images come."""

import av
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QToolButton

from support.window.window_driver import choose_another, close_window, key, open_film
from support.window.window_fakes import CAMERA, FILM, SLOW
from yolocam.errors import SinkError
from yolocam.pipeline.actions import clip_sink
from yolocam.ui.recording.replay import ReplayChoices
from yolocam.ui.recording.replay_dialog import ReplayDialog


def press(qtbot, window):
    qtbot.mouseClick(window.replay_button, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))


def kept(window, seconds):
    return lambda: window.saved_files.replay.held.seconds >= seconds


def saved(qtbot, window, folder, count=1):
    qtbot.waitUntil(lambda: window.viewer.message_bar.text.startswith("Saved") and files(folder, count))


def files(folder, count):
    return len(list(folder.glob("clip *.mp4"))) == count


def length_of(path):
    with av.open(str(path)) as file:
        return float(list(file.decode(video=0))[-1].time)


@pytest.mark.slow
@pytest.mark.parametrize("address", [FILM, CAMERA])
def test_what_has_just_happened_is_saved(qtbot, window, tmp_path, monkeypatch, address):
    shown = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()) is None)
    open_film(qtbot, window, address)
    window.session.playback.set_loop(address == FILM)
    qtbot.waitUntil(window.replay_button.isEnabled)
    assert window.replay_button.text() == "Keep 20 s"
    press(qtbot, window)
    assert "the last 20 seconds are kept" in window.viewer.message_bar.text
    assert window.replay_button.text() == "Save 20 s"
    qtbot.waitUntil(kept(window, 0.8))
    press(qtbot, window)
    saved(qtbot, window, tmp_path / "videos")
    (clip,) = (tmp_path / "videos").glob("clip *.mp4")
    assert str(clip) in window.viewer.message_bar.text and length_of(clip) > 0.7
    (button,) = [b for b in window.viewer.message_bar.findChildren(QPushButton) if "folder" in b.text()]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shown == [str(clip.parent)]


@pytest.mark.slow
def test_the_key_works_in_full_screen_and_at_the_end_of_a_film(qtbot, window, tmp_path):
    window.saved_files.replay.choose(ReplayChoices(on=True))
    open_film(qtbot, window)
    qtbot.waitUntil(lambda: window.session.playback.state.ended)
    key(qtbot, window, Qt.Key.Key_F)
    qtbot.waitUntil(window.viewer.full_screen_bar.isVisible)
    qtbot.waitUntil(kept(window, 0.1))
    key(qtbot, window, Qt.Key.Key_B)
    saved(qtbot, window, tmp_path / "videos")
    assert window.viewer.message_bar.isVisible()
    buttons = window.viewer.full_screen_bar.findChildren(QToolButton)
    button = next(one for one in buttons if one.defaultAction() is window.actions_by_name["save_replay"])
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: files(tmp_path / "videos", 2))


@pytest.mark.slow
def test_seconds_and_memory_are_chosen_and_kept(qtbot, make_window):
    window = make_window()
    open_film(qtbot, window)
    window.replay_button.settings.trigger()
    (dialog,) = window.findChildren(ReplayDialog)
    dialog.on.setChecked(True)
    dialog.seconds.setValue(45)
    dialog.megabytes.setValue(64)
    dialog.accept()
    assert window.actions_by_name["save_replay"].text() == "Save the last 45 seconds"
    qtbot.waitUntil(kept(window, 0.1))
    close_window(qtbot, window)
    again = make_window()
    assert again.saved_files.replay.choices == ReplayChoices(on=True, seconds=45, megabytes=64)
    open_film(qtbot, again, CAMERA)
    qtbot.waitUntil(kept(again, 0.1))
    again.replay_button.switch.trigger()
    qtbot.waitUntil(lambda: again.saved_files.replay.held.seconds == 0)


def test_another_folder_is_offered_only_where_one_helps(qtbot, window, tmp_path, monkeypatch):
    def none(_settings):
        raise SinkError("no encoder works here")

    bar = window.viewer.message_bar
    open_film(qtbot, window, CAMERA)
    with monkeypatch.context() as broken:
        broken.setattr(clip_sink, "working_encoders", none)
        window.saved_files.replay.choose(ReplayChoices(on=True))
        qtbot.waitUntil(lambda: bar.text == "No encoder works here")
    assert not any("folder" in b.text() for b in bar.findChildren(QPushButton) if not b.isHidden())
    (tmp_path / "videos").write_text("a file where the folder should be")
    window.saved_files.replay.choose(ReplayChoices(on=True, seconds=30))
    qtbot.waitUntil(kept(window, 0.1))
    assert window.saved_files.replay.save()
    qtbot.waitUntil(lambda: "cannot be created" in bar.text)
    choose_another(qtbot, window, tmp_path / "elsewhere")
    saved(qtbot, window, tmp_path / "elsewhere")


def test_nothing_can_be_kept_of_a_source_that_is_still_being_opened(qtbot, window, sources):
    window.open(SLOW)
    qtbot.waitUntil(window.viewer.opening.isVisible)
    actions = [window.actions_by_name[name] for name in ("save_replay", "record", "snapshot")]
    assert not any(action.isEnabled() for action in actions)
    assert "first" in actions[0].toolTip()
    sources.release.set()
    qtbot.waitUntil(lambda: all(action.isEnabled() for action in actions))


def test_the_replay_is_no_reason_to_keep_every_frame(qtbot, window):
    window.saved_files.replay.choose(ReplayChoices(on=True))
    open_film(qtbot, window)
    qtbot.waitUntil(kept(window, 0.05))
    assert not window.sync.is_saving()
