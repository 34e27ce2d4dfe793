import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.own_models import CFG
from support.servers.file_server import BODY, FileServer
from yolocam.zoo import http_transfer, retry
from yolocam.zoo.candidate import Candidate, candidate_from
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.library import Library


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of the machine's in between, no long waits."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(retry, "PAUSE_S", 0.01)
    monkeypatch.setattr(http_transfer, "STALL_S", 0.5)


@pytest.fixture
def server() -> Iterator[FileServer]:
    made = FileServer(BODY)
    yield made
    made.close()


@pytest.fixture
def second_server() -> Iterator[FileServer]:
    made = FileServer(BODY)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def make_entry():
    """Return an entry of a public model whose weights are BODY."""

    def make(
        *addresses: str,
        sha256: tuple[str, ...] | None = None,
        sha1: tuple[str, ...] = (),
        pinned: str | None = None,
    ) -> ModelEntry:
        return ModelEntry(
            name="net",
            own=False,
            origin="missing",
            cfg=Path("net.cfg"),
            weights=None,
            names=None,
            class_count=80,
            bytes_on_disk=None,
            addresses=addresses,
            sha256=(hashlib.sha256(BODY).hexdigest(),) if sha256 is None else sha256,
            download_bytes=len(BODY),
            sha1=sha1,
            pinned=pinned,
        )

    return make


@pytest.fixture
def library(folder: Path) -> Library:
    return Library(folder)


@pytest.fixture
def candidate(tmp_path: Path) -> Candidate:
    """A model of two classes, as training leaves it."""
    home = tmp_path / "training"
    home.mkdir()
    (home / "nuts.cfg").write_text(CFG.format(2))
    (home / "nuts_best.weights").write_bytes(bytes(range(200)))
    (home / "obj.names").write_text("nut\nbolt\n")
    return candidate_from([home])
