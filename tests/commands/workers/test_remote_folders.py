"""Inputs and outputs behind addresses, with fsspec's store in memory in the place of a service."""

import re
from pathlib import Path

import pytest

from support.inline_worker import use_inline_workers
from support.near_files import near, unlike
from yolocam.cli import main
from yolocam.files import remote

fsspec = pytest.importorskip("fsspec")


@pytest.fixture
def store(monkeypatch, archive):
    """The archive at memory://in, where addresses of memory are taken for those of a service."""
    monkeypatch.setattr(remote, "_ADDRESS", re.compile("memory://[^/]"))
    files = fsspec.filesystem("memory")
    for path in (archive / "in").iterdir():
        if path.suffix != ".jpg":
            files.pipe_file(f"/in/{path.name}", path.read_bytes())
    yield files
    for folder in ("/in", "/out"):
        if files.exists(folder):
            files.rm(folder, recursive=True)


def below(store, folder: str) -> dict[str, bytes]:
    return {path.removeprefix(f"{folder}/"): store.cat_file(path) for path in store.find(folder)}


@pytest.mark.slow
def test_a_bucket_gives_and_takes_what_a_folder_does(store, archive, flags, monkeypatch, capsys):
    clips = [str(archive / "in" / f"{name}.mp4") for name in "abcdef"]
    images = [str(archive / "in" / f"g{number}.png") for number in range(3)]
    wanted = (*flags, "--save-txt")
    assert main(["detect", *clips, *images, "--output", "one", "--save-csv", "one.csv", *wanted]) == 0
    workers = use_inline_workers(monkeypatch, die={"c.mp4"})
    shared = ("--output", "memory://out", "--workers", "2", "--save-csv", "two.csv", *wanted)
    assert main(["detect", "memory://in", *shared]) == 0
    assert "c.mp4, which is done again" in capsys.readouterr().err
    assert near(Path("one.csv").read_bytes(), Path("two.csv").read_bytes())
    local = {str(p.relative_to("one")): p.read_bytes() for p in Path("one").rglob("*") if p.is_file()}
    found = below(store, "/out")
    assert b'"complete": true' in found.pop("manifest.jsonl")
    assert unlike(found, local) == []
    assert sum(len(worker.asked) for worker in workers) == 8


@pytest.mark.slow
def test_parts_are_joined_and_a_run_goes_on_there(store, flags, monkeypatch, capsys):
    workers = use_inline_workers(monkeypatch)
    how = ("--part-length", "0.3", "--container", "mkv")
    common = ("--output", "memory://out", "--workers", "1", *how, *flags)
    with monkeypatch.context() as patch:
        patch.setattr("yolocam.commands.detect.workers.shared_run.PARTS", ".nothing")
        assert main(["detect", "memory://in/a.mp4", *common]) == 0
    done = below(store, "/out")
    log = done["manifest.jsonl"].splitlines(keepends=True)
    store.pipe_file("/out/manifest.jsonl", b"".join(line for line in log if b'"complete"' not in line))
    capsys.readouterr()
    assert main(["detect", "memory://in/a.mp4", *common, "--resume"]) == 0
    assert not any(worker.asked for worker in workers)
    assert "beside" in capsys.readouterr().out
    assert below(store, "/out")["det_a.mkv"] == done["det_a.mkv"]


def test_what_cannot_be_fetched_is_named_and_tried_again(store, flags, monkeypatch, capsys):
    use_inline_workers(monkeypatch)
    real = remote.RemoteFolder.fetch

    def fetch(self, name, path, error=remote.SourceError):
        if "d.mp4" in self.shown:
            raise error("memory://in/d.mp4 cannot be read: no route to host")
        real(self, name, path, error)

    command = ["detect", "memory://in", "--output", "out", "--no-save", "--workers", "2", *flags]
    with monkeypatch.context() as patch:
        patch.setattr(remote.RemoteFolder, "fetch", fetch)
        assert main(command) == 2
    assert "memory://in/d.mp4 cannot be read: no route to host" in capsys.readouterr().err
    workers = use_inline_workers(monkeypatch)
    assert main([*command, "--resume"]) == 0
    assert [worker.asked for worker in workers if worker.asked] == [["d.mp4"]]


def test_one_process_takes_no_bucket(store, capsys):
    assert main(["detect", "memory://in", "--output", "out"]) == 2
    assert "--workers" in capsys.readouterr().err
    assert main(["detect", "nothing.jpg", "--output", "s3://bucket/out"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
