"""What all tests share."""

import signal

import pytest

from yolocam import cache


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """What one test measures or makes, no other finds, nor do the programs it starts."""
    monkeypatch.setattr(cache, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(autouse=True, scope="session")
def ctrl_c():
    """Ctrl-C reaches the programs that tests start, though the shell's `&` has it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
