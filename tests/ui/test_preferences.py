"""What is remembered, and what a damaged file does: nothing."""

import os

import pytest
from PySide6.QtCore import QSettings

from yolocam.model.engines.exported.library_trial import remember
from yolocam.settings import Settings
from yolocam.ui import preferences
from yolocam.ui.preferences import Preferences
from yolocam.ui.recents import add_recent, is_worth_keeping, title_of

MODELS = ("yolov3-tiny", "other")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "window.ini"


def write(path, key, value):
    """Write into the file behind the preferences' back."""
    store = QSettings(str(path), QSettings.Format.IniFormat)
    store.setValue(key, value)
    store.sync()


def test_settings_come_back(path):
    before = Settings()
    now = Settings(confidence=0.6, imgsz=608, labels=False, model="other", classes=frozenset({1}))
    first = Preferences(path)
    first.keep_settings(before, now)
    first.save()
    restored = Preferences(path).settings(Settings(), MODELS)
    assert restored == Settings(confidence=0.6, imgsz=608, labels=False, model="other")


def test_only_what_was_changed_is_kept(path):
    given = Settings(confidence=0.9)  # by a flag
    first = Preferences(path)
    first.keep_settings(given, Settings(confidence=0.9, iou=0.3))
    assert first.settings(Settings(), MODELS) == Settings(iou=0.3)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("confidence", "7"), ("confidence", '"high"'), ("confidence", "true"), ("confidence", "NaN"),
        ("imgsz", "417"), ("imgsz", "1e400"), ("labels", "1"), ("model", '"gone"'), ("device", '"tpu"'),
        ("palette", '"none"'), ("palette", '"../../x"'), ("max_det", "null"), ("frames", "[[["),
        ("iou", "{}"),
    ],
)  # fmt: skip
def test_broken_values_are_ignored(path, name, text):
    write(path, f"settings/{name}", text)
    assert Preferences(path).settings(Settings(), MODELS) == Settings()


def test_an_engine_whose_library_is_broken_is_not_taken_up_again(path, monkeypatch):
    monkeypatch.setattr(preferences, "available_engines", lambda: ("auto", "openvino"))
    write(path, "settings/engine", '"openvino"')
    assert Preferences(path).settings(Settings(), MODELS).engine == "openvino"
    remember("openvino", "crashes (SIGSEGV)")
    assert Preferences(path).settings(Settings(), MODELS).engine == "auto"


def test_a_file_of_rubbish_is_ignored(path):
    path.write_bytes(bytes(range(256)) * 20)
    preferences = Preferences(path)
    assert preferences.settings(Settings(), MODELS) == Settings()
    assert preferences.recents == ()
    assert preferences.layout("geometry").isEmpty()
    assert preferences.flag("strip") is False
    assert preferences.word("scheme", ("light", "dark"), "light") == "light"


def test_nowhere_to_write_is_no_error(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    preferences = Preferences(blocked / "window.ini")
    preferences.keep("strip", True)
    preferences.save()


def test_recents_newest_first_each_once_at_most_ten(path):
    recents = ()
    for number in range(12):
        recents = add_recent(recents, f"film{number}.mp4")
    recents = add_recent(recents, "film5.mp4")
    assert recents[:2] == ("film5.mp4", "film11.mp4")
    assert len(recents) == 10
    first = Preferences(path)
    first.keep_recents(recents)
    first.save()
    assert Preferences(path).recents == recents


def test_recents_of_the_wrong_kind(path):
    write(path, "recents", '[1, "", "good.mp4", null]')
    assert Preferences(path).recents == ("good.mp4",)
    write(path, "recents", '"good.mp4"')
    assert Preferences(path).recents == ()


@pytest.mark.parametrize("address", ["camera:0", "0", "synthetic:640x480@30"])
def test_devices_are_no_recent_files(address):
    assert not is_worth_keeping(address)


@pytest.mark.parametrize(
    ("address", "title"),
    [("/a/b/street.mp4", "street.mp4"), ("/a/folder/", "folder"), ("0", "Camera 0"),
     ("camera:Webcam", "Webcam"), ("synthetic:640x480@30", "Test card"), ("rtsp://host/stream", "rtsp://host/stream")],
)  # fmt: skip
def test_titles(address, title):
    assert title_of(address) == title


def test_a_model_that_has_gone_is_named(path):
    first = Preferences(path)
    assert first.lost_model(MODELS) is None
    first.keep_settings(Settings(), Settings(model="mine"))
    assert first.lost_model(MODELS) == "mine"
    assert first.settings(Settings(), MODELS) == Settings()
    assert first.lost_model((*MODELS, "mine")) is None
    first.save()
    write(path, "settings/model", "[1]")
    assert Preferences(path).lost_model(MODELS) is None


@pytest.mark.parametrize(
    "damage",
    [
        b"\0\1\xff nothing of the kind",
        b"[settings\nconfidence=0.6\n",
        b'[settings]\nconfidence=0.6\niou="{{{"\n',
        b"[settings]\nconfidence=0.6\niou=@Variant(\\0\\0)\n[x",
        b"[settings]\nconfidence=0.6\niou=" + b"9" * 5000,
    ],
)
def test_a_damaged_file_is_put_aside_and_told(path, damage):
    path.write_bytes(damage)
    preferences = Preferences(path)
    told = preferences.put_damage_aside()
    aside = path.with_name("window.ini.damaged")
    assert told is not None and str(aside) in told
    assert aside.read_bytes() == damage
    sound = Settings(confidence=0.6) if b"0.6" in damage else Settings()
    for again in (preferences, Preferences(path)):
        assert again.settings(Settings(), MODELS) == sound
        assert again.put_damage_aside() is None


def test_a_sound_file_stays_where_it_is(path):
    preferences = Preferences(path)
    assert preferences.put_damage_aside() is None
    preferences.keep_settings(Settings(), Settings(confidence=0.6))
    preferences.save()
    assert Preferences(path).put_damage_aside() is None
    assert [file.name for file in path.parent.iterdir()] == ["window.ini"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_its_place_is_put_aside(path):
    os.mkfifo(path)
    preferences = Preferences(path)
    preferences.keep_settings(Settings(), Settings(confidence=0.6))
    preferences.save()
    assert Preferences(path).settings(Settings(), MODELS) == Settings(confidence=0.6)


@pytest.mark.slow
def test_windows_that_run_at_once_keep_the_recent_files_of_all(path):
    windows = [Preferences(path) for _ in range(3)]
    for number, window in enumerate(windows):
        window.keep_recent(f"{number}.mp4")
    windows[0].keep_recent("again.mp4")
    for window in windows:
        window.save()
    assert Preferences(path).recents == ("again.mp4", "2.mp4", "1.mp4", "0.mp4")
