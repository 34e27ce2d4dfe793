"""Whether X11 or the desktop's portal gives the screen follows from the environment alone."""

import sys

import pytest

from yolocam.errors import SourceError
from yolocam.pipeline.sources import open_source
from yolocam.pipeline.sources.live import screen_access
from yolocam.pipeline.sources.live.screen_access import asks_portal, has_qt_multimedia, why_no_screen


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)


def in_session(monkeypatch, variables):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    ("variables", "portal"),
    [
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11"}, False),
        ({"DISPLAY": ":0"}, False),
        # Its X11 display is there for old programs, and shows them nothing of the others.
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "XDG_SESSION_TYPE": "wayland"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({}, False),
    ],
)
def test_the_portal_is_asked_where_x11_shows_nothing(monkeypatch, variables, portal):
    in_session(monkeypatch, variables)
    monkeypatch.setattr(screen_access, "has_qt_multimedia", lambda: True)
    assert asks_portal() is portal
    assert why_no_screen() == ("" if variables else "there is no X11 display; DISPLAY is not set")


def test_what_wayland_needs_is_told(monkeypatch):
    in_session(monkeypatch, {"XDG_SESSION_TYPE": "wayland"})
    monkeypatch.setattr(screen_access, "has_qt_multimedia", lambda: False)
    with pytest.raises(SourceError, match=r"needs Qt Multimedia: pip install 'yolocam\[wayland\]'"):
        open_source("screen:0")


def test_no_display_is_told():
    with pytest.raises(SourceError, match="DISPLAY is not set"):
        open_source("window:x")


@pytest.mark.parametrize(
    ("address", "words"),
    [("window:x", "on X11 only; use screen:0"), ("screen:0,0,4,400", "too small, expected at least 16x16")],
)
def test_what_the_portal_cannot_give_is_told_before_it_is_asked(monkeypatch, address, words):
    in_session(monkeypatch, {"XDG_SESSION_TYPE": "wayland"})
    monkeypatch.setattr(screen_access, "has_qt_multimedia", lambda: True)
    with pytest.raises(SourceError, match=words):
        open_source(address)


def test_qt_multimedia_is_looked_for_where_pyside_lies(monkeypatch, tmp_path):
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "__init__.py").touch()
    (tmp_path / "PySide6" / "QtMultimedia.pyi").touch()  # comes with PySide6-Essentials
    monkeypatch.delitem(sys.modules, "PySide6", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    assert not has_qt_multimedia()
    (tmp_path / "PySide6" / "QtMultimedia.abi3.so").touch()
    assert has_qt_multimedia()
