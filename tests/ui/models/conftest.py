"""A model manager whose downloads come from this machine."""

import pytest

from support.servers.file_server import BODY, FileServer
from support.window.model_shop import publish
from yolocam.zoo import http_transfer, retry


@pytest.fixture
def hurried(monkeypatch):
    """Let downloads neither wait long nor go through a proxy."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(retry, "PAUSE_S", 0.01)
    monkeypatch.setattr(http_transfer, "STALL_S", 1.0)


@pytest.fixture
def server(monkeypatch):
    """The server of the one public model that can be downloaded here."""
    made = FileServer(BODY)
    publish(monkeypatch, made)
    yield made
    made.close()


@pytest.fixture
def open_manager(qtbot):
    """Open the manager of a window, and wait for its list."""

    def open_it(window):
        window.actions_by_name["models"].trigger()
        manager = window.models._manager
        qtbot.waitUntil(lambda: manager.isVisible() and bool(window.models.store.entries))
        return manager

    return open_it


@pytest.fixture
def manager(window, open_manager):
    return open_manager(window)
